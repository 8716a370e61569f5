package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.library.Visit;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The gallery as a browser without scripts sees it. */
@Timeout(30)
class GalleryTest {
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

    private String page(String path, String... headers) throws IOException, InterruptedException {
        HttpResponse<String> answer = house.get(path, headers);
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body();
    }

    private static int cards(String page) {
        return page.split("class=\"card\"", -1).length - 1;
    }

    private static LocalDate today() {
        return LocalDate.now(ZoneId.of("Europe/Berlin"));
    }

    @Test
    void beforeAnybodyCameThePageShowsWhatIsHeardAndSeen() throws Exception {
        house.health.ok("camera front", "gives pictures, 1280x720");
        house.health.failed("camera back", "is <unplugged>; plug it in");

        String page = page("/");

        assertTrue(page.contains("Nobody has come yet") && page.contains("Take a test visit"), page);
        assertTrue(page.contains("Camera front") && page.contains("gives pictures, 1280x720"), page);
        assertTrue(page.contains("aria-label=\"does not work\"") && page.contains("is &lt;unplugged&gt;"), page);
        assertFalse(page.contains("id=\"filters\""), page);
    }

    @Test
    void eachDayHasItsSectionWithItsCount() throws Exception {
        shelf.add("motion", true, SUNDAY, false);
        shelf.add("motion", true, SUNDAY.plusDays(1), false);
        shelf.add("motion", true, SUNDAY.plusDays(1), false);

        String page = page("/");

        assertTrue(page.contains("<h2>Monday, 10 March 2025 <small>2 visits</small></h2>"), page);
        assertTrue(page.contains("<h2>Sunday, 9 March 2025 <small>1 visit</small></h2>"), page);
    }

    @Test
    void theFormKeepsWhatIsFilteredAndEachFilterIsAPillThatTakesItAway() throws Exception {
        shelf.keep(shelf.add("motion", true, SUNDAY, true).id(), true);
        shelf.add("motion", true, SUNDAY, false);

        String page =
                page("/?from=2025-03-01&to=2025-03-31&camera=front&min_cm=50&max_cm=200&kept=true&with_clip=true");

        assertEquals(1, cards(page), page);
        for (String kept : new String[] {
            "name=\"from\" max=\"" + today() + "\" value=\"2025-03-01\"",
            "name=\"to\" max=\"" + today() + "\" value=\"2025-03-31\"",
            "<option selected>front</option>",
            "name=\"min_cm\" min=\"0\" max=\"1000\" inputmode=\"numeric\" value=\"50\"",
            "inputmode=\"numeric\" value=\"200\"",
            "name=\"kept\" value=\"true\" checked",
            "name=\"with_clip\" value=\"true\" checked",
            "href=\"/?from=2025-03-01&amp;to=2025-03-31&amp;min_cm=50&amp;max_cm=200&amp;kept=true&amp;with_clip=true\""
                    + " aria-label=\"Remove filter: front\"",
            "aria-label=\"Remove filter: 200 cm or nearer\""
        }) {
            assertTrue(page.contains(kept), kept + " is not in " + page);
        }
    }

    @Test
    void aFilterThatNothingMatchesSaysSoAndLeadsBack() throws Exception {
        shelf.add("motion", true, SUNDAY, false);

        String page = page("/?with_clip=true");

        assertEquals(0, cards(page));
        assertTrue(page.contains("No visit is like that") && page.contains("href=\"/\">Show all visits"), page);
        assertFalse(page.contains("Nobody has come yet"), page);
    }

    @Test
    void aClipShowsItsLengthOnTheCard() throws Exception {
        shelf.add("motion", true, SUNDAY, true);

        assertTrue(page("/").contains("title=\"Video of 10 s\""), page("/"));
    }

    @Test
    void theCalendarShowsTheDaysOfVisitsAndLeadsToThemWithTheFiltersKept() throws Exception {
        shelf.add("motion", true, SUNDAY.minusMonths(1), false);
        shelf.add("motion", true, SUNDAY, false);

        String page = page("/?month=2025-03&max_cm=200");

        assertTrue(page.contains("<details class=\"sheet\" id=\"calendar\" open>"), page);
        assertTrue(page.contains("<b id=\"month\">March 2025</b>"), page);
        assertTrue(
                page.contains(
                        "<a href=\"/?max_cm=200&amp;day=2025-03-09\" aria-label=\"Sunday, 9 March 2025: 1 visit\""),
                page);
        assertTrue(page.contains("href=\"/?max_cm=200&amp;month=2025-02\" aria-label=\"Earlier month\""), page);
        assertTrue(page.contains("href=\"/?max_cm=200&amp;month=2025-04\" aria-label=\"Later month\""), page);
        // March 2025 begins on a Saturday, so its first week has five empty cells.
        assertTrue(page.contains("<tr><td></td><td></td><td></td><td></td><td></td><td><span>1</span>"), page);
        assertFalse(page("/?month=2025-02").contains("Earlier month"), "nothing is earlier");
        assertEquals(400, house.get("/?month=soon").statusCode());
    }

    @Test
    void daysToComeCannotBeChosenAndNeitherCanTheNextMonth() throws Exception {
        shelf.add("motion", true, SUNDAY, false);
        YearMonth next = YearMonth.from(today()).plusMonths(1);

        assertFalse(page("/?month=" + YearMonth.from(today())).contains("Later month"));
        assertTrue(page("/?month=" + next).contains("<span class=\"future\">28</span>"));
    }

    @Test
    void theDayAndItsNumbersAreInTheReadersLanguage() throws Exception {
        shelf.add("motion", true, SUNDAY, false);
        shelf.add("motion", true, today(), false);

        String german = page("/", "Accept-Language", "fr, de-AT;q=0.9, en;q=0.8");
        String spanish = page("/", "Accept-Language", "es-MX");
        String other = page("/", "Accept-Language", "fr");

        assertTrue(german.contains("<html lang=\"de\">"), german);
        assertTrue(german.contains("<h2>Heute") && german.contains("<h2>Sonntag, 9. März 2025"), german);
        assertTrue(german.contains("1,1 m"), german);
        assertTrue(spanish.contains("<html lang=\"es\">") && spanish.contains("<h2>Hoy"), spanish);
        assertTrue(spanish.contains("<h2>Domingo, 9 de marzo de 2025"), spanish);
        assertTrue(other.contains("<html lang=\"en\">") && other.contains("<h2>Today"), other);
        assertEquals(
                "Accept-Language, Cookie",
                house.get("/").headers().firstValue("Vary").orElseThrow());
    }

    @Test
    void whatIsSelectedIsDeletedAndComesBackByUndo() throws Exception {
        Visit first = shelf.add("motion", true, SUNDAY, false);
        Visit second = shelf.add("motion", true, SUNDAY, false);
        shelf.add("motion", true, SUNDAY, false);
        assertTrue(
                page("/").contains("<input type=\"checkbox\" form=\"chosen\" name=\"id\" value=\"" + first.id() + "\""),
                page("/"));

        HttpResponse<String> deleted =
                house.post("/visits/delete", "csrf=&id=" + first.id() + "&id=" + second.id() + "&id=nonsense");
        String bar = page(OpenHouse.location(deleted));

        assertEquals(303, deleted.statusCode());
        assertEquals(1, cards(bar));
        assertTrue(bar.contains("2 visits deleted.") && bar.contains("action=\"/visits/restore\""), bar);
        HttpResponse<String> restored = house.post("/visits/restore", "csrf=&id=" + first.id() + "&id=" + second.id());
        assertEquals("/", OpenHouse.location(restored));
        assertEquals(3, cards(page("/")));
        assertFalse(page(OpenHouse.location(deleted)).contains("2 visits deleted."), "it was taken back");
    }

    @Test
    void programsAreAnsweredInEnglishWhateverTheLanguageAsked() throws Exception {
        HttpResponse<String> answer = house.get("/api/v1/nothing", "Accept-Language", "de");

        assertTrue(answer.body().contains("There is nothing at this address."), answer.body());
        assertTrue(house.get("/nothing", "Accept-Language", "de").body().contains("Hier ist nichts"));
    }

    @Test
    void tooManyAtOnceAreRefusedAndNoneIsDeleted() throws Exception {
        Visit visit = shelf.add("motion", true, SUNDAY, false);

        HttpResponse<String> answer =
                house.post("/visits/delete", ("id=" + visit.id() + "&").repeat(Deletion.MOST + 1));

        assertEquals(400, answer.statusCode());
        assertTrue(answer.body().contains("At most 100 visits can be deleted at once."), answer.body());
        assertTrue(shelf.find(visit.id()).orElseThrow().deletedAt().isEmpty());
    }

    @Test
    void nothingFromOutsideIsEverMarkup() throws Exception {
        shelf.add("<i>why</i>", false, SUNDAY, false);

        String page = page("/?camera=%3Cscript%3E%22'&deleted=%3Cscript%3E");

        assertTrue(page.contains("&lt;script&gt;&quot;&#39;"), page);
        assertFalse(page.contains("<script>"), page);
        assertTrue(page.contains("The &lt;b&gt;Door&lt;/b&gt;"), page);
    }

    @Test
    void whatIsSelectedOrADayIsDownloadedAsOneFile() throws Exception {
        Visit visit = shelf.add("motion", true, SUNDAY, false);

        for (String choice : new String[] {"id=" + visit.id(), "day=2025-03-09"}) {
            HttpResponse<String> zip = house.get("/zip?" + choice);
            assertEquals(200, zip.statusCode(), choice);
            assertEquals(
                    "application/zip", zip.headers().firstValue("Content-Type").orElseThrow());
            assertTrue(zip.body().startsWith("PK") && zip.body().contains("2025-03-09_07-15-03_front.jpg"), choice);
        }
        assertEquals(400, house.get("/zip").statusCode());
        assertTrue(page("/").contains("action=\"/zip\""), page("/"));
    }
}
