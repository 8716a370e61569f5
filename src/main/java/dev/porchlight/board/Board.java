package dev.porchlight.board;

import dev.porchlight.board.Heard.Ack;
import dev.porchlight.board.Heard.Bad;
import dev.porchlight.board.Heard.Fault;
import dev.porchlight.board.Heard.Hello;
import dev.porchlight.board.Heard.Refusal;
import dev.porchlight.board.Heard.Told;
import dev.porchlight.config.BoardConfig;
import dev.porchlight.config.VisitsConfig;
import dev.porchlight.health.Condition.State;
import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One board that is listened to for as long as the host runs, on the thread {@code board-<name>}. A board that is away is
 * looked for again and again; a board that is silent is told of.
 */
public final class Board implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Board.class);
    private static final Duration SILENT = Duration.ofSeconds(5);
    private static final Duration REOPEN = Duration.ofSeconds(30);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    /** With the 1.5 s an Uno takes to start and the 1 s to its next report, a board is heard 5 s after it is back. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private static final long STOP_SECONDS = 5;

    private final BoardConfig config;
    private final VisitsConfig visits;
    private final LinkOpener opener;
    private final HouseClock clock;
    private final Steadiness steadiness;
    private final Consumer<Reading> readings;
    private final Tuning tuning;
    private final LineDecoder decoder = new LineDecoder(this::line);
    private final Thread thread;
    private volatile boolean stopping;
    private volatile Optional<Reading> latest = Optional.empty();
    private volatile BoardState state = new BoardState(
            Optional.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0, 0);

    private Link link;
    private Moment readAt;
    private Moment quietSince;
    private Optional<Moment> heardAt = Optional.empty();
    private Optional<String> firmware = Optional.empty();
    private boolean isLost;
    private boolean isHeard;
    private boolean isSilent;
    private long bytesSinceHeard;
    private long goodLines;
    private long badLines;

    public Board(
            BoardConfig config,
            VisitsConfig visits,
            LinkOpener opener,
            HouseClock clock,
            Health health,
            Consumer<Reading> readings) {
        this(config, visits, opener, clock, health, readings, Tuning.WINDOW);
    }

    Board(
            BoardConfig config,
            VisitsConfig visits,
            LinkOpener opener,
            HouseClock clock,
            Health health,
            Consumer<Reading> readings,
            Duration window) {
        this.config = config;
        this.visits = visits;
        this.opener = opener;
        this.clock = clock;
        this.steadiness = new Steadiness("board " + config.name(), health);
        this.readings = readings;
        this.tuning = new Tuning(config, window);
        this.thread = new Thread(this::run, "board-" + config.name());
    }

    public void start() {
        thread.setDaemon(true);
        thread.start();
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

    private void run() {
        Duration pause = FIRST_PAUSE;
        boolean brokeDown = false;
        while (!stopping) {
            long before = goodLines;
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
                tell(Optional.empty());
            }
            pause = goodLines > before && !brokeDown ? FIRST_PAUSE : longer(pause);
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
        decoder.startOver();
        steadiness.opened();
        firmware = Optional.empty();
        isHeard = false;
        isSilent = false;
        bytesSinceHeard = 0;
        byte[] buffer = new byte[4_096];
        try (Link opened = opener.open(tuning.baud())) {
            isLost = false;
            link = opened;
            readAt = clock.now();
            quietSince = readAt;
            tell(Optional.of(opened.port()));
            while (!stopping && readAt.since(quietSince).compareTo(REOPEN) < 0) {
                int count = opened.read(buffer);
                readAt = clock.now();
                bytesSinceHeard += count;
                decoder.feed(buffer, count);
                tell(Optional.of(opened.port()));
                passTo(readAt);
            }
        }
    }

    private void passTo(Moment now) throws IOException {
        tuning.dialect().flatMap(dialect -> dialect.passTo(now)).ifPresent(this::say);
        if (tuning.moveOn(now)) {
            link.setBaud(tuning.baud());
            decoder.startOver();
        }
        if (!isSilent && now.since(quietSince).compareTo(SILENT) >= 0) {
            isSilent = true;
            tuning.forget();
            steadiness.tell(now, State.WARNING, silence());
        }
        steadiness.passTo(now);
    }

    private String silence() {
        String from = " came from " + link.port() + " for " + SILENT.toSeconds() + " s; ";
        if (bytesSinceHeard <= LineDecoder.MAX_LENGTH) {
            return "silent: nothing" + from + "press its reset button, check the cable, and flash its sketch anew";
        }
        return "silent: nothing understandable" + from
                + (config.baud().isPresent()
                        ? "set 'baud: auto', for it may not speak at " + tuning.baud() + " baud"
                        : "check its sketch, or set 'baud' and 'dialect'");
    }

    private void line(String line) {
        if (tuning.dialect().isEmpty()) {
            if (!tuning.recognizes(line, readAt)) {
                badLines++;
                return;
            }
            askHello();
        }
        Heard heard = tuning.dialect().orElseThrow().read(line, readAt);
        if (heard instanceof Bad bad) {
            badLines++;
            log.debug("board {}: {} ({})", name(), line, bad.reason());
            return;
        }
        boolean isNews = !isHeard || isSilent;
        goodLines++;
        heardAt = Optional.of(readAt);
        quietSince = readAt;
        bytesSinceHeard = 0;
        isHeard = true;
        isSilent = false;
        obey(heard, isNews);
    }

    private void obey(Heard heard, boolean isNews) {
        if (heard instanceof Hello hello) {
            greet(hello, isNews);
            return;
        }
        if (heard instanceof Told told) {
            say(told.reading());
        }
        if (isNews) {
            tellWell();
        }
        if (heard instanceof Fault fault) {
            steadiness.tell(readAt, State.WARNING, "the board says: " + fault.text() + " (fault " + fault.code() + ")");
        } else if (heard instanceof Refusal refusal) {
            log.warn("board {} refuses {}: {}", name(), refusal.key(), refusal.reason());
        } else if (heard instanceof Ack ack) {
            log.debug("board {} keeps {}={}", name(), ack.key(), ack.value());
        }
    }

    private void say(Reading reading) {
        latest = Optional.of(reading);
        readings.accept(reading);
    }

    private void greet(Hello hello, boolean isNews) {
        boolean isFirst = firmware.isEmpty();
        firmware = Optional.of(hello.firmware());
        steadiness.greeted(readAt, hello);
        if (hello.protocol() != PorchlightDialect.PROTOCOL) {
            steadiness.tell(
                    readAt,
                    State.WARNING,
                    "it speaks version " + hello.protocol() + " of the wire format, this porchlight version "
                            + PorchlightDialect.PROTOCOL + "; flash the firmware that came with it");
        } else if (isNews || isFirst) {
            tellWell();
        }
        write(PorchlightDialect.set("range_min_cm", visits.rangeMinCm()));
        write(PorchlightDialect.set("range_max_cm", visits.rangeMaxCm()));
    }

    private void askHello() {
        if (tuning.dialect().orElseThrow() instanceof PorchlightDialect) {
            write(PorchlightDialect.askHello());
        }
    }

    /** A board that cannot be told is still listened to; the line's end shows in the next read. */
    private void write(byte[] bytes) {
        try {
            link.write(bytes);
        } catch (IOException e) {
            log.debug("board {} cannot be told", name(), e);
        }
    }

    private void tellWell() {
        steadiness.tell(
                readAt,
                State.OK,
                "heard on " + link.port() + " at " + tuning.baud() + " baud, "
                        + tuning.dialect().orElseThrow().name()
                        + firmware.map(version -> " firmware " + version).orElse(" dialect"));
    }

    private void tell(Optional<String> port) {
        state = new BoardState(
                port,
                tuning.dialect().isPresent() ? OptionalInt.of(tuning.baud()) : OptionalInt.empty(),
                port.isPresent() ? tuning.dialect().map(Dialect::name) : Optional.empty(),
                firmware,
                heardAt,
                goodLines,
                badLines + decoder.refused());
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
