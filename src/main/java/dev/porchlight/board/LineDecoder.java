package dev.porchlight.board;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Bytes to lines. A line ends at LF or CR; empty ones are nothing. A line over 64 characters, or with a byte that is not
 * printable ASCII, is skipped up to its end and counted: no line of any dialect is like that. Used by one thread.
 */
final class LineDecoder {
    static final int MAX_LENGTH = 64;

    private final Consumer<String> lines;
    private final byte[] line = new byte[MAX_LENGTH];
    private int length;
    private boolean skipping;
    private long refused;

    LineDecoder(Consumer<String> lines) {
        this.lines = lines;
    }

    /** How many lines were too long or not text. */
    long refused() {
        return refused;
    }

    void feed(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            byte b = bytes[i];
            if (b == '\n' || b == '\r') {
                end();
            } else if (!skipping) {
                add(b);
            }
        }
    }

    private void add(byte b) {
        if (length == MAX_LENGTH || b < ' ' || b > '~') {
            skipping = true;
            refused++;
        } else {
            line[length++] = b;
        }
    }

    private void end() {
        if (!skipping && length > 0) {
            lines.accept(new String(line, 0, length, StandardCharsets.US_ASCII));
        }
        skipping = false;
        length = 0;
    }

    /** Forgets what was read of a line: the speed changed in the middle of it. */
    void startOver() {
        skipping = false;
        length = 0;
    }
}
