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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is owed to the sinks, and the lanes that pay it. The library asks it who is owed what. */
public final class Outbox implements Subscriptions, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);

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
        AlertMaker alerts = new AlertMaker(config, shelf);
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

    /** Gives up what is owed to sinks no longer configured, and begins to pay the others. */
    public void start() throws IOException {
        int givenUp = deliveries.giveUpAllBut(
                config.sinks().stream().map(SinkConfig::name).toList());
        if (givenUp > 0) {
            log.warn("{} alerts were given up: their sinks were taken out of the configuration", givenUp);
        }
        for (SinkConfig sink : config.sinks()) {
            Files.createDirectories(folder(sink));
        }
        lanes.forEach(Lane::start);
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
    public void close() {
        lanes.forEach(Lane::stopSoon);
        Moment letThrough = clock.now().plus(LET_THROUGH);
        lanes.forEach(lane -> lane.close(letThrough));
        timer.shutdownNow();
    }
}
