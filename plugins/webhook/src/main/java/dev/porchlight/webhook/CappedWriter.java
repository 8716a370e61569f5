package dev.porchlight.webhook;

import java.io.IOException;
import java.io.Writer;

/** Keeps what is written, up to a limit. */
final class CappedWriter extends Writer {
    private final StringBuilder text = new StringBuilder();
    private final int most;

    CappedWriter(int most) {
        this.most = most;
    }

    /** More was written than there is room for. */
    static final class FullException extends IOException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public void write(char[] letters, int from, int length) throws FullException {
        if (length > most - text.length()) {
            throw new FullException();
        }
        text.append(letters, from, length);
    }

    @Override
    public void flush() {
        // it is kept already
    }

    @Override
    public void close() {
        // it stays there to be read
    }

    String text() {
        return text.toString();
    }
}
