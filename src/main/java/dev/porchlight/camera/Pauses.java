package dev.porchlight.camera;

import java.time.Duration;

/**
 * How long to wait before a camera is started again. Counted from start to start, twice as long each time: a program
 * that fails at once is not started all the time, one that hung for long is started soon. Does not wait itself.
 */
final class Pauses {
    static final Duration FIRST = Duration.ofSeconds(1);

    /** Asking rpicam-hello for its cameras costs a Pi 3 about a second of its CPU. */
    static final Duration LONGEST = Duration.ofSeconds(15);

    private Duration fromStartToStart = FIRST;

    /** The pause after a run that lasted so long. */
    Duration after(Duration ran) {
        Duration left = fromStartToStart.minus(ran);
        fromStartToStart = ran.compareTo(LONGEST) >= 0 ? FIRST : shorter(fromStartToStart.multipliedBy(2), LONGEST);
        return left.compareTo(FIRST) > 0 ? left : FIRST;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
