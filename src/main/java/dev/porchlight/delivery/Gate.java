package dev.porchlight.delivery;

import dev.porchlight.time.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a sink may be tried at all: while its far side is away one try now and then is enough, however many alerts wait,
 * and when it is back they come one a second. Goes by the monotonic clock. Used by the lane's thread only.
 */
final class Gate {
    /** What waited comes no faster; what just happened goes at once. */
    private static final Duration GAP = Duration.ofSeconds(1);

    /** So many failures in a row, and it is the far side that fails, not the alert. */
    private static final int FAILURES = 3;

    /** Short, because the newest alert of a house waits behind them. */
    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(5));

    private static final Duration HOURLY = Duration.ofHours(1);

    private int failures;
    private Optional<Moment> closedUntil = Optional.empty();
    private Optional<Moment> lastTry = Optional.empty();

    /** How long nothing may be tried; zero: it is open. */
    Duration left(Moment now) {
        return closedUntil
                .map(until -> until.since(now))
                .filter(left -> !left.isNegative())
                .orElse(Duration.ZERO);
    }

    /** The same, for an alert that waited. */
    Duration leftOfGap(Moment now) {
        return lastTry.map(last -> last.plus(GAP).since(now))
                .filter(left -> !left.isNegative())
                .orElse(Duration.ZERO);
    }

    void tried(Moment now) {
        lastTry = Optional.of(now);
    }

    /** Whether the far side was away until now. */
    boolean answered() {
        boolean wasAway = failures >= FAILURES;
        failures = 0;
        closedUntil = Optional.empty();
        return wasAway;
    }

    void failed(Moment now) {
        failures++;
        if (failures >= FAILURES) {
            closedUntil = Optional.of(now.plus(PAUSES.get(Math.min(failures - FAILURES, PAUSES.size() - 1))));
        }
    }

    /** The far side asked for a pause. */
    void pause(Moment now, Duration asked) {
        failures = Math.max(failures, FAILURES);
        closedUntil = Optional.of(now.plus(asked));
    }

    /** It cannot work until somebody changes something: tried once an hour. */
    void broken(Moment now) {
        pause(now, HOURLY);
    }

    /** Something was changed. */
    void open() {
        closedUntil = Optional.empty();
    }
}
