package dev.porchlight.camera;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs of the system: whether one is there, and what it answers to a short question. */
public final class Tool {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long KILL_SECONDS = 2;
    private static final int MAX_ANSWER = 64_000;

    private Tool() {}

    /** The first of these that is on the PATH. */
    public static Optional<String> firstOnPath(String... names) {
        List<String> folders = Arrays.asList(
                System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":", -1));
        return Arrays.stream(names)
                .filter(name -> folders.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, name))))
                .findFirst();
    }

    /** What the program says on both of its outputs, within 10 s; whatever its exit code. */
    static String ask(String... command) throws IOException, InterruptedException {
        Path answer = Files.createTempFile("porchlight", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(answer.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                if (!process.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
                    throw new StuckException(command[0], process);
                }
                throw new IOException(command[0] + " did not answer within " + LIMIT.toSeconds()
                        + " s; check the camera's cable and power if this goes on");
            }
            try (var in = Files.newInputStream(answer)) {
                return new String(in.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
            }
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(answer);
        }
    }
}
