package dev.porchlight.config;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The hours of each day in which a sink is left alone, by the clock on the wall of the home; also over midnight. */
public record QuietHours(LocalTime from, LocalTime to) {
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{2}:[0-9]{2}) ?- ?([0-9]{2}:[0-9]{2})");

    /** As {@code 22:00-07:00}; empty if it is not like that, or begins when it ends. */
    static Optional<QuietHours> parse(String text) {
        Matcher match = WRITTEN.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new QuietHours(LocalTime.parse(match.group(1)), LocalTime.parse(match.group(2))))
                    .filter(hours -> !hours.from.equals(hours.to));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** When the quiet hours end that {@code now} lies in; empty if it lies in none. */
    public Optional<Instant> until(Instant now, ZoneId zone) {
        ZonedDateTime here = now.atZone(zone);
        // Of an hour that comes twice, the first is meant: the quiet ends once a night.
        ZonedDateTime begin = here.toLocalDate().atTime(from).atZone(zone);
        if (begin.isAfter(here)) {
            begin = here.toLocalDate().minusDays(1).atTime(from).atZone(zone);
        }
        ZonedDateTime end = begin.toLocalDate()
                .plusDays(to.isAfter(from) ? 0 : 1)
                .atTime(to)
                .atZone(zone);
        return Optional.of(end.toInstant()).filter(now::isBefore);
    }
}
