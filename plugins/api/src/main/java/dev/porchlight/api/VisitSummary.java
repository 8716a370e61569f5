package dev.porchlight.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A visit as a sink sees it.
 *
 * @param id opaque, the same for ever
 * @param board the board that noticed it
 * @param camera the camera that looked
 * @param start the trigger
 * @param end empty while the visit goes on
 * @param why the rule that fired, as one sentence
 * @param closestMm the least distance so far, in millimetres; empty if nothing was ever in range
 * @param readings what the board said, in order
 */
public record VisitSummary(
        String id,
        String board,
        String camera,
        Instant start,
        Optional<Instant> end,
        String why,
        OptionalInt closestMm,
        List<VisitReading> readings) {
    public VisitSummary {
        readings = List.copyOf(readings);
    }
}
