package dev.porchlight.delivery;

import java.util.function.Supplier;

/** The words of what a plugin threw, which may itself throw when it is asked for them. */
final class Thrown {
    private Thrown() {}

    /** Its message, or what it is. */
    static String words(Throwable thrown) {
        return asked(thrown, () -> thrown.getMessage() == null ? thrown.toString() : thrown.getMessage());
    }

    /** What it is, and its message. */
    static String named(Throwable thrown) {
        return asked(thrown, thrown::toString);
    }

    private static String asked(Throwable thrown, Supplier<String> words) {
        try {
            return words.get();
        } catch (RuntimeException | Error strange) {
            return thrown.getClass().getName();
        }
    }
}
