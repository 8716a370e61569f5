package dev.porchlight.delivery;

import dev.porchlight.api.Attempt;
import dev.porchlight.api.Receipt;
import dev.porchlight.api.RetryAfterException;
import dev.porchlight.api.Settings;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.SinkContext;
import dev.porchlight.api.UndeliverableException;
import dev.porchlight.config.ConfigException;
import dev.porchlight.config.SinkConfig;
import dev.porchlight.health.Health;
import dev.porchlight.health.VitalThread;
import dev.porchlight.library.Deliveries;
import dev.porchlight.library.Delivery;
import dev.porchlight.plugin.Plugin;
import dev.porchlight.plugin.Plugins;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pays what is owed to one sink, one alert at a time, on the thread {@code sink-<name>}. Whatever the sink does, no other
 * lane waits for it.
 */
final class Lane {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration HOURLY = Duration.ofHours(1);
    private static final Duration TRIM_EACH = Duration.ofMinutes(10);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);
    private static final int MAX_MEMO = 4_096;

    private final SinkConfig config;
    private final Deliveries deliveries;
    private final AlertMaker alerts;
    private final Plugins plugins;
    private final SinkContext context;
    private final ScheduledExecutorService timer;
    private final HouseClock clock;
    private final Health health;
    private final Semaphore work = new Semaphore(0);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean stopping;

    private Optional<Sink> sink = Optional.empty();
    private Optional<Plugin> plugin = Optional.empty();
    private int failuresOnEnd;

    Lane(
            SinkConfig config,
            Deliveries deliveries,
            AlertMaker alerts,
            Plugins plugins,
            SinkContext context,
            ScheduledExecutorService timer,
            HouseClock clock,
            Health health) {
        this.config = config;
        this.deliveries = deliveries;
        this.alerts = alerts;
        this.plugins = plugins;
        this.context = context;
        this.timer = timer;
        this.clock = clock;
        this.health = health;
        this.thread = new VitalThread(this::run, "sink-" + config.name());
    }

    void start() {
        thread.start();
    }

    void wakeUp() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    private String part() {
        return "sink " + config.name();
    }

    private void run() {
        try {
            while (!stopping) {
                Duration pause;
                try {
                    pause = runOnce();
                    failuresOnEnd = 0;
                } catch (IOException | RuntimeException e) {
                    failuresOnEnd++;
                    pause = Backoff.after(failuresOnEnd);
                    if (!stopping) {
                        health.warning(part(), sentence(e));
                        log.debug("sink {}", config.name(), e);
                    }
                } catch (SinkBrokenException e) {
                    health.failed(part(), e.getMessage() + "; it is tried again hourly");
                    letGo();
                    // Not woken by new alerts: a refused password must not be tried with each visit.
                    stop.await(HOURLY.toMillis(), TimeUnit.MILLISECONDS);
                    pause = Duration.ZERO;
                }
                if (work.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    work.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            letGo();
        }
    }

    private static String sentence(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** Pays what is due, then says how long there is nothing to do. */
    private Duration runOnce() throws IOException, SinkBrokenException, InterruptedException {
        // Refused while the library's disk is away: then no sink may make its folder in the place where it was.
        deliveries.trim(config.name());
        open();
        if (sink.isEmpty()) {
            return HOURLY;
        }
        Instant lastTrim = clock.now().wall();
        for (Optional<Delivery> due = next(); due.isPresent(); due = next()) {
            deliver(due.get());
            if (Duration.between(lastTrim, clock.now().wall()).compareTo(TRIM_EACH) > 0) {
                deliveries.trim(config.name());
                lastTrim = clock.now().wall();
            }
        }
        return deliveries.untilNextDue(config.name()).orElse(TRIM_EACH);
    }

    private Optional<Delivery> next() throws IOException {
        return stopping ? Optional.empty() : deliveries.nextDue(config.name());
    }

    private void open() throws IOException, SinkBrokenException, InterruptedException {
        if (sink.isPresent()) {
            return;
        }
        plugin = plugins.ofType(config.type());
        if (plugin.isEmpty()) {
            health.failed(
                    part(),
                    "no plugin makes sinks of type " + config.type()
                            + "; its alerts wait. Put the plugin's jar into the plugins folder and start anew");
            return;
        }
        try {
            Settings settings = config.keys().check(plugin.get().settings());
            Files.createDirectories(context.folder());
            sink = Optional.of(plugin.get().open(settings, context));
            health.ok(part(), "ready");
        } catch (ConfigException e) {
            throw new SinkBrokenException(e.getMessage(), e);
        }
    }

    private void deliver(Delivery delivery) throws IOException, SinkBrokenException, InterruptedException {
        int number = delivery.tries() + 1;
        deliveries.trying(delivery.id());
        try {
            Receipt receipt = call(delivery, number);
            deliveries.delivered(delivery.id(), receipt.words());
            log.info("{} delivered to {}: {}", what(delivery), config.name(), receipt.words());
            health.ok(part(), "ready");
        } catch (UndeliverableException e) {
            deliveries.giveUp(delivery.id(), sentence(e));
            log.warn("{} given up for {}: {}", what(delivery), config.name(), sentence(e));
        } catch (RetryAfterException e) {
            Duration asked = e.after().compareTo(Backoff.LONGEST) > 0 ? Backoff.LONGEST : e.after();
            postpone(delivery, asked, sentence(e));
        } catch (IOException | RuntimeException | Error e) {
            log.debug("sink {}", config.name(), e);
            String words = e instanceof IOException io ? sentence(io) : "the plugin failed: " + e;
            postpone(delivery, Backoff.after(number), words);
        }
    }

    private static String what(Delivery delivery) {
        return delivery.type()
                + delivery.visit().map(visit -> " of visit " + visit.id()).orElse("");
    }

    private void postpone(Delivery delivery, Duration pause, String words) throws IOException {
        deliveries.postpone(delivery.id(), clock.now().wall().plus(pause), words);
        health.warning(part(), "alerts wait: " + words);
    }

    /** Under a time limit: then it is interrupted; if it does not mind that, it keeps this thread and is told of. */
    private Receipt call(Delivery delivery, int number)
            throws IOException, RetryAfterException, UndeliverableException, SinkBrokenException, InterruptedException {
        Instant deadline = clock.now().wall().plus(LIMIT);
        ScheduledFuture<?> limit = timer.schedule(thread::interrupt, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        ScheduledFuture<?> stuck = timer.schedule(
                () -> health.failed(
                        part(),
                        "it hangs and does not let itself be interrupted; its alerts wait until porchlight starts anew"),
                LIMIT.plus(GRACE).toMillis(),
                TimeUnit.MILLISECONDS);
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(plugin.orElseThrow().loader());
        try {
            return sink.orElseThrow().deliver(alerts.of(delivery), attempt(delivery, number, deadline));
        } catch (InterruptedException e) {
            if (stopping) {
                throw e;
            }
            throw new IOException("no answer within " + LIMIT.toSeconds() + " s", e);
        } finally {
            limit.cancel(false);
            stuck.cancel(false);
            thread.setContextClassLoader(before);
            if (!stopping && Thread.interrupted()) {
                log.debug("sink {} took the full time limit", config.name());
            }
        }
    }

    private Attempt attempt(Delivery delivery, int number, Instant deadline) {
        return new Attempt() {
            private Optional<String> memo = delivery.memo();

            @Override
            public int number() {
                return number;
            }

            @Override
            public Instant deadline() {
                return deadline;
            }

            @Override
            public Optional<String> memo() {
                return memo;
            }

            @Override
            public void remember(String word) {
                if (word.getBytes(StandardCharsets.UTF_8).length > MAX_MEMO) {
                    throw new IllegalArgumentException("a memo has at most " + MAX_MEMO + " bytes");
                }
                try {
                    deliveries.remember(delivery.id(), word);
                    memo = Optional.of(word);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private void letGo() {
        sink.ifPresent(open -> {
            try {
                open.close();
            } catch (IOException | RuntimeException | Error e) {
                log.warn("sink {} did not close well: {}", config.name(), e.toString());
            }
        });
        sink = Optional.empty();
    }

    /** Begins no further delivery; does not wait. */
    void stopSoon() {
        stopping = true;
        stop.countDown();
        work.release();
    }

    /** What is not paid stays owed. Waits at most until {@code letThrough}, then a second more. */
    void close(Moment letThrough) {
        stopSoon();
        try {
            // A call that is about to succeed is let through, or it would be made twice.
            thread.join(Math.max(1, letThrough.since(clock.now()).toMillis()));
            thread.interrupt();
            thread.join(Math.max(
                    1, letThrough.plus(AFTER_INTERRUPT).since(clock.now()).toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
