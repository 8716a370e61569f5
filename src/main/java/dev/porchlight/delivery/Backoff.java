package dev.porchlight.delivery;

import java.time.Duration;
import java.util.List;

/**
 * How long until the next try of one alert: soon at first, since most troubles are short; then up to two hours. One house
 * need not spread its tries at random, as a thousand callers must.
 */
final class Backoff {
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2));

    /** Nothing waits longer for its next try. */
    static final Duration LONGEST = PAUSES.get(PAUSES.size() - 1);

    /** Nor does the far side make it wait longer than this. */
    private static final Duration LONGEST_ASKED = Duration.ofHours(1);

    /** Who asks to be asked again at once is not asked all the time. */
    private static final Duration LONGEST_UNASKED = Duration.ofMinutes(5);

    private Backoff() {}

    /** @param tries how many have failed, from 1 */
    static Duration after(int tries) {
        return PAUSES.get(Math.min(Math.max(tries, 1), PAUSES.size()) - 1);
    }

    /** After the far side said when to come again. */
    static Duration after(int tries, Duration asked) {
        Duration least = shorter(after(tries), LONGEST_UNASKED);
        Duration most = shorter(asked, LONGEST_ASKED);
        return most.compareTo(least) < 0 ? least : most;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * Whether it was tried for long enough. Never before it was tried some times: a clock that jumps, or a house without
     * power, is no fault of the far side.
     */
    static boolean isOver(int tries, Duration sinceFirst, Duration tryFor) {
        return tries > PAUSES.size() && sinceFirst.compareTo(tryFor) >= 0;
    }
}
