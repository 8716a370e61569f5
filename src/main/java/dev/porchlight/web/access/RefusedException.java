package dev.porchlight.web.access;

import java.time.Duration;
import java.util.Optional;

/** Somebody may not come in, or not with this; the message is one sentence for them. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Optional<Duration> wait;

    public RefusedException(String words) {
        super(words);
        this.wait = Optional.empty();
    }

    RefusedException(String words, Duration wait) {
        super(words);
        this.wait = Optional.of(wait);
    }

    /** How long it is of no use to try again; for {@code Retry-After}. */
    public Optional<Duration> waitFor() {
        return wait;
    }
}
