package dev.porchlight.board;

import dev.porchlight.board.Heard.Ack;
import dev.porchlight.board.Heard.Bad;
import dev.porchlight.board.Heard.Cleared;
import dev.porchlight.board.Heard.Fault;
import dev.porchlight.board.Heard.Hello;
import dev.porchlight.board.Heard.Refusal;
import dev.porchlight.board.Heard.Told;
import dev.porchlight.config.BoardConfig;
import dev.porchlight.config.VisitsConfig;
import dev.porchlight.health.Condition.State;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is said over a board's line from one opening of it to its end. Used by the board's thread. */
final class Conversation {
    private static final Logger log = LoggerFactory.getLogger(Conversation.class);
    private static final Duration SILENT = Duration.ofSeconds(5);
    private static final Duration REOPEN = Duration.ofSeconds(30);

    private final BoardConfig config;
    private final Supplier<VisitsConfig> visits;
    private final Link link;
    private final BoardState before;
    private final Tuning tuning;
    private final Steadiness steadiness;
    private final HouseClock clock;
    private final Consumer<Reading> readings;
    private final LightRule light;
    private final LineDecoder decoder = new LineDecoder(this::line);
    private final byte[] buffer = new byte[4_096];
    private Moment readAt;
    private Moment quietSince;
    private Optional<Moment> heardAt;
    private final Faults faults = new Faults();
    private final List<Wish> asked = new ArrayList<>();
    private Optional<Introduction> introduction;
    private Optional<String> firmware = Optional.empty();
    private SortedMap<String, String> settings;
    private int protocol = PorchlightDialect.PROTOCOL;
    private boolean isSilent;
    private long bytesSinceHeard;
    private Optional<VisitsConfig> toldRange = Optional.empty();
    private long goodLines;
    private long badLines;

    /** @param before how the board was, whose lines are counted on */
    Conversation(
            BoardConfig config,
            Supplier<VisitsConfig> visits,
            Link link,
            BoardState before,
            Tuning tuning,
            Steadiness steadiness,
            HouseClock clock,
            LightRule light,
            Consumer<Reading> readings) {
        this.config = config;
        this.visits = visits;
        this.link = link;
        this.before = before;
        this.tuning = tuning;
        this.steadiness = steadiness;
        this.clock = clock;
        this.readings = readings;
        this.light = light;
        this.readAt = clock.now();
        this.quietSince = readAt;
        this.heardAt = before.lastHeard();
        this.introduction = before.hello();
        this.settings = before.settings();
    }

    /** Waits a moment for what the board says, and obeys it. */
    void listen() throws IOException {
        int count = link.read(buffer);
        readAt = clock.now();
        bytesSinceHeard += count;
        decoder.feed(buffer, count);
        passTo(readAt);
    }

    /** Whether it was silent for so long that its line is better opened anew. */
    boolean isDead() {
        return readAt.since(quietSince).compareTo(REOPEN) >= 0;
    }

    BoardState state() {
        return new BoardState(
                Optional.of(link.port()),
                tuning.dialect().isPresent() ? OptionalInt.of(tuning.baud()) : OptionalInt.empty(),
                tuning.dialect().map(Dialect::name),
                introduction,
                settings,
                heardAt,
                before.goodLines() + goodLines,
                before.badLines() + badLines + decoder.refused());
    }

    /** Tells the board what somebody waits for; nothing before it is known to understand it. */
    void ask(Queue<Wish> wishes) {
        if (tuning.dialect().filter(PorchlightDialect.class::isInstance).isPresent()) {
            for (Wish wish = wishes.poll(); wish != null; wish = wishes.poll()) {
                asked.add(wish);
                write(wish.line());
            }
        }
        asked.removeIf(Wish::isOver);
    }

    private void passTo(Moment now) throws IOException {
        tuning.dialect().flatMap(dialect -> dialect.passTo(now)).ifPresent(readings);
        if (tuning.moveOn(now)) {
            link.setBaud(tuning.baud());
            decoder.startOver();
        }
        if (!isSilent && now.since(quietSince).compareTo(SILENT) >= 0) {
            isSilent = true;
            tuning.forget();
            steadiness.tell(now, State.WARNING, silence());
        }
        light.passTo(now).ifPresent(this::switchLight);
        steadiness.passTo(now);
    }

    private void switchLight(boolean isOn) {
        if (tuning.dialect().filter(PorchlightDialect.class::isInstance).isPresent()) {
            write(PorchlightDialect.light(isOn));
        }
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
            log.debug("board {}: {} ({})", config.name(), line, bad.reason());
            return;
        }
        boolean isNews = goodLines == 0 || isSilent;
        goodLines++;
        heardAt = Optional.of(readAt);
        quietSince = readAt;
        bytesSinceHeard = 0;
        isSilent = false;
        obey(heard, isNews);
    }

    private void obey(Heard heard, boolean isNews) {
        if (heard instanceof Hello hello) {
            greet(hello, isNews);
            return;
        }
        boolean isChanged = isNews;
        if (heard instanceof Told told) {
            light.on(told.reading()).ifPresent(this::switchLight);
            readings.accept(told.reading());
            isChanged |= faults.endRetelling();
        } else if (heard instanceof Fault fault) {
            isChanged |= faults.told(fault);
        } else if (heard instanceof Cleared cleared) {
            isChanged |= faults.cleared(cleared.code());
        } else if (heard instanceof Refusal refusal) {
            refuse(refusal);
        } else if (heard instanceof Ack ack) {
            keep(ack);
        }
        if (isChanged) {
            tellHowItIs();
        }
    }

    private void keep(Ack ack) {
        log.debug("board {} keeps {}={}", config.name(), ack.key(), ack.value());
        if (Setting.find(ack.key()).isEmpty()) {
            return; // the light is switched, not kept
        }
        SortedMap<String, String> all = new TreeMap<>(settings);
        all.put(ack.key(), ack.value());
        settings = Collections.unmodifiableSortedMap(all);
        asked.removeIf(wish -> wish.grant(ack.key(), ack.value()));
        if (ack.key().equals(Setting.BAUD.key()) && !ack.value().equals(Integer.toString(tuning.baud()))) {
            tuning.forget(); // from now on it speaks at the other speed
        }
    }

    private void refuse(Refusal refusal) {
        log.warn("board {} refuses {}: {}", config.name(), refusal.key(), refusal.reason());
        asked.stream().filter(wish -> wish.isOf(refusal.key())).forEach(wish -> wish.refuse(refusal.reason()));
    }

    private void greet(Hello hello, boolean isNews) {
        boolean isChanged = protocol != hello.protocol() || !firmware.equals(Optional.of(hello.firmware()));
        firmware = Optional.of(hello.firmware());
        protocol = hello.protocol();
        introduction = Optional.of(new Introduction(
                protocol, hello.firmware(), hello.name(), Duration.ofMillis(hello.uptimeMs()), readAt));
        steadiness.greeted(readAt, hello);
        faults.greeted();
        light.forget();
        if (isNews || isChanged) {
            tellHowItIs();
        }
        tellRange(visits.get());
        write(PorchlightDialect.askSettings());
    }

    private void tellRange(VisitsConfig rules) {
        toldRange = Optional.of(rules);
        write(PorchlightDialect.set("range_min_cm", Integer.toString(rules.rangeMinCm())));
        write(PorchlightDialect.set("range_max_cm", Integer.toString(rules.rangeMaxCm())));
    }

    /** A board that has said hello goes by the range of other rules at once. */
    void tellRangeIfChanged() {
        VisitsConfig rules = visits.get();
        if (toldRange
                .filter(told -> told.rangeMinCm() != rules.rangeMinCm() || told.rangeMaxCm() != rules.rangeMaxCm())
                .isPresent()) {
            tellRange(rules);
        }
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
            log.debug("board {} cannot be told", config.name(), e);
        }
    }

    private void tellHowItIs() {
        Optional<String> trouble = protocol == PorchlightDialect.PROTOCOL
                ? faults.words()
                : Optional.of("it speaks version " + protocol + " of the wire format, this porchlight version "
                        + PorchlightDialect.PROTOCOL + "; flash the firmware that came with it");
        steadiness.tell(
                readAt,
                trouble.isPresent() ? State.WARNING : State.OK,
                trouble.orElseGet(() -> "heard on " + link.port() + " at " + tuning.baud() + " baud, "
                        + tuning.dialect().orElseThrow().name()
                        + firmware.map(version -> " firmware " + version).orElse(" dialect")));
    }
}
