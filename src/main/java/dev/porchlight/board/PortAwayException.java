package dev.porchlight.board;

import java.io.IOException;

/** Nothing is plugged in. Of a board that was just lost this is no news. */
final class PortAwayException extends IOException {
    private static final long serialVersionUID = 1;

    PortAwayException(String message) {
        super(message);
    }
}
