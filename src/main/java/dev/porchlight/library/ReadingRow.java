package dev.porchlight.library;

import java.util.OptionalInt;

/**
 * What the board said at one moment of a visit.
 *
 * @param offsetMs after the trigger, in milliseconds; negative before it
 * @param distanceMm in millimetres; empty means no echo
 */
public record ReadingRow(int offsetMs, boolean motion, OptionalInt distanceMm) {}
