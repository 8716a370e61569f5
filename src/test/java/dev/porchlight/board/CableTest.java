package dev.porchlight.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.porchlight.config.BoardConfig;
import dev.porchlight.config.BoardConfig.DialectChoice;
import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Pause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What can happen to a cable, on real pseudo-terminals, with a clock that the test can put forward. */
@Timeout(60)
class CableTest {
    private static final Path WALK = Path.of("test/resources/classic-walk-to-the-door.txt");
    private static final Duration BACK_WITHIN = Duration.ofSeconds(5);

    private final AtomicLong ahead = new AtomicLong();
    private final HouseClock clock =
            new HouseClock(InstantSource.system(), () -> System.nanoTime() + ahead.get(), "boot", false);
    private final Health health = new Health(clock);
    private final BlockingQueue<Reading> readings = new LinkedBlockingQueue<>();
    private final BlockingQueue<Condition> told = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder;

    private Path port;

    @BeforeEach
    void listen() {
        health.addListener((from, to) -> told.add(to));
        port = folder.resolve("usb-board");
    }

    private Board board(OptionalInt baud) {
        BoardConfig config =
                new BoardConfig("door", port.toString(), baud, DialectChoice.AUTO, List.of("door"), Optional.empty());
        Board board = new Board(
                config,
                BoardTest.VISITS,
                SerialLink.opener(config, new PortClaims()),
                clock,
                health,
                at -> false,
                readings::add,
                Duration.ofMillis(300));
        board.start();
        return board;
    }

    private Board board() {
        return board(OptionalInt.of(115_200));
    }

    private PtyBoard plugged() throws IOException {
        PtyBoard pty = PtyBoard.start(115_200, WALK, 1);
        Files.createSymbolicLink(port, Path.of(pty.port()));
        return pty;
    }

    private static String line(String payload) {
        return String.format("$%s*%04X\n", payload, Crc16.of(payload, 0, payload.length()));
    }

    private static byte[] wire(String payload) {
        return line(payload).getBytes(StandardCharsets.US_ASCII);
    }

    private static void await(BooleanSupplier fact) {
        while (!fact.getAsBoolean()) {
            Pause.aMoment();
        }
    }

    private static void awaitOpen(Board board) {
        await(() -> board.state().port().isPresent());
    }

    private static void awaitLost(Board board) {
        await(() -> board.state().port().isEmpty());
    }

    /** Says something until it is heard. */
    private static void beHeard(PtyBoard pty, Board board) throws IOException {
        awaitOpen(board);
        long before = board.state().goodLines();
        pty.send(wire("R,1,0,00,-"));
        await(() -> board.state().goodLines() > before);
    }

    private String nextTold() throws InterruptedException {
        Condition condition = told.poll(20, TimeUnit.SECONDS);
        return condition == null ? "nothing" : condition.state().word() + ": " + condition.words();
    }

    private void putForward(Duration time) {
        ahead.addAndGet(time.toNanos());
    }

    @Test
    void aHalfLineIsNeverJoinedWithWhatComesAfterThePlug() throws Exception {
        byte[] whole = wire("R,7,420,01,1120");
        try (PtyBoard pty = plugged();
                Board board = board()) {
            beHeard(pty, board);
            pty.send(Arrays.copyOf(whole, 9));
            pty.unplug(port);
            awaitLost(board);
            pty.plug(port);
            awaitOpen(board);
            pty.send(Arrays.copyOfRange(whole, 9, whole.length));
            beHeard(pty, board);

            assertEquals(2, board.state().goodLines());
            assertEquals(1, board.state().badLines());
            assertTrue(readings.stream().noneMatch(Reading::motion), readings.toString());
        }
    }

    @Test
    void anUnpluggedBoardIsToldOnceAndHeardWithinFiveSecondsAfterItIsBack() throws Exception {
        try (PtyBoard pty = plugged();
                Board board = board()) {
            beHeard(pty, board);
            String heard = nextTold();
            assertTrue(heard.startsWith("ok: heard on " + pty.port()), heard);
            pty.unplug(port);
            assertEquals("failed: unplugged: " + pty.port() + " is gone; plug the board in again", nextTold());
            // Long enough that the pause between two looks has grown to its longest.
            assertEquals(null, told.poll(5, TimeUnit.SECONDS));

            String back = pty.plug(port);
            long since = System.nanoTime();
            beHeard(pty, board);
            Duration took = Duration.ofNanos(System.nanoTime() - since);

            String again = nextTold();
            assertTrue(again.startsWith("ok: heard on " + back), again);
            System.out.println("heard " + took.toMillis() + " ms after it was back");
            assertTrue(took.compareTo(BACK_WITHIN) <= 0, took.toString());
        }
    }

    @Test
    void aFlappingLineIsToldOnceWithASummaryAndLeavesNothingBehind() throws Exception {
        try (PtyBoard pty = plugged();
                Board board = board()) {
            for (int i = 0; i < 2; i++) {
                flap(pty, board);
            }
            beHeard(pty, board);
            List<String> handles = handles();
            int threads = Thread.getAllStackTraces().size();
            for (int i = 0; i < 18; i++) {
                flap(pty, board);
            }
            beHeard(pty, board);

            assertEquals(handles, handles());
            assertEquals(threads, Thread.getAllStackTraces().size());
            System.out.println("after 20 flaps: " + handles.size() + " handles and " + threads + " threads, as before");

            for (int i = 0; i < 15; i++) {
                putForward(Duration.ofSeconds(4));
                beHeard(pty, board);
            }
            List<String> words = told.stream().map(Condition::words).toList();
            assertEquals(
                    1,
                    words.stream()
                            .filter(said -> said.startsWith("it comes and goes"))
                            .count(),
                    words.toString());
            String last = words.get(words.size() - 1);
            assertTrue(last.startsWith("heard on "), last);
            assertTrue(last.endsWith("; steady again, after its line was lost 20 times"), last);
            assertEquals(7, words.size(), "twice gone and back, the notice, the summary: " + words);
        }
    }

    private void flap(PtyBoard pty, Board board) throws IOException {
        beHeard(pty, board);
        pty.unplug(port);
        awaitLost(board);
        pty.plug(port);
    }

    /** What this process has open but for its own jars; the board's terminal counts by its kind, not its number. */
    private static List<String> handles() throws IOException {
        List<String> handles = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path file : files) {
                String target = Files.isSymbolicLink(file)
                        ? Files.readSymbolicLink(file).toString()
                        : "closed";
                if (!target.endsWith(".jar") && !target.startsWith("/proc/")) {
                    handles.add(target.replaceAll("[0-9]+", "N"));
                }
            }
        }
        return handles.stream().sorted().toList();
    }

    @Test
    void aPortHeldByAnotherProgramNamesThatProgram() throws Exception {
        try (PtyBoard pty = plugged()) {
            Process holder = new ProcessBuilder("python3", "-c", """
                            import fcntl, sys
                            port = open(sys.argv[1], 'r+b', buffering=0)
                            fcntl.flock(port, fcntl.LOCK_EX)
                            print('held', flush=True)
                            sys.stdin.read()
                            """, pty.port())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                assertEquals("held", holder.inputReader().readLine());
                try (Board board = board()) {
                    assertEquals(
                            "failed: " + pty.port() + " is held by python3 (process " + holder.pid()
                                    + "); stop that program",
                            nextTold());
                    holder.destroy();
                    beHeard(pty, board);
                    String heard = nextTold();
                    assertTrue(heard.startsWith("ok: heard on "), heard);
                }
            } finally {
                holder.destroy();
            }
        }
    }

    @Test
    void aPortThatMayNotBeOpenedNamesItsGroup() throws Exception {
        assumeFalse(
                System.getProperty("user.name").equals("root"),
                "root may open every port; CableIT starts the program as somebody else");
        try (PtyBoard pty = plugged()) {
            Path device = Path.of(pty.port());
            Files.setPosixFilePermissions(device, PosixFilePermissions.fromString("---------"));
            String group = Files.readAttributes(device, PosixFileAttributes.class)
                    .group()
                    .getName();
            try (Board board = board()) {
                String said = nextTold();
                assertTrue(said.contains("may not be opened"), said);
                assertTrue(said.contains("usermod -aG " + group + " "), said);
                assertEquals(Optional.empty(), board.state().port());
            }
        }
    }

    @Test
    void aWrongSpeedInTheConfigurationIsToldWithTheWayOut() throws Exception {
        try (PtyBoard pty = plugged();
                Board board = board(OptionalInt.of(9_600))) {
            awaitOpen(board);
            // At the wrong speed this becomes more than a line's length of rubbish, and then two ends of a line.
            pty.send((line("R,1,0,00,-").repeat(8) + "\u0011rubbish\u0011rubbish").getBytes(StandardCharsets.US_ASCII));
            await(() -> board.state().badLines() == 3);
            putForward(Duration.ofSeconds(5));

            assertEquals(
                    "warning: silent: nothing understandable came from " + pty.port()
                            + " for 5 s; set 'baud: auto', for it may not speak at 9600 baud",
                    nextTold());
            assertEquals(0, board.state().goodLines());
        }
    }

    @Test
    void aMegabyteOfNoiseIsCountedAndTheNextGoodLineIsHeard() throws Exception {
        long seed = 20_261_123;
        byte[] noise = new byte[1_000_000];
        new Random(seed).nextBytes(noise);
        noise[noise.length - 1] = '\n';
        Path file = Files.write(folder.resolve("noise"), noise);
        try (PtyBoard pty = PtyBoard.start(115_200, WALK, 100)) {
            Files.createSymbolicLink(port, Path.of(pty.port()));
            try (Board board = board()) {
                beHeard(pty, board);
                pty.pour(file);
                beHeard(pty, board);

                assertEquals(2, board.state().goodLines());
                // One byte in 128 ends a line, and nearly each line has something in it.
                assertTrue(
                        board.state().badLines() > 7_000 && board.state().badLines() < 8_500,
                        board.state().toString());
                assertEquals(2, readings.size());
            }
        }
    }

    @Test
    void aFloodAtTenTimesTheLinesRateLosesNoReading() throws Exception {
        int count = 40_000;
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(line("R," + (i & 0xFFFF) + "," + i * 2L + "," + (i % 3 == 0 ? "01" : "00") + ",1120"));
        }
        Path file = Files.writeString(folder.resolve("flood"), lines);
        try (PtyBoard pty = PtyBoard.start(115_200, WALK, 12)) {
            Files.createSymbolicLink(port, Path.of(pty.port()));
            try (Board board = board()) {
                awaitOpen(board);
                double seconds = pty.pour(file);
                await(() -> board.state().goodLines() == count);

                double rate = lines.length() * 10 / seconds / 115_200;
                System.out.printf("flood: %,d lines at %.1f times the line's rate%n", count, rate);
                assertEquals(0, board.state().badLines());
                assertEquals(count, readings.size());
                int i = 0;
                for (Reading reading : readings) {
                    assertEquals(i % 3 == 0, reading.motion(), "reading " + i);
                    i++;
                }
            }
        }
    }
}
