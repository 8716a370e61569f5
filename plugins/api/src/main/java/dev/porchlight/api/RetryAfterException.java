package dev.porchlight.api;

import java.time.Duration;

/** Not now, and the far side said when. The host honours up to an hour. */
public final class RetryAfterException extends Exception {
    private static final long serialVersionUID = 1;

    private final Duration after;

    public RetryAfterException(String words, Duration after) {
        super(words);
        this.after = after;
    }

    public Duration after() {
        return after;
    }
}
