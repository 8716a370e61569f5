package dev.porchlight.web;

import dev.porchlight.library.ReadingRow;
import java.util.List;
import java.util.Optional;

/** Where somebody went during a visit, told from how the distance changed. */
enum Approach {
    CAME("visit.came"),
    LEFT("visit.left"),
    CAME_AND_LEFT("visit.came-and-left"),
    STAYED("visit.stayed");

    /** A step: less is swaying, or a coat that moves. */
    private static final int STEP_MM = 400;

    private static final int FEWEST = 3;

    private final String key;

    Approach(String key) {
        this.key = key;
    }

    /** Of the words for it. */
    String key() {
        return key;
    }

    /** Empty if too little was measured. What was before the trigger counts, since people come before they are noticed. */
    static Optional<Approach> of(List<ReadingRow> readings) {
        int[] distances = readings.stream()
                .filter(row -> row.distanceMm().isPresent())
                .mapToInt(row -> row.distanceMm().getAsInt())
                .toArray();
        if (distances.length < FEWEST) {
            return Optional.empty();
        }
        int closest = distances[0];
        for (int distance : distances) {
            closest = Math.min(closest, distance);
        }
        boolean came = distances[0] - closest >= STEP_MM;
        boolean left = distances[distances.length - 1] - closest >= STEP_MM;
        if (came) {
            return Optional.of(left ? CAME_AND_LEFT : CAME);
        }
        return Optional.of(left ? LEFT : STAYED);
    }
}
