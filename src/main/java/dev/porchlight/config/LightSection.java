package dev.porchlight.config;

import dev.porchlight.config.BoardConfig.DialectChoice;
import dev.porchlight.config.LightConfig.On;
import java.time.Duration;

/** Reads {@code light:} of a board. */
final class LightSection {
    private LightSection() {}

    static LightConfig read(Section board, DialectChoice dialect, HomeConfig home) {
        Section light = board.section("light");
        LightConfig usual = LightConfig.NONE;
        LightConfig config = new LightConfig(
                light.choice("on", board.has("light") ? On.MOTION : On.NEVER),
                light.flag("after_sunset", usual.afterSunset()),
                light.duration("hold", usual.hold(), Duration.ofSeconds(1), Duration.ofHours(1)));
        light.refuseUnknownKeys();
        if (config.on() != On.NEVER && dialect == DialectChoice.CLASSIC) {
            board.problem("light", "a board of the classic dialect switches no light; leave 'light' out");
        }
        if (config.on() != On.NEVER
                && config.afterSunset()
                && (home.latitude().isEmpty() || home.longitude().isEmpty())) {
            board.problem(
                    "light",
                    "when the sun sets depends on where the house is; write 'latitude' and 'longitude' under 'home:', or"
                            + " 'after_sunset: false' here");
        }
        return config;
    }
}
