package dev.porchlight.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FeedTest {
    private final Feed feed = new Feed();

    @Test
    void everyListenerHearsWhatIsToldAfterItBegan() throws InterruptedException {
        feed.tell("visit.started", "too early");
        try (Feed.Listening one = feed.listen();
                Feed.Listening other = feed.listen()) {
            feed.tell("visit.started", "a");

            assertEquals(Optional.of(new Feed.News("visit.started", "a")), one.next(0, TimeUnit.SECONDS));
            assertEquals(Optional.of(new Feed.News("visit.started", "a")), other.next(0, TimeUnit.SECONDS));
            assertEquals(Optional.empty(), one.next(0, TimeUnit.SECONDS));
        }
    }

    @Test
    void aSlowListenerLosesItsOldestNewsAndNobodyElseDoes() throws InterruptedException {
        try (Feed.Listening slow = feed.listen()) {
            for (int i = 0; i < 300; i++) {
                feed.tell("visit.started", "" + i);
            }

            assertEquals(44, slow.dropped());
            assertEquals("44", slow.next(0, TimeUnit.SECONDS).orElseThrow().subject());
        }
    }
}
