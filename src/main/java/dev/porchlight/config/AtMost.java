package dev.porchlight.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** So many alerts in so much time are sent to a sink, and no more; {@code word} is the time as it was written. */
public record AtMost(int count, Duration period, String word) {
    private static final Pattern WRITTEN = Pattern.compile("([1-9][0-9]{0,2})/(minute|hour|day)");

    private static final Map<String, Duration> PERIODS =
            Map.of("minute", Duration.ofMinutes(1), "hour", Duration.ofHours(1), "day", Duration.ofDays(1));

    /** As {@code 6/hour}. */
    static Optional<AtMost> parse(String text) {
        Matcher match = WRITTEN.matcher(text);
        return match.matches()
                ? Optional.of(new AtMost(Integer.parseInt(match.group(1)), PERIODS.get(match.group(2)), match.group(2)))
                : Optional.empty();
    }
}
