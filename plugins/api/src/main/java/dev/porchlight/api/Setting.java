package dev.porchlight.api;

import java.util.Optional;

/**
 * One key that a sink type knows.
 *
 * @param name as it stands in the configuration, such as {@code file_name}
 * @param kind what may stand there
 * @param required whether it must be given; then there is no default
 * @param secret whether it is never shown again
 * @param defaultValue as it would be written in the configuration
 * @param help one line for people
 */
public record Setting(
        String name, Kind kind, boolean required, boolean secret, Optional<String> defaultValue, String help) {
    /** What may stand behind a key. */
    public enum Kind {
        /** Any string. */
        TEXT,
        /** A whole number. */
        NUMBER,
        /** {@code true} or {@code false}. */
        FLAG,
        /** {@code 200ms}, {@code 5s}, {@code 2m}, {@code 1h}, {@code 3d}. */
        DURATION,
        /** {@code 500kB}, {@code 8MB}, {@code 16GB}. */
        SIZE,
        /** A list of strings; a single string is a list of one. */
        LIST,
        /** Strings by name. */
        MAP
    }

    public Setting {
        if (!name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("a setting is named by lower-case letters, digits and _, not " + name);
        }
        if (required && defaultValue.isPresent()) {
            throw new IllegalArgumentException("setting " + name + " is required, so its default is never used");
        }
    }

    public static Setting required(String name, Kind kind, String help) {
        return new Setting(name, kind, true, false, Optional.empty(), help);
    }

    public static Setting optional(String name, Kind kind, String help) {
        return new Setting(name, kind, false, false, Optional.empty(), help);
    }

    public static Setting withDefault(String name, Kind kind, String defaultValue, String help) {
        return new Setting(name, kind, false, false, Optional.of(defaultValue), help);
    }

    /** The same key, never shown again in pages, logs or messages. */
    public Setting asSecret() {
        return new Setting(name, kind, required, true, defaultValue, help);
    }
}
