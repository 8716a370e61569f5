package dev.porchlight.delivery;

import dev.porchlight.api.SinkContext;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.config.SinkConfig;
import dev.porchlight.health.Health;
import dev.porchlight.library.Deliveries;
import dev.porchlight.library.Subscriptions;
import dev.porchlight.library.VisitShelf;
import dev.porchlight.plugin.Plugins;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.LoggerFactory;

/** What is owed to the sinks, and the lanes that pay it. The library asks it who is owed what. */
public final class Outbox implements Subscriptions, AutoCloseable {

    private static final Duration LET_THROUGH = Duration.ofSeconds(1);

    private final HouseConfig config;
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
