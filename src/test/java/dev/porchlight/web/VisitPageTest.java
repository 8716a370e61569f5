package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.library.Visit;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One visit's page as a browser without scripts sees it. */
@Timeout(30)
class VisitPageTest {
    private static final LocalDate SUNDAY = LocalDate.of(2025, 3, 9);

    private OpenHouse house;
    private Shelf shelf;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        house = new OpenHouse(folder);
        shelf = house.shelf;
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    @Test
    void aVisitWithAClipPlaysItAndOffersBothFiles() throws Exception {
        Visit visit = shelf.add("motion", true, SUNDAY, true);

        String page = house.get("/visits/" + visit.id()).body();

        assertTrue(
                page.contains("<video controls playsinline preload=\"metadata\" poster=\"/media/" + visit.id()), page);
        assertTrue(page.contains("download=\"2025-03-09_07-15-03.jpg\""), page);
        assertTrue(page.contains("download=\"2025-03-09_07-15-03.mp4\""), page);
    }

    @Test
    void aVisitWithoutAClipShowsItsPhotoAsALinkToItself() throws Exception {
        Visit visit = shelf.add("motion", true, SUNDAY, false);

        String page = house.get("/visits/" + visit.id()).body();

        assertTrue(page.contains("<a class=\"enlarge\" href=\"/media/" + visit.id() + "/photo.jpg?v="), page);
        assertFalse(page.contains("<video"), page);
    }

    @Test
    void whyItFiredIsASentenceInTheReadersLanguage() throws Exception {
        Visit visit = shelf.add("motion, and somebody in range", true, SUNDAY, false);
        Visit other = shelf.add("a new rule", true, SUNDAY, false);

        String english = house.get("/visits/" + visit.id()).body();
        String german =
                house.get("/visits/" + visit.id(), "Accept-Language", "de").body();

        assertTrue(english.contains("Something moved, and somebody stood within reach"), english);
        assertTrue(german.contains("Etwas bewegte sich") && german.contains("Sonntag, 9. März 2025"), german);
        assertTrue(house.get("/visits/" + other.id()).body().contains("Taken because of: a new rule."));
    }

    @Test
    void neighboursAreLinkedByTheirOrder() throws Exception {
        Visit older = shelf.add("motion", true, SUNDAY, false);
        Visit middle = shelf.add("motion", true, SUNDAY, false);
        Visit newer = shelf.add("motion", true, SUNDAY, false);

        String page = house.get("/visits/" + middle.id()).body();

        assertTrue(page.contains("rel=\"prev\" href=\"/visits/" + newer.id() + "\""), page);
        assertTrue(page.contains("rel=\"next\" href=\"/visits/" + older.id() + "\""), page);
    }

    @Test
    void aDeletedVisitIsGoneAndComesBackByTheBarOfTheGallery() throws Exception {
        Visit visit = shelf.add("motion", true, SUNDAY, false);
        String path = "/visits/" + visit.id();
        assertTrue(house.get(path).body().contains("action=\"/visits/delete\""));

        HttpResponse<String> deleted = house.post("/visits/delete", "csrf=&id=" + visit.id());
        String bar = house.get(OpenHouse.location(deleted)).body();

        assertEquals(404, house.get(path).statusCode());
        assertTrue(bar.contains("Deleted.") && bar.contains("action=\"" + path + "/restore\""), bar);
        assertEquals(path, OpenHouse.location(house.post(path + "/restore", "csrf=")));
        assertEquals(200, house.get(path).statusCode());
    }

    @Test
    void theApiDeletesOnce() throws Exception {
        String path =
                "/api/v1/visits/" + shelf.add("motion", true, SUNDAY, false).id();

        assertEquals(204, house.send("DELETE", path, "").statusCode());
        assertEquals(404, house.send("DELETE", path, "").statusCode());
    }

    @Test
    void everyFormThatPostsCarriesTheToken() throws Exception {
        Visit visit = shelf.add("motion", true, SUNDAY, false);

        String page = house.get("/visits/" + visit.id()).body();

        int forms = page.split("method=\"post\"", -1).length;
        assertEquals(forms, page.split("<input type=\"hidden\" name=\"csrf\"", -1).length, page);
        assertTrue(forms > 2, page);
    }
}
