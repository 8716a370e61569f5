package dev.porchlight.engine;

import dev.porchlight.library.ReadingRow;
import dev.porchlight.library.RecordedClip.Still;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the picture that shows a visitor best: the sharpest near the closest approach. In an MJPEG stream of fixed
 * quality more bytes mean more detail, so the largest is the sharpest.
 */
final class BestPhoto {
    /** Somebody who walks is half a metre nearer or farther by then. */
    private static final int NEAR_MS = 500;

    private BestPhoto() {}

    /**
     * @param closestMs when somebody was closest, in the clip's milliseconds
     * @return empty if there are no frames
     */
    static Optional<Still> of(List<Still> stills, int closestMs) {
        Optional<Still> nearest = stills.stream().min(Comparator.comparingInt(s -> Math.abs(s.millis() - closestMs)));
        return nearest.flatMap(middle -> stills.stream()
                .filter(still -> Math.abs(still.millis() - middle.millis()) <= NEAR_MS)
                .max(Comparator.comparingInt(Still::length)));
    }

    /**
     * When somebody was closest, in milliseconds after the trigger; the trigger itself if nobody was measured.
     *
     * @param nearestMm what is nearer is an echo from the housing
     */
    static int closestMs(List<ReadingRow> readings, int nearestMm) {
        return readings.stream()
                .filter(row -> row.offsetMs() >= 0
                        && row.distanceMm().isPresent()
                        && row.distanceMm().getAsInt() >= nearestMm)
                .min(Comparator.comparingInt(row -> row.distanceMm().getAsInt()))
                .map(ReadingRow::offsetMs)
                .orElse(0);
    }
}
