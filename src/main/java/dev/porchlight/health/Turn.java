package dev.porchlight.health;

import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When one loop turned last. Made by {@link Turns}; told by its loop, read by the watchdog. Close it when the loop ends. */
public final class Turn implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Turn.class);

    private final String name;
    private final HouseClock clock;
    private final Executor pool;
    private final boolean mustBeAsked;
    private final AtomicBoolean isAsked = new AtomicBoolean();
    private volatile Moment last;
    private volatile Runnable leave = () -> {};

    Turn(String name, HouseClock clock, Executor pool, boolean mustBeAsked) {
        this.name = name;
        this.clock = clock;
        this.pool = pool;
        this.mustBeAsked = mustBeAsked;
        this.last = clock.now();
    }

    void leaveBy(Runnable how) {
        leave = how;
    }

    /** One time round. */
    public void turned() {
        last = clock.now();
    }

    /** One question at a time: a pool that does not answer gets no second one. */
    void ask() {
        if (!mustBeAsked || !isAsked.compareAndSet(false, true)) {
            return;
        }
        try {
            pool.execute(() -> {
                turned();
                isAsked.set(false);
            });
        } catch (RejectedExecutionException e) {
            log.debug("{} takes no work", name, e);
            isAsked.set(false);
        }
    }

    String name() {
        return name;
    }

    Duration age() {
        return clock.now().since(last);
    }

    @Override
    public void close() {
        leave.run();
    }
}
