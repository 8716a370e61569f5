package dev.porchlight.kit;

/** Text from outside as one line: nothing in it can begin another header. */
public final class Line {
    private static final int MAX_LENGTH = 200;

    private Line() {}

    /** @param text null for none, as some libraries give it */
    public static String of(String text) {
        if (text == null) {
            return "";
        }
        String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
        if (line.length() <= MAX_LENGTH) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
        return line.substring(0, end);
    }

    /** The last line of a server's answer. */
    public static String last(String answer) {
        if (answer == null) {
            return "";
        }
        String[] lines = answer.strip().split("\\R", -1);
        return of(lines[lines.length - 1]);
    }
}
