package dev.porchlight.doctor;

import dev.porchlight.health.Condition;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What the doctor says of one thing.
 *
 * @param what the thing, in a word or two
 * @param state how it is
 * @param words what was seen
 * @param remedy the one line that mends it; empty where nothing is to be mended
 */
public record Finding(String what, State state, String words, String remedy) {
    /** How a thing is. */
    public enum State {
        WORKS,
        /** Not needed by this configuration, or it could not be found out. */
        OPEN,
        BROKEN;

        /** As it is written in the API and on pages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Empty if it is no such word. */
        public static Optional<State> parse(String word) {
            return Arrays.stream(values())
                    .filter(state -> state.word().equals(word))
                    .findFirst();
        }
    }

    /** A thing that works. */
    public static Finding works(String what, String words) {
        return new Finding(what, State.WORKS, words, "");
    }

    /** A thing of which it is not known, or that need not work. */
    public static Finding open(String what, String words) {
        return new Finding(what, State.OPEN, words, "");
    }

    /** A thing that does not work. */
    public static Finding broken(String what, String words, String remedy) {
        return new Finding(what, State.BROKEN, words, remedy);
    }

    /** A sentence as they are throughout the house: what is wrong; what to do. */
    public static Finding broken(String what, String sentence) {
        int end = sentence.indexOf("; ");
        return end < 0
                ? broken(what, sentence, "")
                : broken(what, sentence.substring(0, end), sentence.substring(end + 2));
    }

    /** What a part of the running house says of itself. */
    static Finding of(Condition condition) {
        return condition.state() == Condition.State.OK
                ? works(condition.part(), condition.words())
                : broken(condition.part(), condition.words());
    }

    public boolean isBroken() {
        return state == State.BROKEN;
    }

    /** Whether the remedy can be given to a shell as it is; what a person must do is a sentence. */
    public boolean isCommand() {
        return remedy.startsWith("sudo ");
    }
}
