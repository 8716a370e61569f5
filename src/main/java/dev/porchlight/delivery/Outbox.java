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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** What is owed to the sinks, and the lanes that pay it. The library asks it who is owed what. */
public final class Outbox implements Subscriptions, SinkDesk, AutoCloseable {

    private static final Duration LET_THROUGH = Duration.ofSeconds(1);

    private final HouseConfig config;
    private final Deliveries deliveries;
    private final HouseClock clock;
    private final ScheduledExecutorService timer;
    private final List<Lane> lanes = new ArrayList<>();

    public Outbox(
            HouseConfig config,
            VisitShelf shelf,
            Deliveries deliveries,
            Plugins plugins,
            HouseClock clock,
            Health health) {
        this.config = config;
        this.deliveries = deliveries;
        this.clock = clock;
        this.timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "sink-timer");
            thread.setDaemon(true);
            return thread;
        });
        AlertMaker alerts = new AlertMaker(config, shelf, deliveries.heldBack());
        for (SinkConfig sink : config.sinks()) {
            lanes.add(new Lane(sink, deliveries, alerts, plugins, context(sink), timer, clock, health));
        }
    }

    private SinkContext context(SinkConfig sink) {
        return new SinkContext(
                sink.name(),
                LoggerFactory.getLogger("sink." + sink.name()),
                folder(sink),
                config.name(),
                config.home().timeZone(),
                config.web().publicUrl());
    }

    private Path folder(SinkConfig sink) {
        return config.data().resolve("sinks").resolve(sink.name());
    }

    /** Begins to pay what is owed. */
    public void start() {
        lanes.forEach(Lane::start);
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
                .orElseThrow(() ->
                        new IllegalArgumentException("there is no sink " + sink + " in the configuration; there is "
                                + lanes.stream().map(Lane::name).collect(Collectors.joining(", "))));
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
