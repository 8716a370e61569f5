package dev.porchlight.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldBackTest {
    private Home home;
    private Deliveries deliveries;
    private HeldBack heldBack;

    @BeforeEach
    void aHomeWithASink(@TempDir Path path) throws IOException {
        home = new Home(path.resolve("data"));
        home.open("me");
        deliveries = home.library.deliveries();
        heldBack = deliveries.heldBack();
    }

    @AfterEach
    void close() throws IOException {
        home.close();
    }

    private Visit holdOne() throws IOException {
        Visit visit = home.take();
        heldBack.hold(deliveries.nextDue("me").orElseThrow(), home.now.plusSeconds(60), "held back");
        return visit;
    }

    private Delivery of(Visit visit) throws IOException {
        return deliveries.ofVisit(visit).get(0);
    }

    @Test
    void whatIsHeldBackStaysOwedAndIsNotDue() throws IOException {
        Visit visit = holdOne();

        assertEquals(Optional.empty(), deliveries.nextDue("me"));
        assertEquals(Delivery.State.PENDING, of(visit).state());
        assertEquals("held back", of(visit).words());
        assertEquals(1, deliveries.waiting("me"));
        assertEquals(Optional.of(Duration.ofSeconds(60)), heldBack.untilDigest("me"));
    }

    @Test
    void oneDigestPaysForAllOfThem() throws IOException {
        Visit first = holdOne();
        Visit second = holdOne();

        heldBack.gather("me");

        Delivery digest = deliveries.nextDue("me").orElseThrow();
        assertEquals("digest", digest.type());
        assertEquals(
                List.of(second.id(), first.id()),
                heldBack.of(digest).newest().stream()
                        .map(d -> d.visit().orElseThrow().id())
                        .toList());
        assertEquals(Optional.empty(), heldBack.untilDigest("me"));
        deliveries.delivered(digest, "250 OK");
        assertEquals("in the digest: 250 OK", of(first).words());
        assertEquals(Delivery.State.DELIVERED, of(second).state());
        assertEquals(0, deliveries.waiting("me"));
    }

    @Test
    void aDigestThatIsGivenUpSaysSoForEach() throws IOException {
        Visit visit = holdOne();
        heldBack.gather("me");

        deliveries.giveUp(deliveries.nextDue("me").orElseThrow(), "550 no such mailbox");

        assertEquals(Delivery.State.GIVEN_UP, of(visit).state());
        assertEquals("in the digest: 550 no such mailbox", of(visit).words());
    }

    @Test
    void theDigestSurvivesARestartUnderItsId() throws IOException {
        holdOne();
        heldBack.gather("me");
        String id = deliveries.nextDue("me").orElseThrow().alertId();
        home.close();
        home.open("me");

        assertEquals(id, home.library.deliveries().nextDue("me").orElseThrow().alertId());
    }

    @Test
    void aSinkIsFullUntilTheOldestOfItsLastDeliveriesIsOldEnough() throws IOException {
        for (int i = 0; i < 2; i++) {
            home.take();
            deliveries.delivered(deliveries.nextDue("me").orElseThrow(), "");
            home.pass(Duration.ofMinutes(10));
        }

        assertEquals(
                Optional.of(home.now.plus(Duration.ofMinutes(40)).toEpochMilli()),
                heldBack.fullUntil("me", 2, Duration.ofHours(1)).map(java.time.Instant::toEpochMilli));
        assertEquals(Optional.empty(), heldBack.fullUntil("me", 3, Duration.ofHours(1)));
        home.pass(Duration.ofMinutes(40));
        assertEquals(Optional.empty(), heldBack.fullUntil("me", 2, Duration.ofHours(1)));
    }
}
