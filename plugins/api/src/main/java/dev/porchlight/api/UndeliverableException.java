package dev.porchlight.api;

/** This alert can never be delivered here; the message says why in the far side's words. Other alerts go on. */
public final class UndeliverableException extends Exception {
    private static final long serialVersionUID = 1;

    public UndeliverableException(String words) {
        super(words);
    }

    public UndeliverableException(String words, Throwable cause) {
        super(words, cause);
    }
}
