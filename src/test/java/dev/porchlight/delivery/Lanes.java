package dev.porchlight.delivery;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.api.Alert;
import dev.porchlight.config.ConfigException;
import dev.porchlight.config.ConfigFile;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.config.SinkConfig;
import dev.porchlight.health.Health;
import dev.porchlight.library.Delivery;
import dev.porchlight.library.Ending;
import dev.porchlight.library.Library;
import dev.porchlight.library.Taking;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import dev.porchlight.plugin.Jars;
import dev.porchlight.plugin.Plugins;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** Real lanes, under a clock that stands until it is moved, with far sides that answer as the test says. */
final class Lanes implements AutoCloseable {
    /** What an answer begins with is how: ok, later, never, broken, or the seconds of a Retry-After. */
    private static final String DELIVER = """
            String said = ((java.util.function.BiFunction<String, Alert, String>)
                    System.getProperties().get(settings.text("folder"))).apply(context.sink(), alert);
            String how = said.substring(0, said.indexOf(' '));
            String words = said.substring(how.length() + 1);
            switch (how) {
                case "ok": return new Receipt(words);
                case "later": throw new java.io.IOException(words);
                case "never": throw new UndeliverableException(words);
                case "broken": throw new SinkBrokenException(words);
                default: throw new RetryAfterException(words, java.time.Duration.ofSeconds(Long.parseLong(how)));
            }""";

    private static final String CLOSE = """
            public void close() {
                ((java.util.function.Consumer<String>)
                        System.getProperties().get(settings.text("folder") + " closes")).accept(context.sink());
            }""";

    private static final long MOMENT = 20_000;

    final Health health;
    Library library;
    Outbox outbox;
    volatile Instant now = Instant.parse("2026-11-26T12:00:00Z");

    /** By sink. */
    volatile Function<String, String> answer = sink -> "ok fine";

    /** What a sink does when it is closed. */
    volatile Consumer<String> closing = sink -> {};

    /** How often it was killed. */
    final AtomicInteger kills = new AtomicInteger();

    final Queue<Heard> heard = new ConcurrentLinkedQueue<>();

    private final Path folder;
    private HouseConfig config;
    private final HouseClock clock = new HouseClock(() -> now, () -> nanos(), "boot", false);
    private volatile Duration putBack = Duration.ZERO;

    /** What a far side was told, and after how many kills. */
    record Heard(String sink, Alert alert, Instant at, int run) {}

    /** @param sinks each a name, and its other keys */
    Lanes(Path folder, String... sinks) throws Exception {
        this.folder = folder;
        this.health = new Health(clock);
        Jars.make(
                folder.resolve("plugins/far.jar"),
                Jars.factory("far", DELIVER).replace("public void close() {}", CLOSE),
                Map.of());
        config = parse(sinks);
        BiFunction<String, Alert, String> farSide = (sink, alert) -> {
            String said = answer.apply(sink);
            heard.add(new Heard(sink, alert, now, kills.get()));
            return said;
        };
        System.getProperties().put(folder.toString(), farSide);
        Consumer<String> closes = sink -> closing.accept(sink);
        System.getProperties().put(folder + " closes", closes);
        open();
    }

    private HouseConfig parse(String... sinks) throws ConfigException {
        StringBuilder yaml =
                new StringBuilder("home: {time_zone: Europe/Berlin}\ndata: " + folder.resolve("data") + "\nsinks:\n");
        for (String sink : sinks) {
            yaml.append("  - {name: " + sink + ", type: far, folder: '" + folder + "'}\n");
        }
        return ConfigFile.parse(yaml.toString(), Path.of("x.yaml"), Map.of());
    }

    /** The configuration is changed while it runs. */
    void goBy(String... sinks) throws ConfigException {
        config = parse(sinks);
        outbox.goBy(config);
        settle();
    }

    private long nanos() {
        return now.plus(putBack).toEpochMilli() * 1_000_000;
    }

    void open() throws Exception {
        library = new Library(
                config.data(), Optional.empty(), config.home().timeZone(), config.retention(), clock, health);
        Plugins plugins = new Plugins(List.of(folder.resolve("plugins")), health);
        plugins.load();
        outbox = new Outbox(config, library, library.deliveries(), plugins, clock, health);
        library.start(outbox);
        outbox.start();
        settle();
    }

    Visit take() throws IOException {
        Visit visit = takeOnly();
        settle();
        return visit;
    }

    /** Waits for no lane. */
    Visit takeOnly() throws IOException {
        return library.take(new Taking(
                VisitId.create(),
                "t",
                Optional.of("door"),
                "front",
                clock.now(),
                true,
                "motion",
                OptionalInt.of(1_120),
                Optional.empty(),
                Optional.of("no camera")));
    }

    void finish(Visit visit) throws IOException {
        library.finish(visit.id(), new Ending(now, OptionalInt.empty(), List.of()));
        settle();
    }

    /** In order. */
    void restart() throws Exception {
        outbox.close();
        library.close();
        open();
    }

    /**
     * As a kill would end it: each sink is in the middle of taking an alert, and what it answers is never noted.
     */
    void kill() throws Exception {
        CountDownLatch under = new CountDownLatch(config.sinks().size());
        CountDownLatch gone = new CountDownLatch(1);
        Function<String, String> before = answer;
        answer = sink -> {
            under.countDown();
            try {
                gone.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return before.apply(sink);
        };
        now = now.plusSeconds(1);
        outbox.wakeUp();
        assertTrue(under.await(30, TimeUnit.SECONDS), "a lane has nothing to do");
        library.close();
        gone.countDown();
        outbox.close();
        kills.incrementAndGet();
        answer = before;
        open();
    }

    /** At all sinks together. */
    int waiting() throws IOException {
        int waiting = 0;
        for (SinkConfig sink : config.sinks()) {
            waiting += library.deliveries().waiting(sink.name());
        }
        return waiting;
    }

    /** Moves both clocks, and waits until the lanes did what there was to do. */
    void pass(Duration time) {
        now = now.plus(time);
        settle();
    }

    void putClockBack(Duration by) {
        putBack = putBack.plus(by);
        now = now.minus(by);
        settle();
    }

    void settle() {
        outbox.wakeUp();
        while (!outbox.isSettled()) {
            LockSupport.parkNanos(MOMENT); // the lanes have better use for the processor
            assertFalse(Thread.currentThread().isInterrupted(), "a lane is never done");
        }
    }

    Delivery delivery(Visit visit, String sink) throws IOException {
        return library.deliveries().ofVisit(visit).stream()
                .filter(delivery -> delivery.sink().equals(sink))
                .findFirst()
                .orElseThrow();
    }

    List<String> heardBy(String sink) {
        return heard.stream()
                .filter(one -> one.sink().equals(sink))
                .map(one -> one.alert().type()
                        + one.alert().visit().map(visit -> " " + visit.id()).orElse(""))
                .toList();
    }

    String words(String part) {
        return health.conditions().stream()
                .filter(c -> c.part().equals(part))
                .findFirst()
                .map(c -> c.state().word() + ": " + c.words())
                .orElse("");
    }

    @Override
    public void close() throws IOException {
        outbox.close();
        library.close();
        System.getProperties().remove(folder.toString());
        System.getProperties().remove(folder + " closes");
    }
}
