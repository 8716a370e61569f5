package dev.porchlight.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalDouble;

/** When the far side wants to be asked again; from a second to an hour, whatever it says. */
final class RetryAfter {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofHours(1);
    private static final int MAX_DIGITS = 9;

    private RetryAfter() {}

    /**
     * From the header {@code Retry-After}, as seconds or as a date; else from {@code retry_after} in a JSON answer, as
     * Telegram and Discord give it.
     */
    static Optional<Duration> of(Answer answer, Instant now) {
        Optional<String> header = answer.header("retry-after");
        if (header.isPresent()) {
            return read(
                    header.get().strip(),
                    answer.header("date").flatMap(RetryAfter::date).orElse(now));
        }
        OptionalDouble seconds = Json.number(answer.body(), "retry_after");
        return seconds.isPresent()
                ? Optional.of(bounded(Duration.ofSeconds((long) Math.ceil(Math.min(seconds.getAsDouble(), 1e9)))))
                : Optional.empty();
    }

    /** @param now the far side's clock, if it said: ours may not be set yet */
    private static Optional<Duration> read(String value, Instant now) {
        if (value.matches("[0-9]+")) {
            return Optional.of(value.length() > MAX_DIGITS ? MOST : bounded(Duration.ofSeconds(Long.parseLong(value))));
        }
        return date(value).map(at -> bounded(Duration.between(now, at)));
    }

    private static Optional<Instant> date(String value) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration asked) {
        return asked.compareTo(LEAST) < 0 ? LEAST : asked.compareTo(MOST) > 0 ? MOST : asked;
    }
}
