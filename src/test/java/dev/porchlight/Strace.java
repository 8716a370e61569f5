package dev.porchlight;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Makes the system calls of some threads of a running host fail or take long, until it is closed. */
final class Strace implements AutoCloseable {
    private final Process process;

    private Strace(Process process) {
        this.process = process;
    }

    /**
     * @param threads the beginnings of their names
     * @param injection such as {@code fsync:error=EIO:when=1}, as strace(1) has it
     */
    static Strace inject(long pid, List<String> threads, String... injection) throws IOException {
        List<String> options = new ArrayList<>();
        for (String one : injection) {
            options.addAll(List.of("-e", "inject=" + one));
        }
        return attach(pid, threads, Path.of("/dev/null"), options);
    }

    /**
     * @param log what it sees
     * @param options of strace(1)
     */
    static Strace attach(long pid, List<String> threads, Path log, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of("strace", "-o", log.toString()));
        command.addAll(options);
        for (long thread : threadsOf(pid, threads)) {
            command.addAll(List.of("-p", Long.toString(thread)));
        }
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            System.out.println("skipped: strace is not installed");
            Assumptions.assumeTrue(false, "strace is not installed");
            throw e;
        }
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        for (int attached = 0; attached < threadsOf(pid, threads).size(); attached++) {
            String line = String.valueOf(said.readLine());
            if (!line.contains("attached")) {
                process.destroyForcibly();
                System.out.println("skipped: strace may not look into processes here: " + line);
                Assumptions.assumeTrue(false, "strace may not look into processes here: " + line);
            }
        }
        return new Strace(process);
    }

    private static List<Long> threadsOf(long pid, List<String> names) throws IOException {
        List<Long> threads = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : all.toList()) {
                String name = Files.readString(task.resolve("comm")).strip();
                if (names.stream().anyMatch(name::startsWith)) {
                    threads.add(Long.parseLong(task.getFileName().toString()));
                }
            }
        }
        if (threads.isEmpty()) {
            throw new IOException("process " + pid + " has no threads " + names);
        }
        return threads;
    }

    /** From now on everything works again. */
    void detach() {
        process.destroy();
        process.onExit().join();
    }

    @Override
    public void close() {
        detach();
    }
}
