package dev.porchlight.web.access;

import dev.porchlight.time.HouseClock;
import java.time.Duration;
import java.time.Instant;

/** A clock that stands until a test moves it. */
final class MovedClock {
    private Instant wall = Instant.parse("2026-11-23T07:15:00Z");
    private long nanos = 1;

    HouseClock clock() {
        return new HouseClock(this::now, this::nanos, "boot", false);
    }

    synchronized Instant now() {
        return wall;
    }

    private synchronized long nanos() {
        return nanos;
    }

    synchronized void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    /** Somebody sets it. */
    synchronized void jump(Duration by) {
        wall = wall.plus(by);
    }
}
