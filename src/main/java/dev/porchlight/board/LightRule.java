package dev.porchlight.board;

import dev.porchlight.config.LightConfig;
import dev.porchlight.config.LightConfig.On;
import dev.porchlight.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides when a board's light goes on and off. A light that is on stays on while something moves, also when the sun
 * rises meanwhile. Has no clock of its own; used by the board's thread.
 */
final class LightRule {
    /** The board switches it off by itself 5 minutes after it was last told (PROTOCOL.md). */
    private static final Duration REPEAT = Duration.ofMinutes(4);

    private final LightConfig config;
    private final Predicate<Instant> isDark;
    private Optional<Moment> until = Optional.empty();
    private Moment toldAt;

    /** @param isDark asked when something begins to move, if it is to be on after sunset only */
    LightRule(LightConfig config, Predicate<Instant> isDark) {
        this.config = config;
        this.isDark = isDark;
    }

    /** The board started, so its light is off. */
    void forget() {
        until = Optional.empty();
    }

    /** What to tell the board, if anything. What a motion sensor says while it settles is nobody. */
    Optional<Boolean> on(Reading reading) {
        boolean isMotion = config.on() == On.MOTION && reading.motion() && !reading.warmUp();
        if (!isMotion) {
            return passTo(reading.at());
        }
        boolean isOn = until.isPresent() && until.get().since(reading.at()).compareTo(Duration.ZERO) > 0;
        if (!isOn && config.afterSunset() && !isDark.test(reading.at().wall())) {
            return passTo(reading.at());
        }
        boolean isNews = until.isEmpty() || reading.at().since(toldAt).compareTo(REPEAT) >= 0;
        until = Optional.of(reading.at().plus(config.hold()));
        return isNews ? tell(true, reading.at()) : Optional.empty();
    }

    /** Time has passed. */
    Optional<Boolean> passTo(Moment now) {
        if (until.isEmpty()) {
            return Optional.empty();
        }
        if (until.get().since(now).compareTo(Duration.ZERO) <= 0) {
            until = Optional.empty();
            return tell(false, now);
        }
        return now.since(toldAt).compareTo(REPEAT) >= 0 ? tell(true, now) : Optional.empty();
    }

    private Optional<Boolean> tell(boolean isOn, Moment at) {
        toldAt = at;
        return Optional.of(isOn);
    }
}
