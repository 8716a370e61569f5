package dev.porchlight.board;

import dev.porchlight.config.BoardConfig;
import dev.porchlight.config.VisitsConfig;
import dev.porchlight.health.Condition.State;
import dev.porchlight.health.Health;
import dev.porchlight.health.VitalThread;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One board that is listened to for as long as the host runs, on the thread {@code board-<name>}. A board that is away is
 * looked for again and again; a board that is silent is told of.
 */
public final class Board implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Board.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    /** With the 1.5 s an Uno takes to start and the 1 s to its next report, a board is heard 5 s after it is back. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private static final long STOP_SECONDS = 5;

    /** More at once are refused: whoever asks waits for the answer. */
    private static final int MOST_WISHES = 16;

    /** Writing a setting into the EEPROM takes the board some 100 ms, and at 9600 baud its other lines go first. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

    private final BoardConfig config;
    private volatile VisitsConfig visits;
    private final LinkOpener opener;
    private final HouseClock clock;
    private final Steadiness steadiness;
    private final Predicate<Instant> isDark;
    private final Consumer<Reading> readings;
    private final Tuning tuning;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile Optional<Reading> latest = Optional.empty();
    private volatile BoardState state = new BoardState(
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Collections.emptySortedMap(),
            Optional.empty(),
            0,
            0);
    private final BlockingQueue<Wish> wishes = new ArrayBlockingQueue<>(MOST_WISHES);

    private boolean isLost;

    /** One whose light, if it is to be on after sunset only, stays off. */
    public Board(
            BoardConfig config,
            VisitsConfig visits,
            LinkOpener opener,
            HouseClock clock,
            Health health,
            Consumer<Reading> readings) {
        this(config, visits, opener, clock, health, at -> false, readings);
    }

    /** @param isDark whether the sun has set; asked when something moves and the light is wanted after sunset only */
    public Board(
            BoardConfig config,
            VisitsConfig visits,
            LinkOpener opener,
            HouseClock clock,
            Health health,
            Predicate<Instant> isDark,
            Consumer<Reading> readings) {
        this(config, visits, opener, clock, health, isDark, readings, Tuning.WINDOW);
    }

    Board(
            BoardConfig config,
            VisitsConfig visits,
            LinkOpener opener,
            HouseClock clock,
            Health health,
            Predicate<Instant> isDark,
            Consumer<Reading> readings,
            Duration window) {
        this.config = config;
        this.visits = visits;
        this.opener = opener;
        this.clock = clock;
        this.steadiness = new Steadiness("board " + config.name(), health);
        this.isDark = isDark;
        LongAdder count = health.metrics().readings(config.name());
        this.readings = readings.andThen(reading -> count.increment());
        this.tuning = new Tuning(config, window);
        this.thread = new VitalThread(this::run, "board-" + config.name());
    }

    public void start() {
        thread.start();
    }

    /** Tells the board the range of other rules, now if it is heard and each time it says hello. Safe on every thread. */
    public void goBy(VisitsConfig rules) {
        visits = rules;
    }

    public String name() {
        return config.name();
    }

    /** What it said last; empty before it said anything. Safe on every thread. */
    public Optional<Reading> latest() {
        return latest;
    }

    /** Safe on every thread. */
    public BoardState state() {
        return state;
    }

    /**
     * Sets a value that the board keeps, and waits until it says so. Safe on every thread.
     *
     * @throws IllegalArgumentException with a sentence: there is no such setting, or it cannot be that
     * @throws IOException with a sentence: the board is away or does not answer within 3 s
     */
    public void set(String key, String value) throws IOException, InterruptedException {
        Wish wish = new Wish(Setting.check(key, value), value);
        if (key.equals(Setting.BAUD.key())
                && config.baud().isPresent()
                && config.baud().getAsInt() != Integer.parseInt(value)) {
            throw new IllegalArgumentException("the configuration says baud: "
                    + config.baud().getAsInt() + " for board " + name() + "; write baud: auto there first");
        }
        if (state.port().isEmpty()) {
            throw new IOException("board " + name() + " is away; plug it in, and see porchlight firmware");
        }
        if (state.dialect().filter("classic"::equals).isPresent()) {
            throw new IOException("board " + name()
                    + " speaks the classic dialect, which has no settings; upload porchlight's firmware");
        }
        if (!wishes.offer(wish)) {
            throw new IOException("board " + name() + " has more settings to keep than it can; wait a moment");
        }
        wish.await(ANSWER_LIMIT, name());
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        boolean brokeDown = false;
        while (!stopping) {
            long before = state.goodLines();
            try {
                listen();
                brokeDown = false;
            } catch (IOException e) {
                brokeDown = false;
                tellAway(e);
            } catch (RuntimeException e) {
                if (!brokeDown) {
                    log.error("board {} broke down", name(), e);
                }
                brokeDown = true;
                steadiness.tell(
                        clock.now(),
                        State.FAILED,
                        "it broke down and is started again; that is a mistake in Porchlight, please report it: " + e);
            } finally {
                state = state.away();
            }
            pause = state.goodLines() > before && !brokeDown ? FIRST_PAUSE : longer(pause);
            try {
                if (!stopping) {
                    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void tellAway(IOException why) {
        if (stopping) {
            return;
        }
        if (state.port().isPresent()) {
            isLost = true;
            steadiness.lost(clock.now(), why.getMessage());
        } else if (isLost && why instanceof PortAwayException) {
            steadiness.passTo(clock.now());
        } else {
            steadiness.tell(clock.now(), State.FAILED, why.getMessage());
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    /** Opens the line and listens until it is gone, or was silent for so long that it is better opened anew. */
    private void listen() throws IOException {
        tuning.forget();
        steadiness.opened();
        try (Link link = opener.open(tuning.baud())) {
            isLost = false;
            Conversation conversation = new Conversation(
                    config,
                    () -> visits,
                    link,
                    state,
                    tuning,
                    steadiness,
                    clock,
                    new LightRule(config.light(), isDark),
                    this::say);
            state = conversation.state();
            while (!stopping && !conversation.isDead()) {
                conversation.ask(wishes);
                conversation.tellRangeIfChanged();
                conversation.listen();
                state = conversation.state();
            }
        }
    }

    private void say(Reading reading) {
        latest = Optional.of(reading);
        readings.accept(reading);
    }

    /** Lets go of the line; waits at most 5 s. */
    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
