package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code systemd/porchlight.service} as systemd reads it. */
@Timeout(60)
class ServiceUnitTest {
    private static final Path SYSTEMD = Path.of("../systemd");
    private static final double MOST_EXPOSED = 3.0;

    @TempDir
    private Path folder;

    private Path unit;

    @BeforeEach
    void copyWithAProgramThatIsThere() throws Exception {
        boolean isThere = Files.isExecutable(Path.of("/usr/bin/systemd-analyze"));
        if (!isThere) {
            System.out.println("skipped: no systemd-analyze here (apt-get install systemd) to read the unit with");
        }
        assumeTrue(isThere);
        unit = folder.resolve("porchlight.service");
        Files.writeString(
                unit,
                Files.readString(SYSTEMD.resolve("porchlight.service"))
                        .replaceAll("(?m)^ExecStart=\\S+", "ExecStart=/bin/true"));
    }

    @Test
    void systemdUnderstandsEachLineOfIt() throws Exception {
        assertEquals("", analyze("verify"));
    }

    @Test
    void itMayDoLittle() throws Exception {
        String said = analyze("security", "--offline=yes");

        Matcher level = Pattern.compile("exposure level for porchlight.service: ([0-9.]+)")
                .matcher(said);
        assertTrue(level.find(), said);
        System.out.println("systemd-analyze security: exposure level " + level.group(1));
        assertTrue(Double.parseDouble(level.group(1)) <= MOST_EXPOSED, said);
    }

    private String analyze(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("systemd-analyze"));
        command.addAll(List.of(words));
        command.add(unit.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), said);
        return said;
    }
}
