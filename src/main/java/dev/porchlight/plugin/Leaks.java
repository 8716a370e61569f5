package dev.porchlight.plugin;

import dev.porchlight.health.Health;
import java.io.IOException;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugins that were replaced or removed: closed when nobody is in the middle of a call, and looked at for threads. */
final class Leaks {
    /** A call has a minute at most, and then nothing of the plugin should run. */
    static final Duration AFTER = Duration.ofSeconds(60);

    private static final Logger log = LoggerFactory.getLogger(Leaks.class);

    private final Health health;
    private final Duration after;
    private final List<Gone> gone = new CopyOnWriteArrayList<>();

    private record Gone(Plugin plugin, long since) {}

    Leaks(Health health, Duration after) {
        this.health = health;
        this.after = after;
    }

    void letGo(Plugin plugin) {
        gone.add(new Gone(plugin, System.nanoTime()));
    }

    void look() {
        gone.removeIf(one -> {
            boolean isTime = System.nanoTime() - one.since() >= after.toNanos();
            if (isTime) {
                close(one.plugin());
            }
            return isTime;
        });
    }

    private void close(Plugin plugin) {
        Optional<Thread> alive = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getContextClassLoader() == plugin.loader()
                        || thread.getClass().getClassLoader() == plugin.loader())
                .findFirst();
        if (alive.isPresent()) {
            health.warning(
                    "plugin " + plugin.name(),
                    "it was let go, but its thread '" + alive.get().getName()
                            + "' goes on; tell its author, and start porchlight anew to be rid of it");
        }
        try {
            ((URLClassLoader) plugin.loader()).close();
        } catch (IOException e) {
            log.debug("plugin {} cannot be closed", plugin.name(), e);
        }
    }
}
