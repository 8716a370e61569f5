package dev.porchlight.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.porchlight.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrameRingTest {
    private static Frame frame(long seq, long millis) {
        return new Frame(seq, new Moment(Instant.ofEpochMilli(millis), millis * 1_000_000), new byte[100]);
    }

    private static List<Long> numbers(List<Frame> frames) {
        return frames.stream().map(Frame::seq).toList();
    }

    private static FrameRing filled(Duration preroll, long maxBytes, int count) {
        FrameRing ring = new FrameRing(preroll, maxBytes);
        for (int i = 0; i < count; i++) {
            ring.add(frame(i, i * 100L));
        }
        return ring;
    }

    @Test
    void holdsAtLeastThePrerollOfATriggerHalfASecondAgo() {
        FrameRing ring = filled(Duration.ofMillis(500), 1_000_000, 50);

        assertEquals(List.of(39L, 40L, 41L, 42L, 43L, 44L, 45L, 46L, 47L, 48L, 49L), numbers(ring.from(0)));
        try (Tape tape = ring.tape(4_450_000_000L - 500_000_000L, 1_000_000)) {
            assertEquals(39, tape.take().get(0).seq());
        }
    }

    @Test
    void neverHoldsMoreThanItsBytes() {
        FrameRing ring = filled(Duration.ofSeconds(100), 1_000, 50);

        assertEquals(1_000, ring.bytes());
        assertEquals(10, ring.from(0).size());
    }

    @Test
    void theNewestFrameStaysHoweverBigItIs() {
        FrameRing ring = filled(Duration.ofSeconds(1), 10, 3);

        assertEquals(List.of(2L), numbers(ring.from(0)));
    }

    @Test
    void theNearestFrameMayBeBeforeOrAfter() {
        FrameRing ring = filled(Duration.ofSeconds(1), 1_000_000, 10);

        assertEquals(3, ring.nearest(340_000_000).orElseThrow().seq());
        assertEquals(4, ring.nearest(360_000_000).orElseThrow().seq());
        assertEquals(9, ring.nearest(99_000_000_000L).orElseThrow().seq());
    }

    @Test
    void anEmptyRingHasNothing() {
        FrameRing ring = new FrameRing(Duration.ofSeconds(1), 1_000);

        assertEquals(Optional.empty(), ring.latest());
        assertEquals(Optional.empty(), ring.nearest(0));
    }

    @Test
    void aTapeBeginsAFrameBeforeAndMissesNoneAfter() {
        FrameRing ring = filled(Duration.ofSeconds(1), 1_000_000, 10);

        try (Tape tape = ring.tape(550_000_000, 1_000_000)) {
            ring.add(frame(10, 1_000));
            assertEquals(List.of(5L, 6L, 7L, 8L, 9L, 10L), numbers(tape.take()));
            ring.add(frame(11, 1_100));
            assertEquals(List.of(11L), numbers(tape.take()));
        }
        ring.add(frame(12, 1_200));
    }

    @Test
    void aTapeThatNobodyEmptiesHoldsItsBytesAndCountsTheRest() {
        FrameRing ring = filled(Duration.ofSeconds(1), 1_000_000, 10);
        Tape tape = ring.tape(900_000_000, 300);
        for (int i = 10; i < 40; i++) {
            ring.add(frame(i, i * 100L));
        }
        tape.close();
        ring.add(frame(40, 4_000));

        // The ring held 1,000 bytes when it began, of which the tape has a tenth.
        assertEquals(13, tape.take().size());
        assertEquals(18, tape.missed());
    }
}
