package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.library.Delivery.State;
import dev.porchlight.library.Told;
import dev.porchlight.library.Visit;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people see of deliveries, without a script. */
@Timeout(30)
class DeliveriesPagesTest {
    private OpenHouse house;
    private Visit visit;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        house = new OpenHouse(folder);
        visit = house.shelf.add("motion", true);
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    private String text(String path, String... headers) throws Exception {
        return house.get(path, headers).body().replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ");
    }

    @Test
    void aVisitsPageSaysWhoWasToldAndSendsAgain() throws Exception {
        house.desk.add(Optional.of(visit), "visit.started", "me", State.DELIVERED, "250 <OK>");
        house.desk.add(
                Optional.of(visit),
                "visit.finished",
                "me",
                State.PENDING,
                "held back by quiet hours, comes in the digest at 07:00");
        house.desk.add(Optional.of(visit), "visit.started", "ha", State.GIVEN_UP, "410 Gone");

        String page = text("/visits/" + visit.id());

        assertTrue(page.contains("Who was told"), page);
        assertTrue(page.contains("me when it began Arrived 23 Nov, 07:15 · 2 tries · 250 &lt;OK&gt; Send again"), page);
        assertTrue(page.contains("Held back · 2 tries · held back by quiet hours, comes in the digest at 07:00"), page);
        assertTrue(page.contains("ha when it began Given up 23 Nov, 07:15 · 2 tries · 410 Gone"), page);
        assertTrue(text("/visits/" + visit.id(), "Accept-Language", "de")
                .contains("durch die Ruhezeit zurückgehalten, kommt in der Zusammenfassung um 07:00"));

        HttpResponse<String> sent = house.post("/deliveries/3/retry", "");
        assertEquals(303, sent.statusCode());
        assertEquals("/visits/" + visit.id() + "#told", OpenHouse.location(sent));
        assertEquals(List.of(3L), house.desk.sentAgain);
        assertEquals(404, house.post("/deliveries/99/retry", "").statusCode());
    }

    @Test
    void theGallerySaysInOneLineThatAllArrived() throws Exception {
        house.desk.told = new Told(12, List.of(), List.of(), List.of());

        assertTrue(text("/").contains("All 12 alerts of today arrived."));
    }

    @Test
    void theGallerySaysWhatWaitsAndWhy() throws Exception {
        house.desk.told = new Told(
                12,
                List.of(new Told.Lot("me", 2, "connection refused")),
                List.of(),
                List.of(new Told.Lot("ha", 1, "410 Gone")));

        String page = text("/");

        assertTrue(page.contains("2 alerts are waiting for me: connection refused"), page);
        assertTrue(page.contains("1 alert of today did not reach ha: 410 Gone"), page);
        assertFalse(page.contains("arrived."), page);
    }

    @Test
    void theStatusPageHasEachSinksQueueAndSendsATest() throws Exception {
        house.desk.addSink("me", 3);
        house.health.failed("sink me", "535 wrong password; it is tried again hourly");

        String page = text("/status");

        assertTrue(page.contains("3 alerts wait, next try 23 Nov, 07:15 · last arrived 23 Nov, 07:15"), page);
        assertTrue(page.contains("Last error 23 Nov, 07:15: 535 wrong password"), page);
        HttpResponse<String> tested = house.post("/sinks/me/test", "");
        assertEquals(303, tested.statusCode());
        String there = text(OpenHouse.location(tested).replaceAll("#.*", ""));
        assertTrue(there.contains("The test arrived at me: 250 OK"), there);
        assertEquals(404, house.post("/sinks/nobody/test", "").statusCode());
    }

    @Test
    void programsListDeliveriesAndSendThemAgain() throws Exception {
        house.desk.addSink("me", 0);
        house.desk.add(Optional.of(visit), "visit.started", "me", State.PENDING, "connection refused");

        assertEquals(
                "{\"deliveries\":[{\"id\":1,\"alert\":\"01ALERT0\",\"type\":\"visit.started\",\"at\":\"2026-11-23T06:15:03Z\","
                        + "\"visit\":\"" + visit.id() + "\",\"sink\":\"me\",\"state\":\"pending\",\"held_back\":false,"
                        + "\"tries\":2,\"next\":\"2026-11-23T06:15:03Z\",\"done\":null,\"words\":\"connection"
                        + " refused\"}],\"next\":null}",
                house.get("/api/v1/deliveries?sink=me&state=pending").body());
        assertEquals(400, house.get("/api/v1/deliveries?state=lost").statusCode());
        assertEquals(400, house.get("/api/v1/deliveries?limit=0").statusCode());
        assertEquals(200, house.post("/api/v1/deliveries/1/retry", "").statusCode());
        assertEquals(List.of(1L), house.desk.sentAgain);
        assertEquals(404, house.post("/api/v1/deliveries/7/retry", "").statusCode());
    }

    @Test
    void programsTestASink() throws Exception {
        house.desk.addSink("me", 0);
        house.desk.testEndsAs = State.GIVEN_UP;

        HttpResponse<String> answer = house.post("/api/v1/sinks/me/test", "");

        assertEquals(200, answer.statusCode());
        assertTrue(answer.body().contains("\"state\":\"given_up\""), answer.body());
        assertEquals(404, house.post("/api/v1/sinks/nobody/test", "").statusCode());
    }
}
