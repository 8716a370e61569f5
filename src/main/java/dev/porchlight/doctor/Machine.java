package dev.porchlight.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The machine that is looked at: its files, its programs, and as whom. Another one in tests.
 *
 * @param root of its files, {@code /}
 * @param user who looks; the house must run as the same for what is found to hold
 */
public record Machine(Path root, Program program, String user) {
    private static final long LIMIT_SECONDS = 5;
    private static final int MAX_ANSWER = 64_000;

    /** A program of the machine, asked a short question. */
    public interface Program {
        /** What it says on both of its outputs; empty if it is not there, fails, or says nothing within its time. */
        Optional<String> say(String... command) throws InterruptedException;
    }

    /** This one. */
    public static Machine ofThis() {
        return new Machine(Path.of("/"), Machine::ask, System.getProperty("user.name", "?"));
    }

    Optional<String> say(String... command) throws InterruptedException {
        return program.say(command);
    }

    Path at(String path) {
        return root.resolve(path.replaceFirst("^/", ""));
    }

    String shown(Path path) {
        return "/" + root.relativize(path);
    }

    /** Through a file, so that a program that hangs holds nobody. */
    private static Optional<String> ask(String... command) throws InterruptedException {
        try {
            Path answer = Files.createTempFile("porchlight", ".txt");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(answer.toFile())
                        .start();
                boolean ended;
                try {
                    ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
                } finally {
                    process.destroyForcibly();
                }
                try (var in = Files.newInputStream(answer)) {
                    return ended && process.exitValue() == 0
                            ? Optional.of(new String(in.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8))
                            : Optional.empty();
                }
            } finally {
                Files.delete(answer);
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
