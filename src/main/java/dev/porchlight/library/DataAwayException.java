package dev.porchlight.library;

import java.io.IOException;

/** The data folder cannot be used now, but may be later: its disk is away, full, read-only or another one. */
final class DataAwayException extends IOException {
    private static final long serialVersionUID = 1;

    DataAwayException(String words) {
        super(words);
    }

    DataAwayException(String words, Throwable cause) {
        super(words, cause);
    }
}
