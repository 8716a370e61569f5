package dev.porchlight.health;

import dev.porchlight.time.HouseClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/**
 * Whether the loops that the house lives by still turn. A loop says so each time round; a pool of threads, which rests when
 * nobody comes, is asked to. A board or a camera that is away stops none of them: that is a {@link Condition}. Read by
 * whoever feeds the service manager's watchdog; safe on every thread.
 */
public final class Turns {
    private final HouseClock clock;
    private final List<Turn> all = new CopyOnWriteArrayList<>();

    Turns(HouseClock clock) {
        this.clock = clock;
    }

    /** A loop that goes round by itself, also when there is nothing to do. */
    public Turn of(String loop) {
        return add(new Turn(loop, clock, Runnable::run, false));
    }

    /** A pool that turns when it is asked to, which {@link #standing} does. */
    public Turn ofPool(String name, Executor pool) {
        return add(new Turn(name, clock, pool, true));
    }

    private Turn add(Turn turn) {
        all.add(turn);
        turn.leaveBy(() -> all.remove(turn));
        return turn;
    }

    /** The names of those that have not turned for this long; asks the pools to turn until the next look. */
    public List<String> standing(Duration limit) {
        all.forEach(Turn::ask);
        return all.stream()
                .filter(turn -> turn.age().compareTo(limit) >= 0)
                .map(Turn::name)
                .toList();
    }
}
