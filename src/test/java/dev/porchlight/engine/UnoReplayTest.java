package dev.porchlight.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.SimulatedUno;
import dev.porchlight.board.Board;
import dev.porchlight.board.Link;
import dev.porchlight.config.BoardConfig;
import dev.porchlight.config.ConfigFile;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the firmware says on a simulated Uno, replayed through board and detector: the clock is the line's own. */
class UnoReplayTest {
    private static final Pattern AT = Pattern.compile("\\$R,[0-9]+,([0-9]+),.*");

    @TempDir
    private Path folder;

    /** Plays the lines, and lets the time pass with them. */
    private static final class Replay implements Link {
        private final Iterator<String> lines;
        private final AtomicLong millis;
        private final CountDownLatch end = new CountDownLatch(1);

        Replay(List<String> lines, AtomicLong millis) {
            this.lines = lines.iterator();
            this.millis = millis;
        }

        @Override
        public String port() {
            return "replay";
        }

        @Override
        public int read(byte[] buffer) {
            if (!lines.hasNext()) {
                end.countDown();
                return 0;
            }
            String line = lines.next();
            Matcher at = AT.matcher(line);
            if (at.matches()) {
                millis.set(Math.max(millis.get(), Long.parseLong(at.group(1))));
            }
            byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(bytes, 0, buffer, 0, bytes.length);
            return bytes.length;
        }

        @Override
        public void write(byte[] bytes) {}

        @Override
        public void setBaud(int baud) {}

        @Override
        public void close() {}
    }

    /** Ten minutes of a night, or as much of it as {@code -Dnight.seconds} says; it has 28,800. */
    @Test
    void aNightIsNoVisit() throws Exception {
        aSceneIsSoManyVisitsAtMost("night", Integer.getInteger("night.seconds", 600), 0);
    }

    @ParameterizedTest
    @CsvSource({"parked-box, 180, 1", "rain, 60, 0", "passing-car, 25, 0", "walk-to-the-door, 30, 1"})
    void aSceneIsSoManyVisitsAtMost(String scene, int seconds, int most) throws Exception {
        List<String> lines = SimulatedUno.linesOf(folder.resolve("lines"), scene, seconds);
        HouseConfig house = ConfigFile.read(
                Files.writeString(
                        folder.resolve("p.yaml"),
                        "boards: [{name: door, dialect: porchlight}]\ncameras: [{name: door}]\n"),
                Map.of());
        BoardConfig config = house.boards().get(0);
        AtomicLong millis = new AtomicLong();
        Instant begin = Instant.parse("2026-11-25T20:00:00Z");
        HouseClock clock =
                new HouseClock(() -> begin.plusMillis(millis.get()), () -> millis.get() * 1_000_000, "replay", false);
        VisitDetector detector = new VisitDetector(house.visitsOf(config));
        List<VisitDetector.Opened> visits = new ArrayList<>();
        AtomicInteger readings = new AtomicInteger();
        Replay replay = new Replay(lines, millis);
        try (Board board =
                new Board(config, house.visitsOf(config), baud -> replay, clock, new Health(clock), reading -> {
                    readings.incrementAndGet();
                    detector.on(reading).stream()
                            .filter(VisitDetector.Opened.class::isInstance)
                            .forEach(change -> visits.add((VisitDetector.Opened) change));
                })) {
            board.start();
            assertTrue(replay.end.await(60, TimeUnit.SECONDS), "the replay does not end");
        }

        assertTrue(readings.get() >= seconds, readings + " readings");
        assertTrue(Duration.ofMillis(millis.get()).toSeconds() >= seconds, "until " + millis + " ms only");
        assertTrue(visits.size() <= most, scene + ": " + visits);
        if (scene.startsWith("walk")) {
            assertEquals(1, visits.size());
        }
    }
}
