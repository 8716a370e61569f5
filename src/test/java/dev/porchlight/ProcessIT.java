package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.board.PtyBoard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bad days of the process itself. */
@Timeout(120)
class ProcessIT {
    private static final Path NOTHING = Path.of("/dev/null");

    @TempDir
    private Path folder;

    private Host start(Map<String, String> environment) throws IOException {
        return Host.start(Host.PROGRAM, folder, environment, List.of(), "run", "--config", "porchlight.yaml");
    }

    /** A visit goes on, a page listens, the camera program ignores its signals: it ends all the same, in time. */
    @Test
    void toldToStopWithWorkInHandItEndsWithinTenSecondsAndLeavesNoCamera() throws Exception {
        try (PtyBoard board = PtyBoard.start(9_600, NOTHING, 1)) {
            PorchFiles.write(folder, board.port());
            String stubborn = """
                    import signal
                    signal.signal(signal.SIGINT, signal.SIG_IGN)
                    signal.signal(signal.SIGTERM, signal.SIG_IGN)
                    """;
            Files.writeString(folder.resolve("camera.py"), stubborn + Files.readString(folder.resolve("camera.py")));
            Files.writeString(
                    folder.resolve("porchlight.yaml"),
                    Files.readString(folder.resolve("porchlight.yaml")).replace("quiet: 200ms", "quiet: 60s"));
            try (Host host = start(Map.of())) {
                host.awaitReady();
                host.await(Pattern.compile("gives pictures"));
                Set<ProcessHandle> cameras =
                        ProcessHandle.of(host.pid()).orElseThrow().descendants().collect(Collectors.toSet());
                board.send("Distance: 233\r\nDistance: 98\r\n111\r\n".getBytes(StandardCharsets.US_ASCII));
                host.awaitTaken(1);
                try (Socket listener = new Socket(
                        InetAddress.getLoopbackAddress(), host.address().getPort())) {
                    listener.getOutputStream()
                            .write("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                    assertEquals('H', listener.getInputStream().read());
                    long begin = System.nanoTime();

                    assertEquals(143, host.terminate());

                    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                    System.out.println("stopped with work in hand after " + millis + " ms");
                    assertTrue(millis < 10_000, millis + " ms\n" + host.output());
                }
                host.await(Pattern.compile("visit .* ended"));
                host.await(Pattern.compile(" stopped$"));
                assertTrue(
                        cameras.size() >= 1 && cameras.stream().noneMatch(ProcessHandle::isAlive), cameras.toString());
            }
            PorchFiles.assertSound(folder);
        }
    }

    /** The disk hangs in the middle of a commit: nothing more can be kept, but the end does not wait for it. */
    @Test
    void toldToStopWhileTheDiskHangsItEndsWithinTenSeconds() throws Exception {
        try (PtyBoard board = PtyBoard.start(9_600, NOTHING, 1)) {
            PorchFiles.write(folder, board.port());
            try (Host host = start(Map.of())) {
                host.awaitReady();
                host.await(Pattern.compile("gives pictures"));
                try (Strace strace = Strace.inject(
                        host.pid(),
                        List.of("recorder", "catalog"),
                        "fsync:delay_enter=60000000",
                        "fdatasync:delay_enter=60000000")) {
                    board.send("Distance: 233\r\nDistance: 98\r\n111\r\n".getBytes(StandardCharsets.US_ASCII));
                    host.await(Pattern.compile("the disk has not answered for 5 s"));
                    long begin = System.nanoTime();
                    new ProcessBuilder("kill", "-TERM", Long.toString(host.pid()))
                            .start()
                            .waitFor();
                    host.await(Pattern.compile("porchlight ends all the same| stopped$"));
                    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                    System.out.println("stopped beside a hanging disk after " + millis + " ms");
                    assertTrue(millis < 10_500, millis + " ms\n" + host.output());
                    strace.detach();
                }
                host.exitCode();
            }
            try (Host again = start(Map.of())) {
                again.awaitReady();
                PorchFiles.assertSound(folder);
            }
        }
    }

    @Test
    void withoutMemoryItEndsInsteadOfLivingOnByHalves() throws Exception {
        Files.writeString(folder.resolve("porchlight.yaml"), """
                data: data
                web: {port: 0, login: false}
                plugins: []
                boards: []
                cameras: [{name: door, source: simulated, width: 4000, height: 3000, fps: 10}]
                visits: {record: [photo], preroll: 30s}
                """);
        try (Host host = start(Map.of("PORCHLIGHT_JAVA_OPTS", "-Xms8m -Xmn4m -Xmx20m"))) {
            // ExitOnOutOfMemoryError: the service manager starts it anew.
            assertEquals(3, host.exitCode(), host.output());
            assertTrue(host.output().contains("java.lang.OutOfMemoryError"), host.output());
        }
    }

    @Test
    void tenKillsInARowDuringItsRecoveryCostNothing() throws Exception {
        long seed = Long.getLong("seed", 20_261_125);
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (PtyBoard board = PtyBoard.start(9_600, NOTHING, 1)) {
            PorchFiles.write(folder, board.port());
            List<String> taken;
            try (Host host = start(Map.of())) {
                host.awaitReady();
                host.await(Pattern.compile("gives pictures"));
                for (int i = 1; i <= 5; i++) {
                    host.post("/api/v1/visits");
                }
                host.awaitTaken(5);
                taken = host.taken();
                host.kill9();
            }
            leaveHalves();
            int reachedReady = 0;
            for (int i = 0; i < 10; i++) {
                try (Host host = start(Map.of())) {
                    // A start takes some 600 ms, the recovery is its second half.
                    busyFor(TimeUnit.MILLISECONDS.toNanos(250 + random.nextInt(900)));
                    host.kill9();
                    reachedReady += host.output().contains("ready:") ? 1 : 0;
                }
            }
            System.out.println("10 kills, " + reachedReady + " of them after ready");
            try (Host host = start(Map.of())) {
                host.awaitReady();
                for (String id : taken) {
                    assertEquals(200, host.get("/api/v1/visits/" + id).statusCode(), "visit " + id + " is lost");
                }
                PorchFiles.assertSound(folder);
                assertEquals(130, host.interrupt());
            }
            PorchFiles.assertSound(folder);
        }
    }

    /** What a power cut leaves: half a photo, and a photo whose row was not committed. */
    private void leaveHalves() throws IOException {
        Path day = Files.createDirectories(folder.resolve("data/media/2026/11/20"));
        for (int i = 0; i < 40; i++) {
            Path visit = Files.createDirectory(
                    day.resolve("07-15-%02d.000_door_01M89DM1KJR0KYHGGR8DC8WP%02d".formatted(i, i)));
            Files.write(visit.resolve(i % 2 == 0 ? "photo.jpg.part" : "photo.jpg"), new byte[1_000]);
        }
    }

    private static void busyFor(long nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }
}
