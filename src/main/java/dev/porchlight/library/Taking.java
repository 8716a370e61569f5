package dev.porchlight.library;

import dev.porchlight.time.Moment;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything known about a visit when it is taken.
 *
 * @param triggerId the same for all visits that one trigger made
 * @param board empty when triggered by hand
 * @param trigger when the rule was completed
 * @param clockSet whether the wall clock is known to be right
 * @param why which rule fired, as one sentence
 * @param closestMm the least distance so far, in millimetres
 * @param photo the whole JPEG to keep; empty when there is none
 * @param problem why there is no photo, as one sentence
 */
public record Taking(
        VisitId id,
        String triggerId,
        Optional<String> board,
        String camera,
        Moment trigger,
        boolean clockSet,
        String why,
        OptionalInt closestMm,
        Optional<Photo> photo,
        Optional<String> problem) {
    /**
     * A picture to keep.
     *
     * @param width in pixels; 0 if unknown
     * @param height in pixels; 0 if unknown
     */
    public record Photo(byte[] jpeg, int width, int height) {}
}
