package dev.porchlight.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.board.Heard.Bad;
import dev.porchlight.board.Heard.Nothing;
import dev.porchlight.board.Heard.Told;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ClassicDialectTest {
    private final ClassicDialect dialect = new ClassicDialect();
    private Moment now = new Moment(Instant.EPOCH, 0);

    private Heard hear(String line) {
        now = now.plus(Duration.ofMillis(30));
        return dialect.read(line, now);
    }

    private Reading reading(String line) {
        return assertInstanceOf(Told.class, hear(line)).reading();
    }

    @Test
    void centimetresBecomeMillimetres() {
        assertEquals(OptionalInt.of(980), reading("Distance: 98").distanceMm());
    }

    @Test
    void zeroAndMoreThanFourMetresAreNoEcho() {
        assertEquals(OptionalInt.empty(), reading("Distance: 0").distanceMm());
        assertEquals(OptionalInt.empty(), reading("Distance: 647").distanceMm());
        assertEquals(OptionalInt.of(4_000), reading("Distance: 400").distanceMm());
        assertEquals(OptionalInt.empty(), reading("Distance: 401").distanceMm());
    }

    @Test
    void motionIsALevelThatEndsAfterASecondWithoutIt() {
        hear("Distance: 178");
        assertTrue(reading("PIR sensor detected motion").motion());
        assertTrue(reading("Distance: 178").motion());

        assertEquals(Optional.empty(), dialect.passTo(now.plus(Duration.ofMillis(900))));
        assertFalse(
                dialect.passTo(now.plus(Duration.ofSeconds(1))).orElseThrow().motion());
        assertEquals(Optional.empty(), dialect.passTo(now.plus(Duration.ofSeconds(2))));
    }

    @Test
    void theBoardsOwnDecisionIsToldAtOnce() {
        hear("Distance: 178");
        hear("PIR sensor detected motion");

        assertTrue(reading("111").snap());
    }

    @Test
    void aDecisionOnAnEchoThatNeverCameIsNoVisitor() {
        hear("Distance: 0");
        hear("Distance sensor detected obstacle");

        assertInstanceOf(Nothing.class, hear("111"));
    }

    @Test
    void withMotionTheDecisionCountsThoughTheEchoIsMissing() {
        hear("Distance: 0");
        hear("PIR sensor detected motion");

        assertTrue(reading("111").snap());
    }

    @Test
    void onlyTheDistanceLineMeasures() {
        assertTrue(reading("Distance: 98").ranged());
        assertFalse(reading("PIR sensor detected motion").ranged());
    }

    @Test
    void aCutLineIsBad() {
        assertInstanceOf(Bad.class, hear("tance: 98"));
        assertInstanceOf(Bad.class, hear("Distance: "));
        assertInstanceOf(Bad.class, hear("Distance: -5"));
        assertInstanceOf(Bad.class, hear("1111"));
    }

    @Test
    void aRealWalkToTheDoorIsUnderstoodToTheLastLine() throws IOException {
        List<String> lines = new ArrayList<>();
        byte[] bytes = Files.readAllBytes(Path.of("test/resources/classic-walk-to-the-door.txt"));
        new LineDecoder(lines::add).feed(bytes, bytes.length);

        List<Heard> heard = lines.stream().map(this::hear).toList();

        assertEquals(0, heard.stream().filter(Bad.class::isInstance).count());
        List<Reading> readings = heard.stream()
                .filter(Told.class::isInstance)
                .map(told -> ((Told) told).reading())
                .toList();
        assertEquals(57, readings.stream().filter(Reading::snap).count());
        assertEquals(
                110,
                readings.stream()
                        .flatMapToInt(reading -> reading.distanceMm().stream())
                        .min()
                        .orElseThrow());
        assertEquals(
                2_330,
                readings.stream()
                        .flatMapToInt(reading -> reading.distanceMm().stream())
                        .max()
                        .orElseThrow());
    }
}
