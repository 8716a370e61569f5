package dev.porchlight.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.porchlight.time.HouseClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthTest {
    private Instant now = Instant.parse("2026-11-23T07:00:00Z");
    private final Health health = new Health(new HouseClock(() -> now, () -> 0, "boot", false));

    @Test
    void aChangeIsToldOnceHoweverOftenItIsRepeated() {
        List<String> heard = new ArrayList<>();
        health.addListener((from, to) -> heard.add(to.state().word() + ": " + to.words()));

        health.failed("camera door", "unplugged");
        health.failed("camera door", "unplugged");
        health.ok("camera door", "back");

        assertEquals(List.of("failed: unplugged", "ok: back"), heard);
    }

    @Test
    void aConditionRemembersSinceWhen() {
        health.ok("disk", "fine");
        Instant first = now;
        now = now.plusSeconds(60);
        health.ok("disk", "fine");

        assertEquals(first, health.conditions().get(0).since());
    }
}
