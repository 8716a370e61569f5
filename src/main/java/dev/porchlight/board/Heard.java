package dev.porchlight.board;

/** What one line of a board means. */
sealed interface Heard {
    /** A line that told a reading. */
    record Told(Reading reading) implements Heard {}

    /**
     * The board introduced itself.
     *
     * @param protocol version of the wire format
     * @param uptimeMs since its start, in milliseconds
     * @param isCold whether its sensors were without power before
     */
    record Hello(int protocol, String firmware, String name, long uptimeMs, boolean isCold) implements Heard {}

    /** The board says that something of it does not work. */
    record Fault(int code, String text) implements Heard {}

    /** Something of the board works again. */
    record Cleared(int code) implements Heard {}

    /** The board keeps a setting, or obeyed. */
    record Ack(String key, String value) implements Heard {}

    /** The board refuses a setting. */
    record Refusal(String key, String reason) implements Heard {}

    /** A good line without news. */
    record Nothing() implements Heard {}

    /** Not a line of this dialect, or damaged. */
    record Bad(String reason) implements Heard {}
}
