package dev.porchlight.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.board.Reading;
import dev.porchlight.config.VisitsConfig;
import dev.porchlight.config.VisitsConfig.Keep;
import dev.porchlight.config.VisitsConfig.Rule;
import dev.porchlight.engine.VisitDetector.Change;
import dev.porchlight.engine.VisitDetector.Closed;
import dev.porchlight.engine.VisitDetector.Opened;
import dev.porchlight.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each script is a board's readings 100 ms apart: {@code .} nothing, {@code m} motion, {@code r} in range, {@code b}
 * both, {@code s} the board's own wish, {@code w} motion while warming up, {@code n} no echo with motion. What comes out
 * is one character a change: {@code O} a visit opened, {@code C} it closed, {@code X} it was cut.
 */
class VisitDetectorTest {
    private static final Duration STEP = Duration.ofMillis(100);

    private static VisitsConfig config(Rule rule) {
        return new VisitsConfig(
                rule,
                5,
                150,
                Set.of(Keep.PHOTO),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(6),
                256_000_000);
    }

    private final List<String> whys = new ArrayList<>();

    private String play(Rule rule, String script) {
        VisitDetector detector = new VisitDetector(config(rule));
        StringBuilder out = new StringBuilder();
        Moment now = new Moment(Instant.EPOCH, -5_000_000_000L);
        for (int i = 0; i < script.length(); i++) {
            now = now.plus(STEP);
            for (Change change : detector.on(reading(now, script.charAt(i)))) {
                if (change instanceof Opened opened) {
                    whys.add(opened.why());
                    out.append('O');
                } else if (change instanceof Closed closed) {
                    out.append(closed.cut() ? 'X' : 'C');
                }
            }
        }
        return out.toString();
    }

    private static Reading reading(Moment at, char c) {
        boolean motion = c == 'm' || c == 'b' || c == 'w' || c == 'n';
        boolean inRange = c == 'r' || c == 'b';
        OptionalInt distance = c == 'n' ? OptionalInt.empty() : OptionalInt.of(inRange ? 1_000 : 2_330);
        return new Reading(at, motion, false, c == 'w', false, distance, c != 's', c == 's');
    }

    private static String quiet(int tenths) {
        return ".".repeat(tenths);
    }

    @ParameterizedTest
    @CsvSource({
        // one visit for one person, by each rule
        "MOTION,          .mmm...........,  OC",
        "RANGE,           .rrrr..........,  OC",
        "EITHER,          .mmm...........,  OC",
        "EITHER,          .rrr...........,  OC",
        "MOTION_IN_RANGE, .mmbb..........,  OC",
        // in either order
        "MOTION_IN_RANGE, .mm....rr......,  O",
        "MOTION_IN_RANGE, .rr....mm......,  O",
        "MOTION_IN_RANGE, .rr....mm............, OC",
        // one alone is not enough
        "MOTION_IN_RANGE, .mmmmmmmm......, ''",
        "MOTION_IN_RANGE, .rrrrrrrr......, ''",
        "MOTION,          .rrrrrrrr......, ''",
        "RANGE,           .mmmmmmmm......, ''",
        // one in-range reading is a stray echo
        "RANGE,           .r.r.r.r.......,  ''",
        "MOTION_IN_RANGE, .mrm.r.m.......,  ''",
        // either holds it open, for as long as it lasts
        "MOTION_IN_RANGE, .bbb.......rr.......mm.........., OC",
        "MOTION_IN_RANGE, .bbb.............., OC",
        // the motion sensor means nothing while it warms up
        "MOTION,          .wwww.........,  ''",
        // no echo is not a distance
        "RANGE,           .nnnn.........,  ''",
        "MOTION,          .nnnn...........,  OC",
    })
    void asARuleSays(Rule rule, String script, String expected) {
        assertEquals(expected, play(rule, script));
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void theBoardsOwnWishOpensAVisitUnderEveryRule(Rule rule) {
        assertEquals("OC", play(rule, ".s.........."));
        assertEquals(List.of("the board asked for a picture"), whys);
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void theVeryFirstReadingNeverOpensAVisit(Rule rule) {
        assertEquals("", play(rule, "s"));
        assertEquals("", play(rule, "m........."));
    }

    @Test
    void motionAndRangeTooFarApartAreTwoPeople() {
        assertEquals("", play(Rule.MOTION_IN_RANGE, ".mm" + quiet(100) + "rr"));
        assertEquals("O", play(Rule.MOTION_IN_RANGE, ".mm" + quiet(97) + "rr"));
    }

    @Test
    void whoLeavesIsNotANewVisit() {
        assertEquals("OC", play(Rule.MOTION_IN_RANGE, ".bbbb" + quiet(12) + "mm" + quiet(12)));
    }

    @Test
    void aStuckMotionSensorMakesOneVisitAndNoMore() {
        assertEquals("OX", play(Rule.MOTION, "." + "m".repeat(2_000)));
    }

    @Test
    void aChatteringMotionSensorMakesOneVisitAndNoMore() {
        assertEquals("OX", play(Rule.MOTION, "." + "m.".repeat(2_000)));
    }

    @Test
    void aStuckMotionSensorStillLetsTheNextPersonInAndHoldsNobodysVisitOpen() {
        String stuck = "m".repeat(100);
        assertEquals("OXOC", play(Rule.MOTION_IN_RANGE, ".bb" + stuck + "bbbb" + stuck));
    }

    @Test
    void somebodyWhoStandsForAnHourIsOneVisitAndTheNextOneIsAnother() {
        assertEquals("OXOC", play(Rule.RANGE, "." + "r".repeat(500) + quiet(12) + "rrr" + quiet(12)));
    }

    @Test
    void aSensorThatGoesOffAgainAndAgainIsHeldToAReasonableRate() {
        String anHour = ("m" + quiet(11)).repeat(3_000);

        long visits =
                play(Rule.MOTION, "." + anHour).chars().filter(c -> c == 'O').count();

        assertTrue(visits >= 60 + 350 && visits <= 60 + 370, visits + " visits in an hour");
    }

    @Test
    void theEndIsTheLastMomentAnybodyWasThere() {
        VisitDetector detector = new VisitDetector(config(Rule.MOTION));
        Moment start = new Moment(Instant.EPOCH, 0);
        detector.on(reading(start, '.'));
        detector.on(reading(start.plus(STEP), 'm'));

        assertEquals(List.of(), detector.passTo(start.plus(STEP).plus(Duration.ofMillis(999))));
        assertEquals(
                List.of(new Closed(start.plus(STEP), false)),
                detector.passTo(start.plus(STEP).plus(Duration.ofSeconds(1))));
    }

    @Test
    void theTriggerIsTheReadingThatCompletedTheRule() {
        VisitDetector detector = new VisitDetector(config(Rule.MOTION_IN_RANGE));
        Moment start = new Moment(Instant.EPOCH, 0);
        detector.on(reading(start, '.'));
        detector.on(reading(start.plus(STEP), 'r'));
        detector.on(reading(start.plus(STEP.multipliedBy(2)), 'r'));

        Moment third = start.plus(STEP.multipliedBy(3));
        assertEquals(List.of(new Opened(third, "motion, and somebody in range")), detector.on(reading(third, 'm')));
    }
}
