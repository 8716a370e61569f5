package dev.porchlight;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** What a service manager hears: a real datagram socket, which Java does not have. */
public final class NotifySocket implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** A BARRIER comes with a descriptor, and whoever sent it waits until that is closed; recv() closes it. */
    private static final String LISTEN = """
            import socket, sys
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.bind(sys.argv[1])
            print("bound", flush=True)
            while True:
                words = s.recv(65536).decode()
                if not words.startswith("BARRIER"):
                    print(words.strip().replace("\\n", " | "), flush=True)
            """;

    private final Path path;
    private final Process process;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    private NotifySocket(Path path, Process process) {
        this.path = path;
        this.process = process;
    }

    public static NotifySocket in(Path folder) throws IOException {
        boolean canBeSpokenTo = Files.isExecutable(Path.of("/usr/bin/systemd-notify"));
        if (!canBeSpokenTo) {
            System.out.println(
                    "skipped: no systemd-notify here (apt-get install systemd) to speak to a service manager");
        }
        Assumptions.assumeTrue(canBeSpokenTo);
        Path path = folder.resolve("notify").toAbsolutePath();
        Process process = new ProcessBuilder("python3", "-c", LISTEN, path.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        NotifySocket socket = new NotifySocket(path, process);
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        if (!"bound".equals(out.readLine())) {
            throw new IOException("no socket at " + path);
        }
        new Thread(() -> socket.read(out), "notify-socket").start();
        return socket;
    }

    private void read(BufferedReader out) {
        try (out) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                heard.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String path() {
        return path.toString();
    }

    /** The next words with this in them. */
    public String await(String part) throws InterruptedException {
        long until = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            String words = heard.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (words == null) {
                throw new AssertionError("nobody said " + part);
            }
            if (words.contains(part)) {
                return words;
            }
        }
    }

    /** What is said next, if anything is within this time. */
    public Optional<String> next(Duration time) throws InterruptedException {
        return Optional.ofNullable(heard.poll(time.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Forgets what was said so far. */
    public void forget() {
        heard.clear();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
