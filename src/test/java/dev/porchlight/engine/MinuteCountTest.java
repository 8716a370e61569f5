package dev.porchlight.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.porchlight.board.Reading;
import dev.porchlight.library.SensorMinute;
import dev.porchlight.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MinuteCountTest {
    private static final Moment BEGIN = new Moment(Instant.parse("2026-11-23T07:00:00Z"), 1);

    private final MinuteCount count = new MinuteCount("door");

    private void hear(double seconds, boolean motion, boolean warmUp, int mm) {
        Moment at = BEGIN.plus(Duration.ofMillis(Math.round(seconds * 1_000)));
        OptionalInt distance = mm == 0 ? OptionalInt.empty() : OptionalInt.of(mm);
        count.on(new Reading(at, motion, false, warmUp, false, distance, true, false));
    }

    private SensorMinute end() {
        return count.end(BEGIN.wall()).orElseThrow();
    }

    @Test
    void motionLastsFromOneReadingToTheNext() {
        hear(1, true, false, 0);
        hear(2, true, false, 0);
        hear(2.5, false, false, 0);
        hear(3, false, false, 0);

        assertEquals(1.5, end().motionSeconds());
    }

    @Test
    void motionGoesOnOverTheEndOfTheMinute() {
        hear(59.5, true, false, 0);
        end();
        hear(60.5, false, false, 0);

        assertEquals(1.0, end().motionSeconds());
    }

    @Test
    void nobodyKnowsHowLongMotionWentOnInASilence() {
        hear(1, true, false, 0);
        hear(50, true, false, 0);

        assertEquals(2.0, end().motionSeconds());
    }

    @Test
    void aSensorThatWarmsUpSeesNothing() {
        hear(1, true, true, 0);
        hear(2, false, true, 0);

        assertEquals(0.0, end().motionSeconds());
    }

    @Test
    void theNearestAndTheMiddleEchoAreToldAndNoEchoIsNone() {
        for (int mm : new int[] {3_000, 0, 600, 2_000, 0}) {
            hear(1, false, false, mm);
        }
        SensorMinute row = end();
        hear(61, false, false, 0);

        assertEquals(OptionalInt.of(600), row.leastMm());
        assertEquals(OptionalInt.of(2_000), row.medianMm());
        assertEquals(OptionalInt.empty(), end().leastMm());
    }

    @Test
    void aSilentBoardHasNoRowButOneThatSpeaksNonsenseHas() {
        AtomicLong bad = new AtomicLong(7);
        count.countBadLines(bad::get);
        assertEquals(Optional.empty(), count.end(BEGIN.wall()));

        bad.set(10);
        assertEquals(3, end().badLines());
        assertEquals(Optional.empty(), count.end(BEGIN.wall()));
    }
}
