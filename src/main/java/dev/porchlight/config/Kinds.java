package dev.porchlight.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How durations, sizes and flags are written. */
final class Kinds {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(B|kB|MB|GB|TB|KiB|MiB|GiB|TiB)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private Kinds() {}

    static Optional<Duration> duration(String text) {
        Matcher match = DURATION.matcher(text);
        return match.matches()
                ? Optional.of(UNITS.get(match.group(2)).multipliedBy(Long.parseLong(match.group(1))))
                : Optional.empty();
    }

    /** In bytes. */
    static Optional<Long> size(String text) {
        Matcher match = SIZE.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        String unit = match.group(2).toUpperCase(Locale.ROOT);
        long base = unit.contains("I") ? 1_024 : 1_000;
        long bytes = Long.parseLong(match.group(1));
        for (int power = "BKMGT".indexOf(unit.charAt(0)); power > 0; power--) {
            bytes *= base;
        }
        return Optional.of(bytes);
    }

    static Optional<Boolean> flag(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    static Optional<Long> number(String text) {
        return text.matches("-?[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /** As a person would write it in the file. */
    static String words(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0 || millis == 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
