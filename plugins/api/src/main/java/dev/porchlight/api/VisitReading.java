package dev.porchlight.api;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What the board said at one moment of a visit.
 *
 * @param afterStart since the trigger; negative for the pre-roll
 * @param motion whether the motion sensor saw something
 * @param distanceMm in millimetres; empty means no echo
 */
public record VisitReading(Duration afterStart, boolean motion, OptionalInt distanceMm) {}
