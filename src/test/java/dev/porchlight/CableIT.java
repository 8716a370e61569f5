package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.board.PtyBoard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged program, and a cable that is not there or may not be used. */
@Timeout(90)
class CableIT {
    private static final Path WALK = Path.of("test/resources/classic-walk-to-the-door.txt");
    private static final String NOBODY = "65534";
    private static final Duration SETTLING = Duration.ofSeconds(6);
    private static final Duration MEASURED = Duration.ofSeconds(10);
    private static final String CONFIG = """
            home: {time_zone: UTC}
            data: data
            web: {port: 0, login: false}
            plugins: []
            boards: [{name: door, port: %s, cameras: []}]
            cameras: []
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"auto", "/dev/no-such-port"})
    void aBoardThatIsAwayCostsLessThanTwoPercentOfACore(String port) throws Exception {
        try (Host host = Host.run(folder, CONFIG.formatted(port))) {
            host.await(Pattern.compile("board door: .*(no board was found|is not there); "));
            assertFalse(host.endsWithin(SETTLING));
            Duration before = cpuTime(host);
            assertFalse(host.endsWithin(MEASURED));
            double percent = 100.0 * cpuTime(host).minus(before).toMillis() / MEASURED.toMillis();

            System.out.printf("looking for a board at %s takes %.1f %% of a core%n", port, percent);
            assertTrue(percent < 2, percent + " %");
            long said = host.output()
                    .lines()
                    .filter(line -> line.contains("board door:"))
                    .count();
            assertEquals(1, said, host.output());
        }
    }

    private static Duration cpuTime(Host host) {
        return ProcessHandle.of(host.pid())
                .orElseThrow()
                .info()
                .totalCpuDuration()
                .orElseThrow();
    }

    @Test
    void aPortThatMayNotBeOpenedNamesTheGroupThatMay() throws Exception {
        try (PtyBoard board = PtyBoard.start(115_200, WALK, 1)) {
            Path device = Path.of(board.port());
            String yaml = CONFIG.formatted(device);
            Files.setPosixFilePermissions(device, PosixFilePermissions.fromString("---------"));
            boolean isRoot = System.getProperty("user.name").equals("root");
            Assumptions.assumeTrue(
                    !isRoot || Files.isExecutable(Path.of("/usr/bin/setpriv")),
                    "root may open every port, and without setpriv nobody else can be started");
            if (isRoot) {
                PosixFileAttributeView view = Files.getFileAttributeView(device, PosixFileAttributeView.class);
                view.setGroup(
                        device.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName("tty"));
            }
            String group = Files.readAttributes(device, PosixFileAttributes.class)
                    .group()
                    .getName();
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
            try (Host host = isRoot
                    ? Host.runUnder(
                            List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"), folder, yaml)
                    : Host.run(folder, yaml)) {
                host.await(
                        Pattern.compile("board door: " + device + " may not be opened; let this user use serial ports:"
                                + " sudo usermod -aG " + group + " [^ ]+, then restart porchlight"));
                String status = host.get("/api/v1/status").body();
                assertTrue(status.contains("usermod -aG " + group), status);
            }
        }
    }
}
