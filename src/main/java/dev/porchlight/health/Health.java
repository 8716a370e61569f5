package dev.porchlight.health;

import dev.porchlight.health.Condition.State;
import dev.porchlight.time.HouseClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How every part is, in words. Each part tells its own condition from its own thread; the status page and the log read
 * it. A change is logged and told to the listeners once, however often it is told again.
 */
public final class Health {
    private static final Logger log = LoggerFactory.getLogger(Health.class);

    private final HouseClock clock;
    private final Map<String, Condition> conditions = new ConcurrentSkipListMap<>();
    private final Turns turns;
    private final Metrics metrics = new Metrics();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Hears of each change, on the thread of the part that changed; must not block. */
    public interface Listener {
        void changed(Optional<Condition> from, Condition to);
    }

    public Health(HouseClock clock) {
        this.clock = clock;
        this.turns = new Turns(clock);
    }

    /** The loops that the house lives by. */
    public Turns turns() {
        return turns;
    }

    /** What the parts count. */
    public Metrics metrics() {
        return metrics;
    }

    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    public void ok(String part, String words) {
        tell(part, State.OK, words);
    }

    public void warning(String part, String words) {
        tell(part, State.WARNING, words);
    }

    public void failed(String part, String words) {
        tell(part, State.FAILED, words);
    }

    /** The part is no longer there (taken out of the configuration). */
    public void forget(String part) {
        conditions.remove(part);
    }

    /** Every part, by name. */
    public List<Condition> conditions() {
        return List.copyOf(conditions.values());
    }

    /** The part is in this state. */
    public void tell(String part, State state, String words) {
        Condition now = new Condition(part, state, words, clock.now().wall());
        Condition before = conditions.get(part);
        if (before != null && before.state() == state && before.words().equals(words)) {
            return;
        }
        conditions.put(part, now);
        switch (state) {
            case OK -> log.info("{}: {}", part, words);
            case WARNING -> log.warn("{}: {}", part, words);
            case FAILED -> log.error("{}: {}", part, words);
        }
        for (Listener listener : listeners) {
            listener.changed(Optional.ofNullable(before), now);
        }
    }
}
