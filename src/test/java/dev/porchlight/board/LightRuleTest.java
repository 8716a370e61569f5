package dev.porchlight.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.porchlight.config.LightConfig;
import dev.porchlight.config.LightConfig.On;
import dev.porchlight.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the light is told to go on and off, as a table: it holds 60 s, and it is dark from second 100 on. */
class LightRuleTest {
    private static final Instant BEGIN = Instant.parse("2026-11-25T16:00:00Z");

    private static Moment at(long second) {
        return new Moment(BEGIN.plusSeconds(second), Duration.ofSeconds(second).toNanos());
    }

    private static Reading reading(long second, boolean motion, boolean warmUp) {
        return new Reading(at(second), motion, false, warmUp, false, OptionalInt.empty(), true, false);
    }

    /** Steps are motion, quiet, settling, nothing said, or a start of the board, each at its second. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "never,  false | m10 q80             | ",
                "motion, false | q10 -20             | ",
                "motion, false | m10 m11 q20 q70 q71 | 10 on, 71 off",
                "motion, false | m10 -69 -71         | 10 on, 71 off",
                "motion, false | m10 m50 q80 q109 q110 | 10 on, 110 off",
                "motion, false | s10 q80             | ",
                "motion, true  | m10 q20 q90         | ",
                "motion, true  | m90 m100 q160       | 100 on, 160 off",
                "motion, true  | m120 q200           | 120 on, 200 off",
                "motion, false | m10 b20 m21 q90     | 10 on, 21 on, 90 off",
                "motion, false | m0 m50 m100 m150 m200 m250 m290 q350 | 0 on, 250 on, 350 off"
            })
    void theLightIsToldSo(String rule, String steps, String expected) {
        String[] words = rule.split(", *", -1);
        LightRule light = new LightRule(
                new LightConfig(
                        On.valueOf(words[0].strip().toUpperCase(java.util.Locale.ROOT)),
                        Boolean.parseBoolean(words[1].strip()),
                        Duration.ofSeconds(60)),
                now -> !now.isBefore(BEGIN.plusSeconds(100)));
        List<String> told = new ArrayList<>();
        for (String step : steps.strip().split(" ", -1)) {
            long second = Long.parseLong(step.substring(1));
            switch (step.charAt(0)) {
                case 'm' -> light.on(reading(second, true, false)).ifPresent(on -> told.add(second + word(on)));
                case 's' -> light.on(reading(second, true, true)).ifPresent(on -> told.add(second + word(on)));
                case 'q' -> light.on(reading(second, false, false)).ifPresent(on -> told.add(second + word(on)));
                case '-' -> light.passTo(at(second)).ifPresent(on -> told.add(second + word(on)));
                default -> light.forget();
            }
        }

        assertEquals(expected == null ? "" : expected, String.join(", ", told));
    }

    private static String word(boolean isOn) {
        return isOn ? " on" : " off";
    }
}
