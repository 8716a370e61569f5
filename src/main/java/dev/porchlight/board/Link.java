package dev.porchlight.board;

import java.io.Closeable;
import java.io.IOException;

/**
 * An open line to one board: a serial port, a pty, or the demo's own board. Read on the board's thread only; written on
 * any.
 */
public interface Link extends Closeable {
    /** What was opened, such as {@code /dev/ttyACM0}. */
    String port();

    /**
     * Waits at most about 100 ms for bytes.
     *
     * @return how many came; 0 if none did
     * @throws IOException when the line is gone; it does not come back on this link
     */
    int read(byte[] buffer) throws IOException;

    void write(byte[] bytes) throws IOException;

    /** Changes the speed without reopening, which would reset the board. */
    void setBaud(int baud) throws IOException;
}
