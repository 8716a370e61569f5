package dev.porchlight.config;

/**
 * A value as it was written, and where.
 *
 * @param from the credential, file or variable that the place names; empty if the text itself stands there
 */
record Written(String text, Place place, boolean isSecret, String from) {
    /** Longer ones are cut in messages. */
    private static final int MAX_SHOWN = 60;

    /** For messages. */
    String shown() {
        return isSecret ? "'...'" : shown(text);
    }

    /** The word it begins with; behind that may stand a value that lost its place, even a password. */
    static String shownKey(String key) {
        String word = key.replaceFirst("(?s)[^\\p{L}\\p{N}_.<-].*", "");
        return shown(word.equals(key) ? key : word + "...");
    }

    /** Without the password that an address may have before its {@code @}. */
    static String open(String text) {
        return text.replaceAll("(?<=//)[^/@]*@", "...@");
    }

    /** In quotes, short, and without the password that an address may have before its {@code @}. */
    static String shown(String text) {
        String open = open(text);
        return open.length() <= MAX_SHOWN ? "'" + open + "'" : "'" + open.substring(0, MAX_SHOWN) + "...'";
    }
}
