package dev.porchlight.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DaylightTest {
    /** Greenwich: sunset 16:01, sunrise 7:39 and, at midsummer, sunset 20:21 (UTC; almanac, 25 Nov and 21 June). */
    @ParameterizedTest
    @CsvSource({
        "51.48, 0, 2026-11-25T15:40:00Z, false",
        "51.48, 0, 2026-11-25T16:20:00Z, true",
        "51.48, 0, 2026-11-25T07:10:00Z, true",
        "51.48, 0, 2026-11-25T08:00:00Z, false",
        "51.48, 0, 2026-06-21T20:00:00Z, false",
        "51.48, 0, 2026-06-21T20:45:00Z, true",
        "-33.87, 151.2, 2026-11-25T02:00:00Z, false",
        "-33.87, 151.2, 2026-11-25T14:00:00Z, true",
        "69.65, 18.96, 2026-06-21T23:00:00Z, false",
        "69.65, 18.96, 2026-12-21T11:00:00Z, true"
    })
    void afterSunsetItIsOver(double latitude, double longitude, Instant at, boolean isOver) {
        assertEquals(isOver, new Daylight(latitude, longitude).isOver(at));
    }
}
