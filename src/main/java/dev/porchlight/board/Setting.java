package dev.porchlight.board;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a board keeps without power, and what it takes for it: the table in {@code firmware/PROTOCOL.md}. */
public enum Setting {
    BAUD("9600|115200", "9600 or 115200"),
    BUSY_MS("[1-9][0-9]{1,3}", "60 to 1000, in ms between two readings while something is going on"),
    IDLE_MS("[1-9][0-9]{1,3}", "60 to 1000, in ms between two readings while nothing is"),
    LED("[01a]", "0, 1 or a: off, on, by itself"),
    NAME("[0-9A-Za-z_-]{1,16}", "at most 16 letters, digits, - and _"),
    RANGE_MAX_CM("[1-9][0-9]{0,2}", "2 to 400"),
    RANGE_MIN_CM("[1-9][0-9]{0,2}", "2 to 400"),
    TEMPERATURE("0|-?[1-9][0-9]?", "-40 to 60, in degrees Celsius");

    private final String shape;
    private final String allowed;

    Setting(String shape, String allowed) {
        this.shape = shape;
        this.allowed = allowed;
    }

    /** As it is written on the wire: {@code busy_ms}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException in one sentence: there is none of that name, or it cannot be that */
    static Setting check(String key, String value) {
        Setting setting = find(key)
                .orElseThrow(() -> new IllegalArgumentException("there is no setting " + printable(key) + "; there are "
                        + Arrays.stream(values())
                                .filter(one -> !one.isOfTheConfiguration())
                                .map(Setting::key)
                                .collect(Collectors.joining(", "))));
        if (setting.isOfTheConfiguration()) {
            throw new IllegalArgumentException(
                    key + " is told to the board from visits.range_cm in the configuration; change it there");
        }
        if (!value.matches(setting.shape)) {
            throw new IllegalArgumentException(setting.sentence(printable(value)));
        }
        return setting;
    }

    static Optional<Setting> find(String key) {
        return Arrays.stream(values()).filter(one -> one.key().equals(key)).findFirst();
    }

    String sentence(String value) {
        return key() + " must be " + allowed + ", and not " + value;
    }

    private boolean isOfTheConfiguration() {
        return this == RANGE_MIN_CM || this == RANGE_MAX_CM;
    }

    private static String printable(String text) {
        return "'" + text.substring(0, Math.min(text.length(), 20)).replaceAll("[^ -~]", "?") + "'";
    }
}
