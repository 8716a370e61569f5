package dev.porchlight.api;

import java.time.Instant;
import java.util.Optional;

/** One try at one delivery. Used on the sink's thread only. */
public interface Attempt {
    /** 1 for the first try, counted across restarts. */
    int number();

    /** When the host gives up waiting and interrupts, in wall-clock time. */
    Instant deadline();

    /** What {@link #remember} was last told for this delivery, in this or an earlier try, also before a restart. */
    Optional<String> memo();

    /**
     * Keeps a word on how far this delivery got (an upload id, the recipients already served). Durable when it returns.
     *
     * @param memo at most 4,096 bytes in UTF-8
     * @throws IllegalArgumentException if it is longer
     */
    void remember(String memo);
}
