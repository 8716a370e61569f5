package dev.porchlight.engine;

import dev.porchlight.board.Reading;
import dev.porchlight.config.VisitsConfig;
import dev.porchlight.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides from one board's readings when a visit opens and when it ends. Has no clock, thread or I/O: it is told
 * readings and that time passes, and answers with what changed. Used by one thread.
 *
 * <p>Three signals are watched: motion, somebody in range (two readings running), and a classic board's wish for a
 * picture. A visit that was cut at its full length <em>wears out</em> the signals that held it: a worn-out signal neither
 * opens a visit nor holds one open until it has been quiet once, so that a stuck sensor cannot make visits without end.
 */
final class VisitDetector {
    /** Motion and an in-range reading belong to one person if they lie this near each other. */
    private static final Duration TOGETHER = Duration.ofSeconds(10);

    /** Two in-range readings agree if they come this soon one after the other; an idle board ranges once a second. */
    private static final Duration AGREE = Duration.ofMillis(1_500);

    /** A busy day makes a visit a minute; a chattering sensor is held to this. */
    private static final int BURST = 60;

    private static final Duration ONE_MORE = Duration.ofSeconds(10);

    private VisitsConfig config;
    private long quiet;
    private final Signal motion = new Signal();
    private final Signal range = new Signal();
    private final Signal snap = new Signal();
    private boolean heardBefore;
    private long inRangeBefore;
    private boolean wasInRange;
    private Optional<Moment> opened = Optional.empty();
    private Moment lastActive;
    private int allowance = BURST;
    private long allowanceAt;
    private boolean limited;

    /** What a reading, or the passing of time, did. */
    sealed interface Change permits Opened, Closed {}

    /** A visit began: {@code at} the reading that completed the rule. */
    record Opened(Moment at, String why) implements Change {}

    /**
     * The visit is over.
     *
     * @param end the last moment anything held it open, or the cut
     */
    record Closed(Moment end, boolean cut) implements Change {}

    /** A signal that is on now and then, in monotonic nanoseconds. */
    private final class Signal {
        private boolean everOn;
        private boolean worn;
        private long lastOn;

        /** Whether it counts. */
        boolean on(long now) {
            worn &= now - lastOn < quiet;
            everOn = true;
            lastOn = now;
            return !worn;
        }

        /** What held this visit is worn out; what was seen of this person must not help to open the next visit. */
        void endOfVisit(long now) {
            worn = everOn && now - lastOn < quiet;
            everOn = worn;
        }

        boolean wasOnWithin(Duration time, long now) {
            return everOn && now - lastOn <= time.toNanos();
        }
    }

    VisitDetector(VisitsConfig config) {
        goBy(config);
    }

    /** Goes by other rules from now on; a visit that is open goes on by them. */
    final void goBy(VisitsConfig rules) {
        config = rules;
        quiet = rules.quiet().toNanos();
    }

    boolean isOpen() {
        return opened.isPresent();
    }

    /** Whether triggers are held back because there were far too many. */
    boolean isLimited() {
        return limited;
    }

    /** Takes a reading in, whose time never lies before the one told last. What changed comes in order. */
    List<Change> on(Reading reading) {
        Moment at = reading.at();
        List<Change> changes = new ArrayList<>(passTo(at));
        boolean seesMotion = reading.motion() && !reading.warmUp();
        boolean seesInRange = agrees(reading);
        if (!heardBefore) {
            heardBefore = true;
            return changes;
        }
        boolean holds = false;
        if (seesMotion) {
            holds |= motion.on(at.nanos()) && config.rule() != VisitsConfig.Rule.RANGE;
        }
        if (seesInRange) {
            holds |= range.on(at.nanos()) && config.rule() != VisitsConfig.Rule.MOTION;
        }
        if (reading.snap()) {
            holds |= snap.on(at.nanos());
        }
        if (holds && opened.isPresent()) {
            lastActive = at;
        } else if (holds) {
            open(at, seesMotion, seesInRange, reading.snap()).ifPresent(changes::add);
        }
        return changes;
    }

    /** Somebody is in range if this reading and the one measured before it both say so. */
    private boolean agrees(Reading reading) {
        if (!reading.ranged()) {
            return false;
        }
        boolean inRange = reading.distanceMm().isPresent()
                && reading.distanceMm().getAsInt() >= config.rangeMinCm() * 10
                && reading.distanceMm().getAsInt() <= config.rangeMaxCm() * 10;
        long now = reading.at().nanos();
        boolean agreed = inRange && wasInRange && now - inRangeBefore <= AGREE.toNanos();
        wasInRange = inRange;
        inRangeBefore = now;
        return agreed;
    }

    private Optional<Change> open(Moment at, boolean seesMotion, boolean seesInRange, boolean asked) {
        Optional<String> why = asked
                ? Optional.of("the board asked for a picture")
                : whyByRule(at.nanos(), seesMotion && seesInRange, seesMotion);
        if (why.isEmpty() || !allowed(at.nanos())) {
            return Optional.empty();
        }
        opened = Optional.of(at);
        lastActive = at;
        return Optional.of(new Opened(at, why.get()));
    }

    private Optional<String> whyByRule(long now, boolean seesBoth, boolean seesMotion) {
        String both = "motion, and somebody in range";
        String one = seesMotion ? "motion" : "somebody in range";
        return switch (config.rule()) {
            case MOTION, RANGE -> Optional.of(one);
            case EITHER -> Optional.of(seesBoth ? both : one);
            case MOTION_IN_RANGE ->
                motion.wasOnWithin(TOGETHER, now) && range.wasOnWithin(TOGETHER, now)
                        ? Optional.of(both)
                        : Optional.empty();
        };
    }

    private boolean allowed(long now) {
        if (allowance == BURST) {
            allowanceAt = now;
        }
        long more = (now - allowanceAt) / ONE_MORE.toNanos();
        if (more > 0) {
            allowance = (int) Math.min(BURST, allowance + more);
            allowanceAt += more * ONE_MORE.toNanos();
        }
        limited = allowance == 0;
        if (limited) {
            return false;
        }
        allowance--;
        return true;
    }

    /** Time has passed up to {@code now} without a reading. */
    List<Change> passTo(Moment now) {
        if (opened.isEmpty()) {
            return List.of();
        }
        boolean isQuiet = now.nanos() - lastActive.nanos() >= quiet;
        boolean isFull = now.since(opened.get()).compareTo(config.maxLength()) >= 0;
        if (!isQuiet && !isFull) {
            return List.of();
        }
        opened = Optional.empty();
        for (Signal signal : List.of(motion, range, snap)) {
            signal.endOfVisit(now.nanos());
        }
        return List.of(isQuiet ? new Closed(lastActive, false) : new Closed(now, true));
    }
}
