package dev.porchlight.config;

import java.time.Duration;
import java.util.Set;

/**
 * When a visit opens and ends, and what is kept of it.
 *
 * @param rangeMinCm nearer than this is not in range, in cm
 * @param rangeMaxCm farther than this is not in range, in cm
 * @param preroll how much before the trigger is kept
 * @param quiet a visit ends after this much nothing
 * @param maxLength a visit is cut at this length
 * @param maxSize a clip is cut at this size as it is recorded, in bytes; it gets ten times as small when it is made
 */
public record VisitsConfig(
        Rule rule,
        int rangeMinCm,
        int rangeMaxCm,
        Set<Keep> record,
        Duration preroll,
        Duration quiet,
        Duration maxLength,
        long maxSize) {
    /** What opens a visit. */
    public enum Rule {
        MOTION,
        RANGE,
        MOTION_IN_RANGE,
        EITHER
    }

    /** What is kept of a visit. */
    public enum Keep {
        PHOTO,
        CLIP
    }

    public VisitsConfig {
        record = Set.copyOf(record);
    }
}
