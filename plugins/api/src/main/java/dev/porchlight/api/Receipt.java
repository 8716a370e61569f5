package dev.porchlight.api;

/**
 * What the far side said when it took an alert, in its own words, for people to read: a server's answer, or the name of
 * the file that was written. At most 1,000 characters are kept.
 */
public record Receipt(String words) {
    private static final int MAX_LENGTH = 1_000;

    public Receipt {
        words = words.strip();
        if (words.length() > MAX_LENGTH) {
            words = words.substring(0, MAX_LENGTH);
        }
    }
}
