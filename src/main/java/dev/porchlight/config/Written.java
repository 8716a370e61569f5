package dev.porchlight.config;

/** A value as it was written, and where. */
record Written(String text, Place place, boolean isSecret) {
    /** Longer ones are cut in messages. */
    private static final int MAX_SHOWN = 60;

    /** For messages. */
    String shown() {
        return isSecret ? "'...'" : shown(text);
    }

    /** In quotes, short, and without the password that an address may have before its {@code @}. */
    static String shown(String text) {
        String open = text.replaceAll("(?<=//)[^/@]*@", "...@");
        return open.length() <= MAX_SHOWN ? "'" + open + "'" : "'" + open.substring(0, MAX_SHOWN) + "...'";
    }
}
