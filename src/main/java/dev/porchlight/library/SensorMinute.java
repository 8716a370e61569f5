package dev.porchlight.library;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * What one board said in one minute: a row of the sensor log.
 *
 * @param minute its begin
 * @param motionSeconds for how long its motion sensor saw something, 0 to 60
 * @param leastMm the nearest echo in millimetres; empty if there was none
 * @param medianMm the middle one of all echoes
 * @param badLines how many damaged or unknown lines came
 */
public record SensorMinute(
        Instant minute, String board, double motionSeconds, OptionalInt leastMm, OptionalInt medianMm, long badLines) {
    SensorMinute at(Instant corrected) {
        return new SensorMinute(corrected, board, motionSeconds, leastMm, medianMm, badLines);
    }
}
