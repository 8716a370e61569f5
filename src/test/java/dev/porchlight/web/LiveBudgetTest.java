package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets how many frames of a second: 15 frames come in each, for 60 seconds. */
class LiveBudgetTest {
    private static final int FPS = 15;
    private static final int SECONDS = 60;
    private static final long FRAME_NANOS = 1_000_000_000L / FPS;

    /** Frames a second that each viewer got, when each asks for every n-th frame. */
    private static double[] framesPerSecond(OptionalLong budget, int frameBytes, List<Integer> everyNth) {
        LiveBudget live = new LiveBudget(budget);
        int[] got = new int[everyNth.size()];
        for (int frame = 0; frame < FPS * SECONDS; frame++) {
            for (int viewer = 0; viewer < got.length; viewer++) {
                if (frame % everyNth.get(viewer) == 0 && live.allows(viewer, frameBytes, frame * FRAME_NANOS)) {
                    got[viewer]++;
                }
            }
        }
        return Arrays.stream(got).mapToDouble(n -> n / (double) SECONDS).toArray();
    }

    static Stream<Arguments> table() {
        OptionalLong none = OptionalLong.empty();
        OptionalLong twoMegabytes = OptionalLong.of(2_000_000);
        return Stream.of(
                Arguments.of("no limit", none, 100_000, List.of(1, 1, 1), List.of(15.0, 15.0, 15.0)),
                Arguments.of("enough for one", twoMegabytes, 100_000, List.of(1), List.of(15.0)),
                Arguments.of("two share evenly", twoMegabytes, 100_000, List.of(1, 1), List.of(10.0, 10.0)),
                Arguments.of(
                        "five share evenly",
                        twoMegabytes,
                        100_000,
                        List.of(1, 1, 1, 1, 1),
                        List.of(4.0, 4.0, 4.0, 4.0, 4.0)),
                Arguments.of(
                        "what the slow one leaves, the others get",
                        twoMegabytes,
                        100_000,
                        List.of(15, 1, 1),
                        List.of(1.0, 9.5, 9.5)),
                Arguments.of(
                        "frames larger than a second's share",
                        twoMegabytes,
                        4_000_000,
                        List.of(1, 1),
                        List.of(0.25, 0.25)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void theUplinkIsSharedFairlyByDroppingFrames(
            String name, OptionalLong budget, int frameBytes, List<Integer> everyNth, List<Double> expected) {
        double[] got = framesPerSecond(budget, frameBytes, everyNth);

        for (int viewer = 0; viewer < got.length; viewer++) {
            double right = expected.get(viewer);
            assertEquals(right, got[viewer], Math.max(0.05, right * 0.06), name + ": " + Arrays.toString(got));
        }
        budget.ifPresent(most -> assertTrue(
                Arrays.stream(got).sum() * frameBytes
                        <= most + (double) frameBytes * everyNth.size() / SECONDS + most * 0.2 / SECONDS + 1,
                name + ": " + Arrays.toString(got)));
    }

    @Test
    void whoHasGoneLeavesItsShareToTheOthers() {
        LiveBudget live = new LiveBudget(OptionalLong.of(1_000_000));
        live.allows("gone", 100_000, 0);
        int got = 0;
        for (int frame = 0; frame < FPS * SECONDS; frame++) {
            got += live.allows("stays", 100_000, frame * FRAME_NANOS) ? 1 : 0;
        }

        assertEquals(10.0, got / (double) SECONDS, 0.3);
    }
}
