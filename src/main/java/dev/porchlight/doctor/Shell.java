package dev.porchlight.doctor;

/** Words for a shell, as an owner will paste them. */
final class Shell {
    private Shell() {}

    /** In quotes where it needs them. */
    static String word(String text) {
        return text.matches("[\\w/.,:@+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
