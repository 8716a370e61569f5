package dev.porchlight.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.time.Moment;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecurrenceTest {
    private final Recurrence recurrence = new Recurrence(3, Duration.ofMinutes(1));

    private static Moment second(long seconds) {
        return new Moment(Instant.EPOCH.plusSeconds(seconds), seconds * 1_000_000_000);
    }

    @Test
    void whatHappensTwiceIsNotYetAgainAndAgain() {
        recurrence.happened(second(0));
        recurrence.happened(second(1));

        assertFalse(recurrence.isFrequent(second(2)));
    }

    @Test
    void whatHappensEachTenSecondsIsAgainAndAgain() {
        recurrence.happened(second(0));
        recurrence.happened(second(10));
        recurrence.happened(second(20));

        assertTrue(recurrence.isFrequent(second(79)));
        assertFalse(recurrence.isFrequent(second(80)));
    }

    @Test
    void whatHappensOnceAnHourNeverIs() {
        for (int hour = 0; hour < 100; hour++) {
            recurrence.happened(second(hour * 3_600L));
        }

        assertFalse(recurrence.isFrequent(second(99 * 3_600L)));
        assertEquals(1, recurrence.count());
    }
}
