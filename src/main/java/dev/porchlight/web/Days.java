package dev.porchlight.web;

import dev.porchlight.time.HouseClock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** The days of the home's time zone, as people call them. */
final class Days {
    private final ZoneId zone;
    private final HouseClock clock;

    Days(ZoneId zone, HouseClock clock) {
        this.zone = zone;
        this.clock = clock;
    }

    ZoneId zone() {
        return zone;
    }

    ZonedDateTime at(Instant time) {
        return time.atZone(zone);
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.now().wall(), zone);
    }

    /** {@code Today}, {@code Yesterday}, or the date. */
    String name(LocalDate day, Words words) {
        LocalDate today = today();
        if (day.equals(today)) {
            return words.say("day.today");
        }
        if (day.equals(today.minusDays(1))) {
            return words.say("day.yesterday");
        }
        return day.getYear() == today.getYear() ? words.date("date.day", day) : words.date("date.day-and-year", day);
    }

    String shortName(LocalDate day, Words words) {
        return day.equals(today()) ? words.say("day.today") : words.date("date.weekday", day);
    }
}
