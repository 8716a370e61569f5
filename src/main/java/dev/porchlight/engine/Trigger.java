package dev.porchlight.engine;

import dev.porchlight.config.VisitsConfig.Keep;
import dev.porchlight.time.Moment;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What opened a visit.
 *
 * @param id the same for all cameras that look
 * @param board empty when a person did it by hand
 * @param at the moment of the reading that completed the rule
 * @param why which rule, as half a sentence
 * @param distanceMm how far away somebody is, in millimetres
 * @param record what is kept of it
 */
record Trigger(String id, Optional<String> board, Moment at, String why, OptionalInt distanceMm, Set<Keep> record) {
    Trigger {
        record = Set.copyOf(record);
    }

    boolean keepsPhoto() {
        return record.contains(Keep.PHOTO);
    }

    boolean keepsClip() {
        return record.contains(Keep.CLIP);
    }
}
