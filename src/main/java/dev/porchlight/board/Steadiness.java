package dev.porchlight.board;

import dev.porchlight.board.Heard.Hello;
import dev.porchlight.health.Condition.State;
import dev.porchlight.health.Health;
import dev.porchlight.health.Recurrence;
import dev.porchlight.time.Moment;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the owner is told of one board. What happens now and then is told each time; a board that comes and goes, or
 * starts anew again and again, is told of once, and once more when it has held for a minute. Used by the board's thread.
 */
final class Steadiness {
    private static final Logger log = LoggerFactory.getLogger(Steadiness.class);
    private static final int AGAIN_AND_AGAIN = 3;
    private static final Duration STEADY_AFTER = Duration.ofMinutes(1);

    /** A board is told late by so much when the host is busy. */
    private static final Duration HELLO_DELAY = Duration.ofSeconds(1);

    /** The resonator of an Uno is off by 0.5 % at most (Murata CSTCE16M0V53 data sheet); ten times that. */
    private static final int DRIFT_PARTS = 20;

    private final String part;
    private final Health health;
    private final Habit losses = Habit.of(
            "its line was lost",
            "it comes and goes: its line was lost again and again; check the plug, the cable and the power supply");
    private final Habit resets = Habit.of(
            "it started anew",
            "it starts anew again and again, so it hardly watches; give it a stronger power supply, or look for a loose"
                    + " wire");
    private Optional<Habit> habit = Optional.empty();
    private State state = State.OK;
    private String words = "";
    private Optional<Moment> greetedAt = Optional.empty();
    private long uptimeMs;

    /** Something bad that can happen again and again, and the sentence for then. */
    private record Habit(Recurrence recurrence, String what, String notice) {
        static Habit of(String what, String notice) {
            return new Habit(new Recurrence(AGAIN_AND_AGAIN, STEADY_AFTER), what, notice);
        }
    }

    Steadiness(String part, Health health) {
        this.part = part;
        this.health = health;
    }

    /** Opening may reset a board; that start is nobody's fault. */
    void opened() {
        greetedAt = Optional.empty();
    }

    void lost(Moment at, String why) {
        note(losses, at);
        tell(at, State.FAILED, why);
    }

    /** The board said hello: after a start, or because it was asked. */
    void greeted(Moment at, Hello hello) {
        if (greetedAt.isPresent() && isYounger(hello, at.since(greetedAt.get()))) {
            log.info("{}: started anew ({})", part, hello.isCold() ? "it was without power" : "a reset");
            note(resets, at);
        }
        greetedAt = Optional.of(at);
        uptimeMs = hello.uptimeMs();
    }

    /** A board that ran on is older than at its last hello, and at least as old as that is ago. */
    private boolean isYounger(Hello hello, Duration sinceHello) {
        Duration least = sinceHello.minus(sinceHello.dividedBy(DRIFT_PARTS)).minus(HELLO_DELAY);
        return hello.uptimeMs() < uptimeMs || hello.uptimeMs() < least.toMillis();
    }

    private void note(Habit one, Moment at) {
        one.recurrence.happened(at);
        if (habit.isEmpty() && one.recurrence.isFrequent(at)) {
            habit = Optional.of(one);
            health.warning(part, one.notice);
        }
    }

    /** How the board is; while it is unsteady this waits until it is steady. */
    void tell(Moment now, State newState, String newWords) {
        state = newState;
        words = newWords;
        if (habit.isEmpty()) {
            publish(words);
        } else {
            passTo(now);
        }
    }

    /** Time has passed; the board may have become steady by it. */
    void passTo(Moment now) {
        if (habit.isPresent() && !habit.get().recurrence.isFrequent(now)) {
            Habit past = habit.get();
            habit = Optional.empty();
            publish(
                    state == State.OK
                            ? words + "; steady again, after " + past.what + " " + past.recurrence.count() + " times"
                            : words);
        }
    }

    private void publish(String sentence) {
        switch (state) {
            case OK -> health.ok(part, sentence);
            case WARNING -> health.warning(part, sentence);
            case FAILED -> health.failed(part, sentence);
        }
    }
}
