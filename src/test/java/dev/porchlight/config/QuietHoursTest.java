package dev.porchlight.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuietHoursTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** The last four: the hour from 2 to 3 is left out on 29 March and comes twice on 25 October. */
    @ParameterizedTest
    @CsvSource({
        "22:00-07:00, 2026-11-26T20:59:59Z,",
        "22:00-07:00, 2026-11-26T21:00:00Z, 2026-11-27T06:00:00Z",
        "22:00-07:00, 2026-11-27T05:59:59Z, 2026-11-27T06:00:00Z",
        "22:00-07:00, 2026-11-27T06:00:00Z,",
        "13:00-15:00, 2026-11-27T12:30:00Z, 2026-11-27T14:00:00Z",
        "13:00-15:00, 2026-11-27T02:30:00Z,",
        "22:00-07:00, 2026-03-28T22:00:00Z, 2026-03-29T05:00:00Z",
        "22:00-02:30, 2026-03-28T23:00:00Z, 2026-03-29T01:30:00Z",
        "22:00-02:30, 2026-10-25T00:10:00Z, 2026-10-25T00:30:00Z",
        "22:00-02:30, 2026-10-25T01:10:00Z,"
    })
    void theyEndByTheClockOnTheWall(String hours, Instant now, Instant end) {
        assertEquals(
                Optional.ofNullable(end), QuietHours.parse(hours).orElseThrow().until(now, BERLIN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"22:00", "22-7", "25:00-07:00", "07:00-07:00", "22:00-07:00-08:00", ""})
    void anythingElseIsNotRead(String text) {
        assertEquals(Optional.empty(), QuietHours.parse(text));
    }

    @Test
    void aLimitIsANumberInATime() {
        assertEquals(Optional.of(new AtMost(6, Duration.ofHours(1), "hour")), AtMost.parse("6/hour"));
        assertEquals(Optional.empty(), AtMost.parse("0/hour"));
        assertEquals(Optional.empty(), AtMost.parse("6/week"));
        assertEquals(Optional.empty(), AtMost.parse("six"));
    }
}
