package dev.porchlight.config;

/** One mistake in the configuration, in one line, and where it stands. */
record Problem(Place place, String words) {
    /** No message is longer than this. */
    private static final int MAX_LENGTH = 500;

    /** Line ends, other control characters, and those that turn the writing direction. */
    private static final String UNSEEN = "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]";

    Problem {
        String line = words.replaceAll(UNSEEN, "?");
        words = line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
    }

    @Override
    public String toString() {
        return place + ": " + words;
    }
}
