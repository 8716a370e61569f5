package dev.porchlight.library;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * What is known about a visit when it ends.
 *
 * @param closestMm the least distance of the whole visit, in millimetres
 * @param readings in order
 */
public record Ending(Instant end, OptionalInt closestMm, List<ReadingRow> readings) {
    public Ending {
        readings = List.copyOf(readings);
    }
}
