package dev.porchlight.health;

import java.time.Instant;
import java.util.Locale;

/**
 * How one part is.
 *
 * @param part such as {@code board door}, {@code camera door}, {@code sink desk}, {@code disk}
 * @param state how well it works
 * @param words one sentence: what is wrong and what to do about it, or what is right
 * @param since when it came to be so
 */
public record Condition(String part, State state, String words, Instant since) {
    /** How well a part works, best first. */
    public enum State {
        OK,
        WARNING,
        FAILED;

        /** As it is written in the API, in alerts and on pages. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
