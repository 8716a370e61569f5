package dev.porchlight;

import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import dev.porchlight.library.Library;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owes a {@code health.changed} alert for each part that ceases or begins to work, on the thread {@code health-alerts};
 * while the library
 * takes nothing they wait, and when 256 do, further ones are only in the log.
 */
final class HealthAlerts implements Health.Listener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HealthAlerts.class);
    private static final int MAX_WAITING = 256;
    private static final long TRY_AGAIN_SECONDS = 5;
    private static final long STOP_SECONDS = 2;

    private final Library library;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            0,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            work -> new Thread(work, "health-alerts"),
            new ThreadPoolExecutor.DiscardPolicy());

    HealthAlerts(Library library) {
        this.library = library;
    }

    @Override
    public void changed(Optional<Condition> from, Condition to) {
        Condition.State before = from.map(Condition::state).orElse(Condition.State.OK);
        if (before == to.state()) {
            return;
        }
        thread.execute(() -> tell(to.part(), before.word(), to.state().word(), to.words()));
    }

    /** Tries until the library takes it: the disk may be what failed, and its owner is to hear of that too. */
    private void tell(String part, String from, String to, String words) {
        try {
            while (stop.getCount() > 0) {
                try {
                    library.tellHealth(part, from, to, words);
                    return;
                } catch (IOException e) {
                    log.debug("the change of {} cannot be told to the sinks yet", part, e);
                    stop.await(TRY_AGAIN_SECONDS, TimeUnit.SECONDS);
                }
            }
            log.warn("the change of {} could not be told to the sinks", part);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop.countDown();
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                log.warn("not every change of health could be told to the sinks");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
