package dev.porchlight.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration TWO_DAYS = Duration.ofDays(2);

    @Test
    void triesComeSoonAtFirstAndEachTwoHoursInTheEnd() {
        assertEquals(Duration.ofSeconds(5), Backoff.after(1));
        assertEquals(Duration.ofSeconds(30), Backoff.after(2));
        assertEquals(Duration.ofHours(2), Backoff.after(5));
        assertEquals(Duration.ofHours(2), Backoff.after(1_000));
    }

    @Test
    void theFarSideMayAskForUpToAnHour() {
        assertEquals(Duration.ofMinutes(2), Backoff.after(1, Duration.ofMinutes(2)));
        assertEquals(Duration.ofMinutes(6), Backoff.after(5, Duration.ofMinutes(6)));
        assertEquals(Duration.ofHours(1), Backoff.after(1, Duration.ofSeconds(1_000_000_000)));
    }

    @Test
    void whoAsksToBeAskedAtOnceIsNotAskedAllTheTime() {
        assertEquals(Duration.ofSeconds(5), Backoff.after(1, Duration.ZERO));
        assertEquals(Duration.ofMinutes(5), Backoff.after(9, Duration.ofSeconds(1)));
    }

    @Test
    void anAlertIsTriedForItsTimeAndSomeTimesAtLeast() {
        assertFalse(Backoff.isOver(20, TWO_DAYS.minusSeconds(1), TWO_DAYS));
        assertFalse(Backoff.isOver(5, Duration.ofDays(365), TWO_DAYS));
        assertTrue(Backoff.isOver(6, TWO_DAYS, TWO_DAYS));
    }
}
