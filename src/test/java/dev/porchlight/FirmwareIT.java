package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code porchlight firmware} of the packaged program and the firmware on a simulated Uno. */
@Timeout(120)
class FirmwareIT {
    @TempDir
    private Path folder;

    private String say(int exitCode, String... words) throws Exception {
        String[] arguments = new String[words.length + 3];
        arguments[0] = "firmware";
        System.arraycopy(words, 0, arguments, 1, words.length);
        arguments[words.length + 1] = "--config";
        arguments[words.length + 2] = "porchlight.yaml";
        try (Host command = Host.start(folder, arguments)) {
            assertEquals(exitCode, command.exitCode(), command.output());
            return command.output();
        }
    }

    private static void assertHas(String text, String pattern) {
        assertTrue(Pattern.compile(pattern).matcher(text).find(), text);
    }

    @Test
    void aBoardIsShownAndSetBesideARunningHostAndWithoutOne() throws Exception {
        Path port = folder.resolve("uno");
        try (SimulatedUno uno = SimulatedUno.onPort(port, "night")) {
            try (Host host = Host.run(folder, """
                    data: data
                    web: {port: 0}
                    plugins: []
                    boards: [{name: door, port: %s, cameras: []}]
                    cameras: []
                    """.formatted(port))) {
                host.await(Pattern.compile("board door: heard on .*porchlight firmware"));
                assertEquals("board door keeps temperature=5", say(0, "set", "door", "temperature=5"));

                String shown = say(0);
                assertHas(shown, "board door\n  ok +heard on .* firmware [0-9.]+\n");
                assertHas(shown, "  protocol +1\n  calls itself +porch\n  running for +[0-9]+ ");
                assertHas(shown, "  settings +baud=115200 .*range_max_cm=150 .*temperature=5");
                assertHas(say(1, "set", "door", "temprature=5"), "there is no setting 'temprature'; there are baud, ");
                assertHas(say(1, "set", "door", "temperature=99"), "temperature must be -40 to 60");
                assertHas(say(1, "set", "gate", "led=1"), "there is no board gate in the configuration");
                assertHas(say(1, "upload", port.toString()), "board door of the running porchlight .* stop that one");
                assertEquals(143, host.terminate());
                assertFalse(host.output().contains("unplugged"), host.output());
            }
            assertTrue(uno.isRunning());
            assertHas(say(0, "set", "door", "name=porch2"), "board door keeps name=porch2");
        }
    }

    @Test
    void theFirmwareIsUploadedThroughTheBootloaderAndSpeaks() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/avrdude")), "skipped: avrdude is not installed");
        Path port = folder.resolve("uno");
        try (SimulatedUno uno = SimulatedUno.empty(port)) {
            assertHas(say(0, "upload", port.toString()), "the firmware is on the board at " + port);
            assertTrue(uno.isRunning());
            Files.writeString(folder.resolve("porchlight.yaml"), """
                    data: data
                    boards: [{name: door, port: %s, cameras: []}]
                    cameras: []
                    """.formatted(port));
            assertHas(say(0), "board door\n  ok +heard on .* firmware [0-9.]+\n");
        }
    }
}
