package dev.porchlight.delivery;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Receipt;
import dev.porchlight.api.RetryAfterException;
import dev.porchlight.api.Settings;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.SinkContext;
import dev.porchlight.api.UndeliverableException;
import dev.porchlight.config.ConfigException;
import dev.porchlight.config.SinkConfig;
import dev.porchlight.health.Condition.State;
import dev.porchlight.health.Health;
import dev.porchlight.health.Metrics.OfSink;
import dev.porchlight.health.VitalThread;
import dev.porchlight.library.Deliveries;
import dev.porchlight.library.Delivery;
import dev.porchlight.plugin.Plugin;
import dev.porchlight.plugin.Plugins;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Pays what is owed to one sink, one alert at a time, on the thread {@code sink-<name>}. Whatever the sink does, no other
 * lane waits for it.
 */
final class Lane {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final Duration LOOK_EACH = Duration.ofMinutes(10);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(2);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

    /** What happened so recently did not wait. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    /** Less is the clock being set right, as it is all the time. */
    private static final Duration CLOCK_STEP = Duration.ofMinutes(1);

    private final Deliveries deliveries;
    private final AlertMaker alerts;
    private final Plugins plugins;
    private final ScheduledExecutorService timer;
    private final HouseClock clock;
    private final Health health;
    private final OfSink counts;
    private final AtomicReference<Terms> newTerms = new AtomicReference<>();
    private final Gate gate = new Gate();
    private final Semaphore work = new Semaphore(0);
    private final AtomicLong calls = new AtomicLong();
    private final Map<Long, CompletableFuture<Delivery>> tests = new ConcurrentHashMap<>();
    private volatile long heard;
    private volatile boolean changed;
    private volatile Optional<Instant> nextTry = Optional.empty();
    private final Thread thread;
    private volatile boolean stopping;

    /** As the configuration says; the lane's thread may still have earlier ones in use. */
    private Terms terms;

    private volatile boolean isRetired;

    private volatile SinkConfig config;
    private SinkContext context;
    private Quiet quiet;
    private SinkCall call;
    private Optional<Sink> sink = Optional.empty();
    private Optional<Plugin> plugin = Optional.empty();
    private Optional<Moment> lastLook = Optional.empty();
    private Optional<Moment> lastTrim = Optional.empty();
    private String lastWords = "";

    /** What the owner says of a sink, and what a plugin is told of the house. */
    private record Terms(SinkConfig config, SinkContext context) {
        private boolean saysTheSame(Terms other) {
            return config.equals(other.config)
                    && context.host().equals(other.context.host())
                    && context.zone().equals(other.context.zone())
                    && context.publicUrl().equals(other.context.publicUrl());
        }
    }

    Lane(
            SinkConfig config,
            Deliveries deliveries,
            AlertMaker alerts,
            Plugins plugins,
            SinkContext context,
            ScheduledExecutorService timer,
            HouseClock clock,
            Health health) {
        this.deliveries = deliveries;
        this.alerts = alerts;
        this.plugins = plugins;
        this.timer = timer;
        this.clock = clock;
        this.health = health;
        this.counts = health.metrics().sink(config.name());
        this.terms = new Terms(config, context);
        take(terms);
        this.thread = new VitalThread(this::run, "sink-" + config.name());
    }

    void start() {
        thread.start();
    }

    private void take(Terms now) {
        config = now.config();
        context = now.context();
        quiet = new Quiet(config, context.zone(), deliveries.heldBack());
        call = new SinkCall(config.timeLimit(), deliveries, timer, clock, this::tellItHangs, () -> stopping);
    }

    /** Opens the sink of this name anew if another configuration has it otherwise; what goes on ends first. */
    void goBy(SinkConfig asItIsNow, SinkContext houseAsItIsNow) {
        Terms now = new Terms(asItIsNow, houseAsItIsNow);
        if (!now.saysTheSame(terms)) {
            terms = now;
            newTerms.set(now);
            tryNow();
        }
    }

    void wakeUp() {
        calls.incrementAndGet();
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    /** Somebody changed something, or wants to know: it is tried now, whatever its gate says. */
    void tryNow() {
        changed = true;
        wakeUp();
    }

    /** The same, and what becomes of this test. */
    CompletableFuture<Delivery> tryNow(Delivery test) {
        CompletableFuture<Delivery> answer = new CompletableFuture<>();
        changed = true;
        tests.put(test.id(), answer);
        wakeUp();
        return answer;
    }

    /** When something is tried next, if something waits. */
    Optional<Instant> nextTry() {
        return nextTry;
    }

    private Duration nextTryIn(Duration pause) {
        nextTry = Optional.of(clock.now().wall().plus(pause));
        return pause;
    }

    String name() {
        return config.name();
    }

    String type() {
        return config.type();
    }

    /** Whether it did all there was to do when it was woken last. For a test that moves the clock. */
    boolean isSettled() {
        return heard == calls.get();
    }

    private String part() {
        return "sink " + config.name();
    }

    /** One that was taken out of the configuration says nothing more, whatever of it still hangs. */
    private void tell(State state, String words) {
        if (!isRetired) {
            health.tell(part(), state, words);
        }
    }

    private void tellItHangs() {
        tell(
                State.FAILED,
                "it hangs and does not let itself be interrupted; its alerts wait until porchlight starts anew");
    }

    private void run() {
        while (!stopping) {
            try {
                long before = calls.get();
                Set<Long> asked = Set.copyOf(tests.keySet());
                Duration pause = runOnce();
                answer(asked);
                heard = before;
                if (work.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    work.drainPermits();
                }
            } catch (InterruptedException e) {
                // Unless it means stop, it is a time limit that ran out just as the call came back.
                log.debug("sink {} was interrupted", config.name(), e);
            }
        }
        letGo();
        tests.values().forEach(answer -> answer.cancel(false));
    }

    /** A test that could not even be tried is given up: whoever asked wants to know now. */
    private void answer(Set<Long> asked) {
        for (Long id : asked) {
            CompletableFuture<Delivery> answer = tests.remove(id);
            try {
                Optional<Delivery> now = deliveries.book().find(id);
                if (now.isPresent() && now.get().state() == Delivery.State.PENDING) {
                    deliveries.giveUp(now.get(), lastWords);
                    now = deliveries.book().find(id);
                }
                now.ifPresent(answer::complete);
            } catch (IOException e) {
                answer.completeExceptionally(e);
            }
        }
    }

    /** Says how long there is nothing to do. */
    private Duration runOnce() throws InterruptedException {
        try {
            return pay();
        } catch (SinkBrokenException e) {
            lastWords = Thrown.words(e);
            tell(State.FAILED, lastWords + "; it is tried again hourly");
            letGo();
            // Not opened by new alerts: a refused password must not be tried with each visit.
            gate.broken(clock.now());
            return nextTryIn(gate.left(clock.now()));
        } catch (IOException | RuntimeException e) {
            lastWords = Thrown.words(e);
            if (!stopping) {
                tell(State.WARNING, Thrown.words(e));
                log.debug("sink {}", config.name(), e);
            }
            return AFTER_TROUBLE;
        }
    }

    private Duration pay() throws IOException, SinkBrokenException, InterruptedException {
        lookAtClock();
        Terms now = newTerms.getAndSet(null);
        if (now != null) {
            letGo();
            take(now);
            deliveries.hurry(config.name());
        }
        if (changed) {
            changed = false;
            gate.open();
        }
        // Refused while the library's disk is away: then no sink may make its folder in the place where it was.
        trimIfTime();
        while (!stopping && newTerms.get() == null) {
            counts.owed().set(deliveries.waiting(name()));
            Duration closed = gate.left(clock.now());
            if (!closed.isZero()) {
                return nextTryIn(closed);
            }
            if (!isOpen()) {
                return gate.left(clock.now()).isZero() ? LOOK_EACH : gate.left(clock.now());
            }
            quiet.gatherIfTime(clock.now().wall());
            Optional<Delivery> due = deliveries.nextDue(config.name());
            if (due.isEmpty()) {
                return untilNext();
            }
            if (quiet.holds(due.get(), clock.now().wall())) {
                continue;
            }
            Duration gap = isFresh(due.get()) ? Duration.ZERO : gate.leftOfGap(clock.now());
            if (!gap.isZero()) {
                return nextTryIn(gap);
            }
            deliver(due.get());
        }
        return Duration.ZERO;
    }

    private boolean isFresh(Delivery delivery) {
        return delivery.asked()
                || Duration.between(delivery.at(), clock.now().wall()).compareTo(FRESH) < 0;
    }

    private Duration untilNext() throws IOException {
        Optional<Duration> until = Stream.of(
                        deliveries.untilNextDue(config.name()),
                        deliveries.heldBack().untilDigest(config.name()))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
        until.ifPresent(this::nextTryIn);
        return until.filter(pause -> pause.compareTo(LOOK_EACH) < 0).orElse(LOOK_EACH);
    }

    /** A wall clock that was put back would make everything wait for so much longer. */
    private void lookAtClock() throws IOException {
        Moment now = clock.now();
        if (lastLook.isEmpty()) {
            // A restart is a reason to try again; and the clock may have been wrong until now.
            deliveries.hurry(config.name());
        } else {
            Duration back = Duration.between(
                    now.wall(), lastLook.get().plus(now.since(lastLook.get())).wall());
            if (back.compareTo(CLOCK_STEP) > 0) {
                deliveries.clockWasPutBack(config.name(), back, Backoff.LONGEST);
            }
        }
        lastLook = Optional.of(now);
    }

    private void trimIfTime() throws IOException {
        Moment now = clock.now();
        if (lastTrim.isEmpty() || now.since(lastTrim.get()).compareTo(LOOK_EACH) > 0) {
            counts.givenUp().add(deliveries.trim(config.name()));
            lastTrim = Optional.of(now);
        }
    }

    /** Opens the sink if it is not. */
    private boolean isOpen() throws SinkBrokenException, InterruptedException {
        if (sink.isPresent() && isOfThePluginOfNow()) {
            return true;
        }
        letGo();
        plugin = plugins.ofType(config.type());
        if (plugin.isEmpty()) {
            lastWords = "no plugin makes sinks of type " + config.type()
                    + "; its alerts wait. Put the plugin's jar into the plugins folder";
            tell(State.FAILED, lastWords);
            return false;
        }
        try {
            deliveries.waiting(config.name());
            Settings settings = plugin.get().check(config.keys());
            Files.createDirectories(context.folder());
            sink = Optional.of(plugins.open(plugin.get(), settings, context));
            tell(State.OK, "ready");
            return true;
        } catch (ConfigException e) {
            throw new SinkBrokenException(e.getMessage(), e);
        } catch (IOException e) {
            log.debug("sink {}", config.name(), e);
            gate.pause(clock.now(), AFTER_TROUBLE);
            lastWords = "it cannot be opened: " + Thrown.words(e);
            tell(State.WARNING, lastWords);
            return false;
        }
    }

    /** Another jar may have taken its place, or none. */
    private boolean isOfThePluginOfNow() {
        return plugins.ofType(config.type()).stream()
                .anyMatch(now -> now.loader() == plugin.orElseThrow().loader());
    }

    private void deliver(Delivery delivery) throws IOException, SinkBrokenException, InterruptedException {
        int number = delivery.tries() + 1;
        Alert alert = alerts.of(delivery);
        if (delivery.tries() == 0 && isFresh(delivery)) {
            deliveries.tryingAtOnce(delivery); // a person at the door does not wait for the card
        } else {
            deliveries.trying(delivery);
        }
        gate.tried(clock.now());
        try {
            Receipt receipt =
                    call.deliver(sink.orElseThrow(), plugin.orElseThrow().loader(), alert, delivery, number);
            note(() -> deliveries.delivered(delivery, receipt.words()));
            // The diary tells of a visit's.
            log.atLevel(delivery.visit().isPresent() ? Level.DEBUG : Level.INFO)
                    .log("{} delivered to {}: {}", what(delivery), config.name(), receipt.words());
            count(delivery);
            tell(State.OK, "ready");
            theFarSideAnswered();
        } catch (UndeliverableException e) {
            giveUp(delivery, Thrown.words(e));
            theFarSideAnswered();
        } catch (RetryAfterException e) {
            Duration pause = Backoff.after(number, e.after());
            gate.pause(clock.now(), pause);
            tryLater(delivery, pause, Thrown.words(e));
        } catch (SinkBrokenException e) {
            deliveries.postpone(delivery, clock.now().wall(), Thrown.words(e));
            throw e;
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) { // languages other than Java throw also what is not declared
            log.debug("sink {}", config.name(), e);
            gate.failed(clock.now());
            String words = e instanceof IOException io ? Thrown.words(io) : "the plugin failed: " + Thrown.named(e);
            tryLater(delivery, Backoff.after(number), words);
        }
    }

    private void count(Delivery delivery) {
        counts.delivered().increment();
        Moment now = clock.now();
        if (delivery.type().equals(Alert.VISIT_FINISHED)) {
            counts.finished().took(Duration.between(delivery.at(), now.wall()));
        } else if (delivery.type().equals(Alert.VISIT_STARTED)) {
            // Of an earlier start of the machine there is only the wall clock.
            delivery.visit().ifPresent(visit -> counts.started()
                    .took(
                            visit.bootId().equals(clock.bootId())
                                    ? Duration.ofNanos(now.nanos() - visit.nanos())
                                    : Duration.between(visit.start(), now.wall())));
        }
    }

    private static String what(Delivery delivery) {
        return delivery.type()
                + delivery.visit().map(visit -> " of visit " + visit.id()).orElse("");
    }

    private void theFarSideAnswered() throws IOException {
        if (gate.answered()) {
            deliveries.hurry(config.name());
        }
    }

    private interface Note {
        void write() throws IOException;
    }

    /** The sink has the alert: as long as the disk does not take this note, nothing else is sent, or it would come twice. */
    private void note(Note note) throws InterruptedException {
        while (true) {
            try {
                note.write();
                return;
            } catch (IOException e) {
                if (stopping) {
                    log.warn("a delivery to {} could not be noted and will come twice", config.name(), e);
                    return;
                }
                tell(State.WARNING, "an alert arrived, but that cannot be noted: " + Thrown.words(e));
                work.tryAcquire(AFTER_TROUBLE.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void tryLater(Delivery delivery, Duration pause, String words) throws IOException {
        Instant now = clock.now().wall();
        Duration sinceFirst = Duration.between(delivery.first().orElse(now), now);
        boolean isOver = clock.isSet()
                && Backoff.isOver(
                        delivery.tries() + 1, sinceFirst, plugin.orElseThrow().tryFor());
        // A test is asked now; its answer is of no use in an hour.
        if (isOver || delivery.type().equals(Alert.TEST)) {
            giveUp(delivery, words);
        } else {
            deliveries.postpone(delivery, now.plus(pause), words);
        }
        tell(State.WARNING, "alerts wait: " + words);
    }

    private void giveUp(Delivery delivery, String words) throws IOException {
        deliveries.giveUp(delivery, words);
        counts.givenUp().increment();
        log.warn("{} given up for {}: {}", what(delivery), config.name(), words);
    }

    private void letGo() {
        sink.ifPresent(open -> call.close(open, plugin.orElseThrow().loader(), config.name()));
        sink = Optional.empty();
    }

    /** Taken out of the configuration: what it still owes is given up by its {@link Outbox}, and nobody hears of it. */
    void retire(Moment letThrough) {
        isRetired = true;
        close(letThrough);
        health.forget(part());
        health.metrics().forgetSink(name());
    }

    /** Begins no further delivery; does not wait. */
    void stopSoon() {
        stopping = true;
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
