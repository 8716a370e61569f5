package dev.porchlight.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveriesTest {
    private Home home;
    private Deliveries deliveries;

    @BeforeEach
    void aHomeWithTwoSinks(@TempDir Path path) throws IOException {
        home = new Home(path.resolve("data"));
        home.open("desk", "me");
        deliveries = home.library.deliveries();
    }

    @AfterEach
    void close() throws IOException {
        home.close();
    }

    private Delivery due(String sink) throws IOException {
        return deliveries.nextDue(sink).orElseThrow();
    }

    @Test
    void aTakenVisitIsOwedToEachSinkUnderOneAlertId() throws IOException {
        Visit visit = home.take();

        assertEquals(visit.id(), due("desk").visit().orElseThrow().id());
        assertEquals(due("desk").alertId(), due("me").alertId());
        assertNotEquals(due("desk").id(), due("me").id());
        assertEquals(Optional.empty(), deliveries.nextDue("nobody"));
    }

    @Test
    void aDeliveryIsPaidOnce() throws IOException {
        home.take();
        Delivery delivery = due("desk");

        deliveries.trying(delivery);
        deliveries.delivered(delivery, "kept as a.jpg");
        deliveries.giveUp(delivery, "too late");

        Delivery done = deliveries.ofVisit(delivery.visit().orElseThrow()).get(0);
        assertEquals(Delivery.State.DELIVERED, done.state());
        assertEquals("kept as a.jpg", done.words());
        assertEquals(1, done.tries());
        assertEquals(Optional.empty(), deliveries.nextDue("desk"));
    }

    @Test
    void theNewestVisitIsServedFirstAndWithinAVisitInOrder() throws IOException {
        Visit first = home.take();
        Visit second = home.take();
        home.library.finish(first.id(), new Ending(home.now, OptionalInt.empty(), List.of()));

        List<String> order = new ArrayList<>();
        for (Optional<Delivery> due = deliveries.nextDue("desk"); due.isPresent(); due = deliveries.nextDue("desk")) {
            order.add(due.get().type() + " " + due.get().visit().orElseThrow().id());
            deliveries.delivered(due.get(), "");
        }

        assertEquals(
                List.of("visit.started " + second.id(), "visit.started " + first.id(), "visit.finished " + first.id()),
                order);
    }

    @Test
    void aPostponedDeliveryHoldsUpItsOwnVisitOnly() throws IOException {
        Visit first = home.take();
        Visit second = home.take();
        home.library.finish(second.id(), new Ending(home.now, OptionalInt.empty(), List.of()));
        deliveries.postpone(due("desk"), home.now.plusSeconds(30), "the folder is away");

        assertEquals(first.id(), due("desk").visit().orElseThrow().id());
        deliveries.delivered(due("desk"), "");
        assertEquals(Optional.empty(), deliveries.nextDue("desk"));
        assertEquals(Optional.of(Duration.ofSeconds(30)), deliveries.untilNextDue("desk"));
        home.pass(Duration.ofSeconds(31));
        assertEquals("visit.started", due("desk").type());
    }

    @Test
    void aClockThatIsPutBackMakesNothingWaitLonger() throws IOException {
        home.take();
        deliveries.postpone(due("desk"), home.now.plusSeconds(30), "away");
        home.pass(Duration.ofHours(-3));

        deliveries.clockWasPutBack("desk", Duration.ofHours(3), Duration.ofHours(2));

        assertEquals(Optional.of(Duration.ofSeconds(30)), deliveries.untilNextDue("desk"));
    }

    @Test
    void aMemoSurvivesARestart() throws IOException {
        home.take();
        deliveries.remember(due("desk"), "part 3 of 7");
        home.close();
        home.open("desk", "me");
        deliveries = home.library.deliveries();

        assertEquals(Optional.of("part 3 of 7"), due("desk").memo());
    }

    @Test
    void aSinkTakenOutOfTheConfigurationGivesUpWithTheReason() throws IOException {
        Visit visit = home.take();

        assertEquals(1, deliveries.giveUpAllBut(List.of("desk")));

        Delivery given = deliveries.ofVisit(visit).get(1);
        assertEquals(Delivery.State.GIVEN_UP, given.state());
        assertEquals("the sink was taken out of the configuration", given.words());
        assertEquals(1, deliveries.waiting("desk"));
        assertEquals(0, deliveries.waiting("me"));
    }

    @Test
    void whatIsOwedForFourteenDaysIsGivenUp() throws IOException {
        Visit visit = home.take();
        home.pass(Duration.ofDays(14).plusSeconds(1));
        home.take();

        assertEquals(1, deliveries.trim("desk"));

        assertTrue(deliveries.ofVisit(visit).get(0).words().contains("14 days"));
        assertEquals(1, deliveries.waiting("desk"));
    }
}
