package dev.porchlight.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How durations, sizes, flags and paths are written. */
final class Kinds {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(B|kB|MB|GB|TB|KiB|MiB|GiB|TiB)");

    /** A hundred years, which is still a number of nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

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
                        .filter(duration -> duration.compareTo(LONGEST) <= 0)
                : Optional.empty();
    }

    /** In bytes; empty too if it is more than a disk can have. */
    static Optional<Long> size(String text) {
        Matcher match = SIZE.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        String unit = match.group(2).toUpperCase(Locale.ROOT);
        long base = unit.contains("I") ? 1_024 : 1_000;
        long bytes = Long.parseLong(match.group(1));
        for (int power = "BKMGT".indexOf(unit.charAt(0)); power > 0; power--) {
            if (bytes > Long.MAX_VALUE / base) {
                return Optional.empty();
            }
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

    /** Empty if it holds what no path can, like NUL, or letters that are not in the locale Java was started with. */
    static Optional<Path> path(String text) {
        try {
            return Optional.of(text).filter(t -> !t.isBlank()).map(Path::of);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** As a person would write it in the file. */
    static String words(long bytes) {
        long size = bytes;
        int power = 0;
        while (size != 0 && size % 1_000 == 0 && power < 4) {
            size /= 1_000;
            power++;
        }
        return size + List.of("B", "kB", "MB", "GB", "TB").get(power);
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
