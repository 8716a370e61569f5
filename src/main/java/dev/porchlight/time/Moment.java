package dev.porchlight.time;

import java.time.Duration;
import java.time.Instant;

/**
 * One moment by both clocks.
 *
 * @param wall what the house's clock said, which may jump
 * @param nanos monotonic time of this boot ({@link System#nanoTime}); order and length are taken from it
 */
public record Moment(Instant wall, long nanos) {
    /** The time from {@code earlier} to this; negative if {@code earlier} is later. */
    public Duration since(Moment earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }

    public Moment plus(Duration duration) {
        return new Moment(wall.plus(duration), nanos + duration.toNanos());
    }

    public Moment minus(Duration duration) {
        return plus(duration.negated());
    }
}
