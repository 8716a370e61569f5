package dev.porchlight.doctor;

import dev.porchlight.health.Condition;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the doctor says of one thing.
 *
 * @param what the thing, in a word or two
 * @param state how it is
 * @param words what was seen
 * @param remedy the one line that mends it; empty where nothing is to be mended
 * @param isCommand whether the remedy is one of our own that can be given to a shell as it is; else it is a sentence, and
 *     may be a stranger's
 */
public record Finding(String what, State state, String words, String remedy, boolean isCommand) {
    /** What a stranger says is cut to this; a command never, half of one would be another. */
    private static final int MAX_LENGTH = 300;

    /** Line ends, other control characters, and those that turn the writing direction. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    /** Everything becomes one line that can be seen; a command that could not be seen whole is none. */
    public Finding {
        what = line(what);
        words = line(words);
        isCommand = isCommand && !UNSEEN.matcher(remedy).find();
        remedy = isCommand ? remedy : line(remedy);
    }

    private static String line(String text) {
        String seen = text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - 3) + "...";
        return UNSEEN.matcher(seen).replaceAll("?");
    }

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
        return new Finding(what, State.WORKS, words, "", false);
    }

    /** A thing of which it is not known, or that need not work. */
    public static Finding open(String what, String words) {
        return new Finding(what, State.OPEN, words, "", false);
    }

    /** A thing that does not work. */
    public static Finding broken(String what, String words, String remedy) {
        return new Finding(what, State.BROKEN, words, remedy, false);
    }

    /** A thing that does not work, and the command that mends it: never with words of anybody else but in quotes. */
    static Finding mendedBy(String what, String words, String command) {
        return new Finding(what, State.BROKEN, words, command, true);
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
}
