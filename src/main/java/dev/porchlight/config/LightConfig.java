package dev.porchlight.config;

import java.time.Duration;

/**
 * When a board's light is switched on.
 *
 * @param on what switches it
 * @param afterSunset only between sunset and sunrise
 * @param hold how long it stays on after the last motion
 */
public record LightConfig(On on, boolean afterSunset, Duration hold) {
    /** What switches a light. */
    public enum On {
        NEVER,
        MOTION
    }

    static final LightConfig NONE = new LightConfig(On.NEVER, true, Duration.ofSeconds(60));
}
