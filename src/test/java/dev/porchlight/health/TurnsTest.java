package dev.porchlight.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.porchlight.time.HouseClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final Duration LIMIT = Duration.ofSeconds(25);

    private Duration passed = Duration.ZERO;
    private final HouseClock clock = new HouseClock(() -> Instant.EPOCH, () -> passed.toNanos(), "boot-1", false);
    private final Turns turns = new Health(clock).turns();

    @Test
    void aLoopStandsOnceItHasNotTurnedForSoLong() {
        try (Turn engine = turns.of("engine")) {
            pass(24);
            assertEquals(List.of(), turns.standing(LIMIT));
            pass(1);
            assertEquals(List.of("engine"), turns.standing(LIMIT));

            engine.turned();
            assertEquals(List.of(), turns.standing(LIMIT));
        }
    }

    @Test
    void aLoopThatHasEndedDoesNotStand() {
        turns.of("engine").close();
        pass(100);

        assertEquals(List.of(), turns.standing(LIMIT));
    }

    @Test
    void aPoolIsAskedOnceAndStandsUntilItAnswers() {
        Deque<Runnable> waiting = new ArrayDeque<>();
        try (Turn web = turns.ofPool("web", waiting::add)) {
            assertEquals(List.of(), turns.standing(LIMIT));
            pass(25);
            assertEquals(List.of("web"), turns.standing(LIMIT));
            assertEquals(1, waiting.size());

            waiting.remove().run();
            assertEquals(List.of(), turns.standing(LIMIT));
            assertEquals(1, waiting.size(), "asked again");
            web.turned();
        }
    }

    @Test
    void aPoolThatRestsIsNotTakenForOneThatStands() {
        try (Turn web = turns.ofPool("web", Runnable::run)) {
            pass(1_000);
            assertEquals(List.of(), turns.standing(LIMIT));
            web.turned();
        }
    }

    private void pass(int seconds) {
        passed = passed.plusSeconds(seconds);
    }
}
