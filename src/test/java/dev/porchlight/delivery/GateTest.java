package dev.porchlight.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.time.Moment;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final Moment START = new Moment(Instant.parse("2026-11-26T10:00:00Z"), 5);

    private final Gate gate = new Gate();

    private static Moment after(long seconds) {
        return START.plus(Duration.ofSeconds(seconds));
    }

    @Test
    void oneAlertThatFailsDoesNotCloseIt() {
        gate.failed(START);
        gate.failed(START);

        assertEquals(Duration.ZERO, gate.left(START));
        assertFalse(gate.answered());
    }

    @Test
    void aFarSideThatIsAwayIsTriedNowAndThenAndAtLeastEachFiveMinutes() {
        for (long pause : new long[] {0, 0, 5, 30, 60, 300, 300}) {
            gate.failed(START);
            assertEquals(Duration.ofSeconds(pause), gate.left(START));
        }
        assertEquals(Duration.ofSeconds(1), gate.left(after(299)));
        assertEquals(Duration.ZERO, gate.left(after(300)));
    }

    @Test
    void anAnswerOpensItAndSaysThatItWasAway() {
        gate.pause(START, Duration.ofHours(1));

        assertEquals(Duration.ofHours(1), gate.left(START));
        assertTrue(gate.answered());
        assertEquals(Duration.ZERO, gate.left(START));
        assertFalse(gate.answered());
    }

    @Test
    void aBrokenSinkIsTriedHourlyOrWhenSomethingWasChanged() {
        gate.broken(START);

        assertEquals(Duration.ofHours(1), gate.left(START));
        gate.open();
        assertEquals(Duration.ZERO, gate.left(START));
    }

    @Test
    void whatWaitedComesOnceASecond() {
        assertEquals(Duration.ZERO, gate.leftOfGap(START));
        gate.tried(START);
        assertEquals(Duration.ofSeconds(1), gate.leftOfGap(START));
        assertEquals(Duration.ZERO, gate.leftOfGap(after(1)));
    }
}
