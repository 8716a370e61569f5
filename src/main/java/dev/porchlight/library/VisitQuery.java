package dev.porchlight.library;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Which visits to show, newest first. Deleted ones are never shown.
 *
 * @param from the first day
 * @param to the last day
 * @param minCm only visits at least this near-by distance, in cm
 * @param maxCm only visits that came at least this close, in cm
 * @param kept only starred ones
 * @param withClip only those with a clip
 * @param before only visits with a smaller {@code seq}: the next page
 * @param limit at most this many, 1 to 500
 */
public record VisitQuery(
        Optional<LocalDate> from,
        Optional<LocalDate> to,
        Optional<String> camera,
        OptionalInt minCm,
        OptionalInt maxCm,
        boolean kept,
        boolean withClip,
        OptionalLong before,
        int limit) {
    public static final int MAX_LIMIT = 500;

    public VisitQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ", was " + limit);
        }
    }

    /** The newest visits, without any filter. */
    public static VisitQuery newest(int limit) {
        return new VisitQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                false,
                OptionalLong.empty(),
                limit);
    }
}
