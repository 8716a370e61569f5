package dev.porchlight;

import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import dev.porchlight.library.Library;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owes a {@code health.changed} alert for each part that ceases or begins to work, on the thread {@code health-alerts};
 * when 256 wait, further ones are only in the log.
 */
final class HealthAlerts implements Health.Listener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HealthAlerts.class);
    private static final int MAX_WAITING = 256;
    private static final long STOP_SECONDS = 2;

    private final Library library;
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
        thread.execute(() -> {
            try {
                library.tellHealth(to.part(), before.word(), to.state().word(), to.words());
            } catch (IOException e) {
                log.warn("the change of {} could not be told to the sinks", to.part(), e);
            }
        });
    }

    @Override
    public void close() {
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
