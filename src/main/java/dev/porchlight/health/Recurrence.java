package dev.porchlight.health;

import dev.porchlight.time.Moment;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells something that happens now and then from something that happens again and again, so that a part which comes and
 * goes is told of once and not fifty times. Used by one thread.
 */
public final class Recurrence {
    private final int limit;
    private final Duration lull;
    private Optional<Moment> last = Optional.empty();
    private long count;

    /** @param limit so often without {@code lull} in between is again and again */
    public Recurrence(int limit, Duration lull) {
        this.limit = limit;
        this.lull = lull;
    }

    public void happened(Moment at) {
        if (isOver(at)) {
            count = 0;
        }
        count++;
        last = Optional.of(at);
    }

    /** Whether it happens again and again; false again once the lull has passed without it. */
    public boolean isFrequent(Moment now) {
        return count >= limit && !isOver(now);
    }

    /** How often it happened since the last lull. */
    public long count() {
        return count;
    }

    private boolean isOver(Moment now) {
        return last.isEmpty() || now.since(last.get()).compareTo(lull) >= 0;
    }
}
