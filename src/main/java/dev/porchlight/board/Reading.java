package dev.porchlight.board;

import dev.porchlight.time.Moment;
import java.util.OptionalInt;

/**
 * What a board said at one moment.
 *
 * @param at when the last byte of the line arrived
 * @param motion whether the motion sensor sees something
 * @param near whether the board itself holds that something is nearer than its learned background
 * @param warmUp whether the motion sensor is still settling after power-on; then {@code motion} means nothing
 * @param learning whether the board is still learning its background; then {@code near} means nothing
 * @param distanceMm in millimetres; empty means no echo, which is never 0
 * @param ranged whether the distance was measured anew for this reading, not repeated from the one before
 * @param snap whether the board by its own decision asked for a picture (a classic board's {@code 111})
 */
public record Reading(
        Moment at,
        boolean motion,
        boolean near,
        boolean warmUp,
        boolean learning,
        OptionalInt distanceMm,
        boolean ranged,
        boolean snap) {}
