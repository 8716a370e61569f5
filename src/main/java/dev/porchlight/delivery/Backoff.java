package dev.porchlight.delivery;

import java.time.Duration;
import java.util.List;

/** How long until the next try: soon at first, since most troubles are short; then up to an hour. */
final class Backoff {
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1));

    /** The longest, also when the far side asks for more. */
    static final Duration LONGEST = PAUSES.get(PAUSES.size() - 1);

    private Backoff() {}

    /** @param tries how many have failed, from 1 */
    static Duration after(int tries) {
        return PAUSES.get(Math.min(Math.max(tries, 1), PAUSES.size()) - 1);
    }
}
