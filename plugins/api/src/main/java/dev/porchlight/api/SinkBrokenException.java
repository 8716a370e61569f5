package dev.porchlight.api;

/**
 * This sink cannot work until somebody changes something: a refused password, a folder that may not be written. Nothing
 * is given up; the host shows the message and tries hourly.
 */
public final class SinkBrokenException extends Exception {
    private static final long serialVersionUID = 1;

    public SinkBrokenException(String words) {
        super(words);
    }

    public SinkBrokenException(String words, Throwable cause) {
        super(words, cause);
    }
}
