package dev.porchlight.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PausesTest {
    private final Pauses pauses = new Pauses();

    private List<Long> pausesAfterRunsOf(long... seconds) {
        return LongStream.of(seconds)
                .map(ran -> pauses.after(Duration.ofSeconds(ran)).toSeconds())
                .boxed()
                .toList();
    }

    @Test
    void whatFailsAtOnceIsStartedAtMostEvery15Seconds() {
        assertEquals(List.of(1L, 2L, 4L, 8L, 15L, 15L, 15L), pausesAfterRunsOf(0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void thePauseIsCountedFromStartToStart() {
        assertEquals(List.of(1L, 1L, 1L, 3L, 5L, 5L), pausesAfterRunsOf(0, 5, 5, 5, 10, 10));
    }

    @Test
    void aLongRunIsFollowedByTheFirstPauseAndForgetsTheFailuresBefore() {
        pausesAfterRunsOf(0, 0, 0, 0, 0);

        assertEquals(List.of(1L, 1L, 2L, 4L), pausesAfterRunsOf(3_600, 0, 0, 0));
    }
}
