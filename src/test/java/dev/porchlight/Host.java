package dev.porchlight;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged program, run as a user runs it. */
final class Host implements AutoCloseable {
    static final Path PROGRAM =
            Path.of(System.getProperty("dist", "../target/dist")).resolve("bin/porchlight");
    private static final Pattern READY = Pattern.compile("ready: (http://[^ ]+) .*");
    private static final Pattern TAKEN = Pattern.compile("visit ([0-9A-Z]{26}) taken after");
    private static final long LIMIT_SECONDS = 30;

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> all = new CopyOnWriteArrayList<>();
    private final Thread reader;
    private final HttpClient browser = HttpClient.newHttpClient();
    private URI address;

    private Host(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "host-output");
        reader.start();
    }

    /** Starts it in {@code folder}; standard error comes with standard output. */
    static Host start(Path folder, String... arguments) throws IOException {
        return start(PROGRAM, folder, Map.of(), List.of(), arguments);
    }

    /**
     * @param program {@code bin/porchlight} of some distribution
     * @param environment more of it
     * @param under a program, with its options, that runs it, such as strace
     */
    static Host start(
            Path program, Path folder, Map<String, String> environment, List<String> under, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(under);
        command.add(program.toAbsolutePath().toString());
        command.addAll(List.of(arguments));
        // Each step of a visit is what tests wait for.
        if (Set.of("run", "demo").contains(arguments[0])) {
            command.add("--verbose");
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("PORCHLIGHT_") || name.equals("JOURNAL_STREAM"));
        String jvm = System.getProperty("java.home");
        builder.environment().put("JAVA_HOME", jvm);
        builder.environment().putAll(environment);
        return new Host(builder.start());
    }

    /** Starts {@code run} with this configuration and waits until it is ready. */
    static Host run(Path folder, String yaml) throws IOException, InterruptedException {
        return runUnder(List.of(), folder, yaml);
    }

    /** The same, with more of an environment. */
    static Host runIn(Map<String, String> environment, Path folder, String yaml)
            throws IOException, InterruptedException {
        Path file = folder.resolve("porchlight.yaml");
        Files.writeString(file, yaml);
        Host host = start(PROGRAM, folder, environment, List.of(), "run", "--config", file.toString());
        host.awaitReady();
        return host;
    }

    /** The same, started by a program that becomes it, such as {@code setpriv}. */
    static Host runUnder(List<String> program, Path folder, String yaml) throws IOException, InterruptedException {
        Path file = folder.resolve("porchlight.yaml");
        Files.writeString(file, yaml);
        Host host = start(PROGRAM, folder, Map.of(), program, "run", "--config", file.toString());
        host.awaitReady();
        return host;
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                all.add(line);
                lines.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitReady() throws InterruptedException {
        Matcher ready = await(READY);
        address = URI.create(ready.group(1));
    }

    /** The first line of its output that has this in it, also one that came before. */
    Matcher await(Pattern pattern) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        int seen = 0;
        while (true) {
            for (; seen < all.size(); seen++) {
                Matcher matcher = pattern.matcher(all.get(seen));
                if (matcher.find()) {
                    return matcher;
                }
            }
            if (lines.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS) == null && seen == all.size()) {
                throw new AssertionError("no line like " + pattern + " in:\n" + output());
            }
        }
    }

    String output() {
        return String.join("\n", all);
    }

    /** The visits it said it took, so far. */
    List<String> taken() {
        return all.stream()
                .map(TAKEN::matcher)
                .filter(Matcher::find)
                .map(matcher -> matcher.group(1))
                .toList();
    }

    /** Waits until this was said so often, or the program has ended; the limit begins anew with each time it is said. */
    void awaitCount(Pattern pattern, int count) throws InterruptedException {
        long said = -1;
        long until = 0;
        while (isAlive()) {
            long now = count(pattern);
            if (now >= count) {
                return;
            }
            if (now != said) {
                said = now;
                until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            }
            if (lines.poll(100, TimeUnit.MILLISECONDS) == null && System.nanoTime() > until) {
                throw new AssertionError("not " + count + " times " + pattern + " in:\n" + output());
            }
        }
    }

    private long count(Pattern pattern) {
        return all.stream().filter(line -> pattern.matcher(line).find()).count();
    }

    /** Waits until it has said nothing for 400 ms, in which it writes what follows a visit, or has ended. */
    void awaitQuiet() throws InterruptedException {
        while (isAlive() && lines.poll(400, TimeUnit.MILLISECONDS) != null) {
            // it has something to say
        }
    }

    void awaitTaken(int count) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (taken().size() < count) {
            if (lines.poll(100, TimeUnit.MILLISECONDS) == null && System.nanoTime() > until) {
                throw new AssertionError("not " + count + " visits taken in:\n" + output());
            }
        }
    }

    URI address() {
        return address;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .timeout(Duration.ofSeconds(LIMIT_SECONDS))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    byte[] getBytes(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = browser.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .timeout(Duration.ofSeconds(LIMIT_SECONDS))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new AssertionError(path + " gave " + answer.statusCode());
        }
        return answer.body();
    }

    HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return browser.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .timeout(Duration.ofSeconds(LIMIT_SECONDS))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    long pid() {
        return process.pid();
    }

    /** Power off, as far as a process can feel it. */
    void kill9() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        reader.join();
    }

    /** Ctrl-C. */
    int interrupt() throws IOException, InterruptedException {
        return signal("INT");
    }

    /** What the service manager sends. */
    int terminate() throws IOException, InterruptedException {
        return signal("TERM");
    }

    private int signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        return exitCode();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it ends by itself within this time. */
    boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end:\n" + output());
        }
        reader.join();
        return process.exitValue();
    }

    /** What the first group of the first match in the text is. */
    static Optional<String> find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
