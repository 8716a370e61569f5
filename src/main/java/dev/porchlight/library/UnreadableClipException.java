package dev.porchlight.library;

import java.io.IOException;

/** What was recorded of a clip cannot be read, and will not be by trying again. */
public final class UnreadableClipException extends IOException {
    private static final long serialVersionUID = 1;

    UnreadableClipException(Exception cause) {
        super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    }
}
