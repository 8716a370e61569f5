package dev.porchlight.delivery;

import dev.porchlight.api.SinkContext;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.config.SinkConfig;
import dev.porchlight.health.Health;
import dev.porchlight.library.Deliveries;
import dev.porchlight.library.Delivery;
import dev.porchlight.library.DeliveryBook.Past;
import dev.porchlight.library.DeliveryQuery;
import dev.porchlight.library.Subscriptions;
import dev.porchlight.library.Told;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitShelf;
import dev.porchlight.plugin.Plugins;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is owed to the sinks, and the lanes that pay it. The library asks it who is owed what. */
public final class Outbox implements Subscriptions, SinkDesk, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);
    private static final Duration LET_THROUGH = Duration.ofSeconds(1);

    /** A file is saved half done, too, and a name mistyped. */
    private static final Duration MERCY = Duration.ofMinutes(10);

    /** Sinks taken out of the configuration so lately that they may come back. */
    private final Map<String, Moment> gone = new HashMap<>();

    private final Deliveries deliveries;
    private final Plugins plugins;
    private final HouseClock clock;
    private final Health health;
    private final ScheduledExecutorService timer;
    private final AlertMaker alerts;
    private volatile HouseConfig config;
    private volatile List<Lane> lanes;

    public Outbox(
            HouseConfig config,
            VisitShelf shelf,
            Deliveries deliveries,
            Plugins plugins,
            HouseClock clock,
            Health health) {
        this.config = config;
        this.deliveries = deliveries;
        this.plugins = plugins;
        this.clock = clock;
        this.health = health;
        this.timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "sink-timer");
            thread.setDaemon(true);
            return thread;
        });
        this.alerts = new AlertMaker(() -> this.config, shelf, deliveries.heldBack());
        this.lanes = config.sinks().stream().map(this::lane).toList();
    }

    private Lane lane(SinkConfig sink) {
        return new Lane(sink, deliveries, alerts, plugins, context(sink), timer, clock, health);
    }

    private SinkContext context(SinkConfig sink) {
        return SinkTrial.context(config, sink, SinkTrial.folder(config, sink));
    }

    /** Begins to pay what is owed. */
    public void start() {
        lanes.forEach(Lane::start);
    }

    /**
     * Owes and pays as another configuration says: sinks that it has otherwise are opened anew, those that are new begin, and
     * what is owed to those that are gone is given up ten minutes later, if they do not come back. Waits 2 s for one that is
     * gone and has a delivery under way.
     */
    public synchronized void goBy(HouseConfig changed) {
        Map<String, Lane> before = lanes.stream().collect(Collectors.toMap(Lane::name, lane -> lane));
        config = changed;
        List<Lane> now = new ArrayList<>();
        for (SinkConfig sink : changed.sinks()) {
            Optional<Lane> kept = Optional.ofNullable(before.remove(sink.name()));
            kept.ifPresent(lane -> lane.goBy(sink, context(sink)));
            gone.remove(sink.name());
            now.add(kept.orElseGet(() -> lane(sink)));
        }
        List<Lane> begin = now.stream().filter(lane -> !lanes.contains(lane)).toList();
        lanes = List.copyOf(now);
        begin.forEach(Lane::start);
        retire(before.values());
    }

    private void retire(Collection<Lane> leaving) {
        leaving.forEach(Lane::stopSoon);
        Moment now = clock.now();
        for (Lane lane : leaving) {
            lane.retire(now.plus(LET_THROUGH));
            gone.put(lane.name(), now);
            log.info(
                    "sink {} was taken out of the configuration; what is owed to it is given up in {} min, if it does not"
                            + " come back",
                    lane.name(),
                    MERCY.toMinutes());
        }
        if (!leaving.isEmpty()) {
            // On a thread of its own: the timer ends the calls of others.
            ScheduledFuture<?> unused = timer.schedule(
                    () -> new Thread(this::giveUpForTheGone, "sinks-gone").start(),
                    MERCY.plusSeconds(1).toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    /** For those that have been gone long enough. */
    synchronized void giveUpForTheGone() {
        Moment now = clock.now();
        gone.values().removeIf(since -> now.since(since).compareTo(MERCY) >= 0);
        Set<String> kept = new HashSet<>(sinks());
        kept.addAll(gone.keySet());
        try {
            int givenUp = deliveries.giveUpAllBut(kept);
            if (givenUp > 0) {
                log.warn("{} alerts were given up: their sinks were taken out of the configuration", givenUp);
            }
        } catch (IOException e) {
            // Whoever opens the library again does the same.
            log.debug("what is owed to sinks that are gone cannot be given up now", e);
        }
    }

    @Override
    public List<String> sinks() {
        return config.sinks().stream().map(SinkConfig::name).toList();
    }

    @Override
    public List<String> owed(String alertType) {
        return config.sinks().stream()
                .filter(sink -> sink.alerts().contains(alertType))
                .map(SinkConfig::name)
                .toList();
    }

    @Override
    public void wakeUp() {
        lanes.forEach(Lane::wakeUp);
    }

    @Override
    public List<SinkState> states() throws IOException {
        Map<String, Past> past = deliveries.book().past();
        List<SinkState> sinks = new ArrayList<>();
        for (Lane lane : lanes) {
            int waiting = deliveries.waiting(lane.name());
            sinks.add(new SinkState(
                    lane.name(),
                    lane.type(),
                    waiting,
                    past.getOrDefault(lane.name(), Past.NONE),
                    waiting == 0 ? Optional.empty() : lane.nextTry()));
        }
        return sinks;
    }

    @Override
    public List<Delivery> ofVisit(Visit visit) throws IOException {
        return deliveries.ofVisit(visit);
    }

    @Override
    public List<Delivery> page(DeliveryQuery query) throws IOException {
        return deliveries.book().page(query);
    }

    @Override
    public Optional<Delivery> find(long id) throws IOException {
        return deliveries.book().find(id);
    }

    @Override
    public Told told(Instant since) throws IOException {
        return deliveries.book().told(since);
    }

    @Override
    public Delivery sendAgain(long id) throws IOException {
        Delivery again = deliveries.book().sendAgain(id);
        lane(again.sink()).tryNow();
        return again;
    }

    @Override
    public Test test(String sink) throws IOException {
        Lane lane = lane(sink);
        Delivery owed = deliveries.book().test(sink);
        return new Test(owed, lane.tryNow(owed));
    }

    private Lane lane(String sink) {
        return lanes.stream()
                .filter(lane -> lane.name().equals(sink))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no sink " + sink + " in the configuration; there is " + String.join(", ", sinks())));
    }

    /** A plugin was loaded, replaced or removed. */
    public void pluginsChanged() {
        lanes.forEach(Lane::tryNow);
    }

    boolean isSettled() {
        return lanes.stream().allMatch(Lane::isSettled);
    }

    @Override
    public void close() {
        lanes.forEach(Lane::stopSoon);
        Moment letThrough = clock.now().plus(LET_THROUGH);
        lanes.forEach(lane -> lane.close(letThrough));
        timer.shutdownNow();
    }
}
