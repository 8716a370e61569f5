package dev.porchlight.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void triesComeSoonAtFirstAndHourlyInTheEnd() {
        assertEquals(Duration.ofSeconds(2), Backoff.after(1));
        assertEquals(Duration.ofSeconds(10), Backoff.after(2));
        assertEquals(Duration.ofHours(1), Backoff.after(8));
        assertEquals(Duration.ofHours(1), Backoff.after(1_000));
    }
}
