package dev.porchlight.command;

/**
 * What the doctor says of one thing.
 *
 * @param what the thing, in a word or two
 * @param state how it is
 * @param words what was seen
 * @param remedy the one line that mends it; empty where nothing is to be mended
 */
record Finding(String what, State state, String words, String remedy) {
    /** How a thing is. */
    enum State {
        WORKS("ok"),
        /** Not needed by this configuration, or it could not be found out. */
        OPEN("-"),
        BROKEN("!!");

        private final String sign;

        State(String sign) {
            this.sign = sign;
        }
    }

    static Finding works(String what, String words) {
        return new Finding(what, State.WORKS, words, "");
    }

    static Finding open(String what, String words) {
        return new Finding(what, State.OPEN, words, "");
    }

    static Finding broken(String what, String words, String remedy) {
        return new Finding(what, State.BROKEN, words, remedy);
    }

    boolean isBroken() {
        return state == State.BROKEN;
    }

    /** As it stands in the table. */
    String line() {
        return String.format("%-2s  %-14s %s", state.sign, what, words)
                + (remedy.isEmpty() ? "" : System.lineSeparator() + " ".repeat(19) + "-> " + remedy);
    }
}
