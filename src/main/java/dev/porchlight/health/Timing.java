package dev.porchlight.health;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * How long something took, sorted into classes by upper bounds, since the host started. Telling costs two additions and a
 * short search; safe on every thread.
 */
public final class Timing {
    private final List<Duration> bounds;
    private final List<LongAdder> counts;
    private final LongAdder nanos = new LongAdder();

    /** @param bounds the upper bounds of its classes, each included, rising; above the last there is one more class */
    Timing(List<Duration> bounds) {
        this.bounds = List.copyOf(bounds);
        this.counts = Stream.generate(LongAdder::new).limit(bounds.size() + 1L).toList();
    }

    /** It took this long; a negative time, of a clock that jumped, counts as none. */
    public void took(Duration time) {
        int place = 0;
        while (place < bounds.size() && time.compareTo(bounds.get(place)) > 0) {
            place++;
        }
        counts.get(place).increment();
        nanos.add(Math.max(0, time.toNanos()));
    }

    public List<Duration> bounds() {
        return bounds;
    }

    /** How many fell into each class, one more than there are bounds. */
    public List<Long> counts() {
        return counts.stream().map(LongAdder::sum).toList();
    }

    public Duration sum() {
        return Duration.ofNanos(nanos.sum());
    }
}
