package dev.porchlight.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.NotifySocket;
import dev.porchlight.health.Health;
import dev.porchlight.health.Turn;
import dev.porchlight.time.HouseClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WatchdogTest {
    /** A loop stands after 0.5 s, and a sign of life is due each 0.6 s. */
    private static final String PATIENCE_MICROS = "900000";

    private final Health health = new Health(HouseClock.ofThisMachine());

    @TempDir
    private Path folder;

    @Test
    void aBoardAndACameraThatAreAwayAreToldAndCostNoSignOfLife() throws Exception {
        try (NotifySocket socket = NotifySocket.in(folder)) {
            try (Watchdog watchdog = watchdog(socket, "http://127.0.0.1:8080/ (board door)")) {
                watchdog.start();
                assertEquals(
                        "READY=1 | STATUS=http://127.0.0.1:8080/ (board door); all is well", socket.await("READY"));

                health.failed("board door", "the cable is out;\nplug it in");
                health.warning("camera door", "it gives no picture");

                String status = "STATUS=http://127.0.0.1:8080/ (board door); board door: the cable is out; plug it in"
                        + " (and 1 more)";
                assertEquals("WATCHDOG=1 | " + status, socket.await("cable"));
                socket.await("WATCHDOG=1");
            }
            socket.await("STOPPING=1");
        }
    }

    @Test
    void aLoopThatStandsCostsTheSignAndGetsItBack() throws Exception {
        try (NotifySocket socket = NotifySocket.in(folder);
                Turn engine = health.turns().of("engine");
                Watchdog watchdog = watchdog(socket, "here")) {
            watchdog.start();
            socket.await("READY=1");
            assertEquals(Optional.empty(), socket.next(Duration.ofSeconds(2)), "fed while the engine stands");

            for (int i = 0; i < 30; i++) {
                engine.turned();
                if (socket.next(Duration.ofMillis(100)).isPresent()) {
                    return;
                }
            }
            assertTrue(socket.next(Duration.ZERO).isPresent(), "not fed though the engine turns");
        }
    }

    @Test
    void whereNobodyListensNothingIsWaitedFor() {
        assertEquals(
                Optional.empty(),
                ServiceManager.of(Map.of("WATCHDOG_USEC", PATIENCE_MICROS)).watchdog());
        assertEquals(
                Optional.empty(),
                ServiceManager.of(Map.of("NOTIFY_SOCKET", "/run/x", "WATCHDOG_USEC", "900000", "WATCHDOG_PID", "1"))
                        .watchdog(),
                "another process is waited for");
        assertEquals(
                Optional.of(Duration.ofSeconds(45)),
                ServiceManager.of(Map.of("NOTIFY_SOCKET", "/run/x", "WATCHDOG_USEC", "45000000"))
                        .watchdog());
    }

    @Test
    void byTheUnitALoopStandsSoonerThanThirtySecondsAndLaterThanACardStalls() throws Exception {
        Matcher seconds = Pattern.compile("(?m)^WatchdogSec=([0-9]+)$")
                .matcher(Files.readString(Path.of("../systemd/porchlight.service")));
        assertTrue(seconds.find());
        Duration standsAfter = Watchdog.standsAfter(Duration.ofSeconds(Long.parseLong(seconds.group(1))));

        assertTrue(standsAfter.compareTo(Duration.ofSeconds(30)) < 0, standsAfter.toString());
        assertTrue(standsAfter.compareTo(Duration.ofSeconds(20)) > 0, standsAfter.toString());
    }

    private Watchdog watchdog(NotifySocket socket, String about) {
        ServiceManager manager =
                ServiceManager.of(Map.of("NOTIFY_SOCKET", socket.path(), "WATCHDOG_USEC", PATIENCE_MICROS));
        return new Watchdog(manager, health, about);
    }
}
