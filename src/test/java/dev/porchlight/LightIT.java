package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program switches the light of the firmware on a simulated Uno, before which something moves for 3.5 s. */
@Timeout(90)
class LightIT {
    private static final long LIMIT_SECONDS = 40;

    @TempDir
    private Path folder;

    /** When the light's pin changed, in simulated milliseconds, and to what. */
    private static List<String[]> changes(Path pins) throws IOException {
        return Files.readAllLines(pins).stream()
                .map(line -> line.split(" ", -1))
                .filter(words -> words.length == 3 && words[1].equals("light"))
                .toList();
    }

    @Test
    void theLightIsOnWhileSomethingMovesAndForItsHold() throws Exception {
        Path port = folder.resolve("uno");
        Path pins = folder.resolve("pins");
        try (SimulatedUno uno = SimulatedUno.onPort(port, "passing-car", "--pins", pins.toString());
                Host host = Host.run(folder, """
                        data: data
                        web: {port: 0, login: false}
                        plugins: []
                        boards:
                          - {name: door, port: %s, cameras: [], light: {on: motion, after_sunset: false, hold: 1s}}
                        cameras: []
                        """.formatted(port))) {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            while (changes(pins).size() < 2 && System.nanoTime() < until && uno.isRunning()) {
                LockSupport.parkNanos(20_000_000);
            }

            List<String[]> changes = changes(pins);
            assertEquals(
                    List.of("1", "0"), changes.stream().map(words -> words[2]).toList(), host.output());
            double on = Double.parseDouble(changes.get(1)[0]) - Double.parseDouble(changes.get(0)[0]);
            // 3.5 s of motion and 1 s; the host's own pace on a busy machine is in it too
            assertTrue(on >= 3_500 && on <= 8_000, "on for " + on + " ms");
        }
    }
}
