package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.health.VitalThread;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Small programs whose threads die, each in a Java of its own. */
@Timeout(60)
class LastWordsTest {
    private record End(int exitCode, String output) {}

    private static End run(String kind) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        kind)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        return new End(process.exitValue(), output);
    }

    /** Two threads: one dies at once, the other would wait for ever. */
    static final class Program {
        private Program() {}

        public static void main(String[] kind) throws InterruptedException {
            Thread.setDefaultUncaughtExceptionHandler(new LastWords());
            Runnable dies = () -> {
                throw new AssertionError("the sky fell");
            };
            CountDownLatch forever = new CountDownLatch(1);
            Thread thread =
                    kind[0].equals("vital") ? new VitalThread(dies, "recorder-door") : new Thread(dies, "a-plugin");
            thread.start();
            thread.join();
            if (kind[0].equals("plugin")) {
                System.out.println("goes on");
                return;
            }
            forever.await();
        }
    }

    @Test
    void aVitalThreadThatDiesTakesTheProgramWithItAndSaysWhich() throws Exception {
        End end = run("vital");

        assertEquals(LastWords.EXIT_CODE, end.exitCode(), end.output());
        assertTrue(end.output().contains("thread recorder-door died of an error nobody expected"), end.output());
        assertTrue(end.output().contains("the sky fell"), end.output());
    }

    @Test
    void anotherThreadThatDiesIsOnlyToldOf() throws Exception {
        End end = run("plugin");

        assertEquals(0, end.exitCode(), end.output());
        assertTrue(end.output().contains("thread a-plugin died of an error nobody expected"), end.output());
        assertTrue(end.output().contains("goes on"), end.output());
    }
}
