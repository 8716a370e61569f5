package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real server on a free port, asked by real clients, some of them hostile. */
@Timeout(30)
class WebServerTest {
    private Path data;
    private OpenHouse house;
    private Shelf shelf;

    @BeforeEach
    void aHouse(@TempDir Path folder) throws IOException {
        data = folder;
        house = new OpenHouse(folder);
        shelf = house.shelf;
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    /** What a raw request is answered, as the first line. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return String.valueOf(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                            .readLine());
        }
    }

    @Test
    void whileTheDiskIsAwayEveryPageSaysSoAndTheStatusPageStays() throws Exception {
        Visit visit = shelf.add("motion", true);
        house.health.failed("disk", "library 0123 is not in /mnt/usb: its disk is not there; plug it in and mount it");
        shelf.away = true;

        for (String page : List.of("/", "/visits/" + visit.id(), "/media/" + visit.id() + "/photo.jpg")) {
            HttpResponse<String> answer = house.get(page);
            assertEquals(503, answer.statusCode(), page);
            assertTrue(answer.body().contains("its disk is not there; plug it in and mount it"), answer.body());
        }
        HttpResponse<String> api = house.get("/api/v1/visits");
        assertEquals(503, api.statusCode());
        assertTrue(api.body().contains("its disk is not there"), api.body());
        HttpResponse<String> status = house.get("/status");
        assertEquals(200, status.statusCode());
        assertTrue(status.body().contains("plug it in and mount it"), status.body());
    }

    @Test
    void aPhotoDeletedOrChangedByHandIsToldOnItsPage() throws Exception {
        Visit deleted = shelf.add("motion", true);
        Files.delete(data.resolve(deleted.id().value()).resolve("photo.jpg"));
        Visit changed = shelf.add("motion", true);
        Files.write(data.resolve(changed.id().value()).resolve("photo.jpg"), new byte[10]);

        String page = house.get("/visits/" + deleted.id()).body();
        assertTrue(page.contains("The photo is gone") && page.contains("photo.jpg is missing"), page);
        assertTrue(
                house.get("/visits/" + changed.id()).body().contains("This is not the picture that was taken"),
                house.get("/visits/" + changed.id()).body());
        for (String media :
                List.of(deleted.id() + "/photo.jpg", deleted.id() + "/thumb.jpg", changed.id() + "/photo.jpg")) {
            HttpResponse<String> answer = house.get("/media/" + media);
            assertEquals(404, answer.statusCode(), media);
            assertTrue(answer.body().contains("Run: porchlight check"), answer.body());
        }
    }

    @Test
    void anEmptyGallerySaysSo() throws Exception {
        HttpResponse<String> page = house.get("/");

        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("Nobody has come yet"));
    }

    @Test
    void theGalleryShowsTimeAndDistanceAndEscapesWhatItShows() throws Exception {
        Visit visit = shelf.add("<script>alert(1)</script>", true);

        String gallery = house.get("/").body();
        String page = house.get("/visits/" + visit.id()).body();

        assertTrue(gallery.contains("07:15<small>:03</small>"), gallery);
        assertTrue(gallery.contains("1.1 m"), gallery);
        assertTrue(gallery.contains("The &lt;b&gt;Door&lt;/b&gt;"), gallery);
        assertTrue(page.contains("&lt;script&gt;alert(1)"), page);
        assertFalse(page.contains("<script>alert"), page);
    }

    @Test
    void pagesFollowEachOtherToTheEnd() throws Exception {
        for (int i = 0; i < 80; i++) {
            shelf.add("motion", false);
        }
        String path = "/";
        int shown = 0;
        int pages = 0;
        while (!path.isEmpty()) {
            String page = house.get(path).body();
            shown += page.split("class=\"card\"", -1).length - 1;
            pages++;
            int more = page.indexOf("rel=\"next\"");
            path = more < 0
                    ? ""
                    : page.substring(page.lastIndexOf("href=\"", more) + 6, page.lastIndexOf('"', more - 2));
        }

        assertEquals(80, shown);
        assertEquals(3, pages);
    }

    @Test
    void everyPageForbidsWhatItDoesNotNeed() throws Exception {
        HttpResponse<String> page = house.get("/");

        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(policy.contains("default-src 'none'") && !policy.contains("unsafe"), policy);
        assertEquals(
                "nosniff", page.headers().firstValue("X-Content-Type-Options").orElseThrow());
        assertTrue(page.headers().firstValue("Server").isEmpty());
        assertFalse(page.body().contains(" style="), "inline styles would need a weaker policy");
        assertFalse(page.body().contains(" onclick="), page.body());
    }

    @Test
    void aPhotoIsSentWholeInPartsAndNotAtAllWhenTheBrowserHasIt() throws Exception {
        String path = "/media/" + shelf.add("motion", true).id() + "/photo.jpg";
        HttpResponse<byte[]> whole =
                house.client.send(house.request(path).build(), HttpResponse.BodyHandlers.ofByteArray());
        String tag = whole.headers().firstValue("ETag").orElseThrow();

        assertArrayEquals(Shelf.PHOTO, whole.body());
        assertEquals("no-cache", whole.headers().firstValue("Cache-Control").orElseThrow());
        HttpResponse<byte[]> part = house.client.send(
                house.request(path).header("Range", "bytes=10-19").build(), HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(206, part.statusCode());
        assertArrayEquals(Arrays.copyOfRange(Shelf.PHOTO, 10, 20), part.body());
        assertEquals(
                "bytes 10-19/1000", part.headers().firstValue("Content-Range").orElseThrow());
        assertEquals(416, house.get(path, "Range", "bytes=1000-").statusCode());
        assertEquals(
                200,
                house.get(path, "Range", "bytes=0-1", "If-Range", "\"another\"").statusCode());
        assertEquals(206, house.get(path, "Range", "bytes=0-1", "If-Range", tag).statusCode());
        assertEquals(304, house.get(path, "If-None-Match", tag).statusCode());
        assertTrue(house.get(path + "?v=abababab")
                .headers()
                .firstValue("Cache-Control")
                .orElseThrow()
                .contains("immutable"));
        assertEquals(
                "no-cache",
                house.get(path + "?v=00000000")
                        .headers()
                        .firstValue("Cache-Control")
                        .orElseThrow());
    }

    @Test
    void aHeadRequestHasTheLengthAndNoBody() throws Exception {
        String path = "/media/" + shelf.add("motion", true).id() + "/photo.jpg";

        HttpResponse<String> head = house.send("HEAD", path, "");

        assertEquals("1000", head.headers().firstValue("Content-Length").orElseThrow());
        assertEquals("", head.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/visits/01M0000000000000000000000A",
                "/visits/../../etc/passwd",
                "/media/01M0000000000000000000000A/photo.jpg",
                "/media/x/photo.jpg",
                "/media/",
                "/static/../porchlight.yaml",
                "/static/nothing.js",
                "/api/v1/visits/x",
                "/api/v1/nothing"
            })
    void whatIsNotThereIsNotFound(String path) throws Exception {
        HttpResponse<String> answer = house.get(path);

        assertTrue(answer.statusCode() == 404 || answer.statusCode() == 400, path + ": " + answer.statusCode());
        assertFalse(answer.body().contains("jetty") || answer.body().contains("Exception"), answer.body());
    }

    @Test
    void noWayLeadsOutOfAVisitsFolder() throws Exception {
        String id = shelf.add("motion", true).id().value();
        for (String path : List.of("..%2fx.yaml", "..%2f..%2fetc%2fpasswd", "%2e%2e/x.yaml", "..\\x", "visit.json")) {
            String answer =
                    raw("GET /media/" + id + "/" + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(answer.contains(" 404") || answer.contains(" 400"), path + ": " + answer);
        }
    }

    @Test
    void aStrangeNameForThisHouseIsRefused() throws Exception {
        for (String host : List.of("evil.example.com", "porch.local.evil.example", "")) {
            String answer = raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            assertTrue(answer.contains(" 421") || answer.contains(" 400"), host + ": " + answer);
        }
        for (String host :
                List.of("localhost", "192.168.1.7:8080", "[::1]", "raspberrypi", "porch.local", "porch.example.org")) {
            String answer = raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            assertTrue(answer.contains(" 200"), host + ": " + answer);
        }
    }

    @Test
    void anotherWebSiteMayNotChangeAnything() throws Exception {
        Visit visit = shelf.add("motion", true);
        String keep = "/visits/" + visit.id() + "/keep";

        assertEquals(
                403,
                house.send("POST", keep, "", "Origin", "http://evil.example").statusCode());
        assertEquals(
                403,
                house.send("POST", keep, "", "Sec-Fetch-Site", "cross-site").statusCode());
        assertEquals(
                403,
                house.send("PATCH", "/api/v1/visits/" + visit.id(), "{}", "Origin", "null")
                        .statusCode());
        assertFalse(shelf.find(visit.id()).orElseThrow().kept());
    }

    @Test
    void methodsThatNobodyNeedsAreRefused() throws Exception {
        assertTrue(raw("TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .contains(" 405"));
        assertTrue(raw("BREW / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .contains(" 405"));
    }

    @Test
    void headersWithoutEndAndLinesThatAreNoneAreRefused() throws Exception {
        assertTrue(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(20_000) + "\r\n\r\n")
                .contains(" 431"));
        assertTrue(raw("\u0001\u0002 nonsense\r\n\r\n").contains(" 400"));
    }

    @Test
    void aVisitIsStarredFromItsPageWithoutAScript() throws Exception {
        Visit visit = shelf.add("motion", true);

        HttpResponse<String> answer = house.send(
                "POST",
                "/visits/" + visit.id() + "/keep",
                "kept=true",
                "Content-Type",
                "application/x-www-form-urlencoded");

        assertEquals(303, answer.statusCode());
        assertEquals(
                "/visits/" + visit.id(), answer.headers().firstValue("Location").orElseThrow());
        assertTrue(shelf.find(visit.id()).orElseThrow().kept());
        assertTrue(house.get("/visits/" + visit.id()).body().contains("Starred"));
    }

    @Test
    void theApiListsVisitsAndPagesThem() throws Exception {
        shelf.add("motion", true);
        Visit second = shelf.add("motion", false);

        String first = house.get("/api/v1/visits?limit=1").body();

        assertTrue(first.startsWith("{\"visits\":[{\"id\":\"" + second.id() + "\",\"seq\":2,"), first);
        assertTrue(first.contains("\"closest_cm\":112,\"photo\":null"), first);
        assertTrue(first.endsWith("\"next\":2}"), first);
        String last = house.get("/api/v1/visits?limit=1&before=2").body();
        assertTrue(last.contains("\"photo\":{\"url\":\"/media/") && last.endsWith("\"next\":null}"), last);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=0", "limit=501", "limit=x", "from=yesterday", "before=-1", "kept=maybe", "min_cm=1e9"})
    void aWrongParameterIsNamed(String parameter) throws Exception {
        HttpResponse<String> answer = house.get("/api/v1/visits?" + parameter);

        assertEquals(400, answer.statusCode());
        assertTrue(answer.body().startsWith("{\"error\":\"" + parameter.split("=", -1)[0] + " must be"), answer.body());
    }

    @Test
    void theApiStarsAVisitAndRefusesWhatItDoesNotUnderstand() throws Exception {
        String path = "/api/v1/visits/" + shelf.add("motion", true).id();

        assertTrue(house.send("PATCH", path, "{\"kept\": true}").body().contains("\"kept\":true"));
        for (String body : List.of("", "{", "[]", "{\"kept\": 1}", "{\"kept\": true, \"x\": 1}", "x".repeat(10_000))) {
            HttpResponse<String> answer = house.send("PATCH", path, body);
            assertEquals(400, answer.statusCode(), body);
            assertTrue(answer.body().contains("{\\\"kept\\\": true}"), answer.body());
        }
        assertEquals(405, house.send("DELETE", "/api/v1/visits", "").statusCode());
    }

    @Test
    void aPictureTakenByHandIsAnsweredWithTheVisit() throws Exception {
        house.byHand.complete(shelf.add("taken by hand", true));

        HttpResponse<String> answer = house.send("POST", "/api/v1/visits", "");
        HttpResponse<String> page = house.send("POST", "/visits", "");

        assertEquals(201, answer.statusCode());
        VisitId id = house.byHand.join().id();
        assertEquals(
                "/api/v1/visits/" + id, answer.headers().firstValue("Location").orElseThrow());
        assertEquals(303, page.statusCode());
        assertEquals("/visits/" + id, page.headers().firstValue("Location").orElseThrow());
    }

    @Test
    void aPictureThatCannotBeTakenSaysWhy() throws Exception {
        assertTrue(house.send("POST", "/api/v1/visits?camera=garage", "").body().contains("there is no camera garage"));
        house.byHand.completeExceptionally(new IOException("the disk is full"));

        HttpResponse<String> answer = house.send("POST", "/api/v1/visits", "");

        assertEquals(503, answer.statusCode());
        assertEquals("{\"error\":\"the disk is full\"}", answer.body());
        assertTrue(house.send("POST", "/visits", "").body().contains("the disk is full"));
    }

    @Test
    void newsReachAPageThatListens() throws Exception {
        HttpResponse<InputStream> stream =
                house.client.send(house.request("/api/v1/events").build(), HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertEquals("retry: 3000", lines.readLine());
            house.feed.tell("visit.started", "01M0000000000000000000000A");

            assertEquals("", lines.readLine());
            assertEquals("event: visit.started", lines.readLine());
            assertEquals("data: 01M0000000000000000000000A", lines.readLine());
        }
    }

    @Test
    void theStatusPageSaysInWordsWhatIsWrong() throws Exception {
        house.health.ok("board door", "heard on /dev/ttyACM0");
        house.health.failed("camera front", "the camera is in use by another program; stop that one");

        String page = house.get("/status").body();
        String json = house.get("/api/v1/status").body();

        assertTrue(page.contains("One part needs you.") && page.contains("stop that one"), page);
        assertTrue(json.contains("\"state\":\"failed\",\"parts\":[{\"part\":\"board door\",\"state\":\"ok\""), json);
    }

    @Test
    void theStatusPageSaysHowMuchIsKeptAndSinceWhen() throws Exception {
        assertTrue(
                house.get("/status").body().contains("0 visits kept, "),
                house.get("/status").body());
        shelf.add("motion", true, LocalDate.of(2025, 10, 3), false);
        assertTrue(house.get("/status").body().contains("Keeps 1 visit of 3 October 2025, 0 MB of 16 GB used; "));
        shelf.addClip(11_240_000_000L);

        String page = house.get("/status").body();
        String german = house.get("/status", "Accept-Language", "de").body();

        assertTrue(page.contains("Keeps 2 visits back to 3 October 2025, 11.2 GB of 16 GB used; "), page);
        assertTrue(german.contains("2 Besuche zurück bis 3. Oktober 2025, 11,2 GB von 16 GB belegt; "), german);
    }

    @Test
    void aTakenPortIsAdvice() {
        try (WebServer second = house.serverOn(house.port())) {
            IOException e = assertThrows(IOException.class, second::start);
            assertTrue(e.getMessage().contains("is taken by another program"), e.getMessage());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void itLives() throws Exception {
        assertEquals("ok\n", house.get("/livez").body());
    }

    @Test
    void itIsReadyUntilAPartFailsAndSaysWhich() throws Exception {
        house.health.ok("board door", "heard on /dev/ttyACM0");
        house.health.warning("disk", "nearly full");
        assertEquals("ready\n", house.get("/readyz").body());
        assertEquals(200, house.get("/readyz").statusCode());

        house.health.failed("camera front", "no frame for 5 s");
        HttpResponse<String> answer = house.get("/readyz?verbose");

        assertEquals(503, answer.statusCode());
        assertEquals("not ready\n", house.get("/readyz").body());
        assertTrue(answer.body().startsWith("not ready\n"), answer.body());
        assertTrue(answer.body().contains("ok board door: heard on /dev/ttyACM0\n"), answer.body());
        assertTrue(answer.body().contains("warning disk: nearly full\n"), answer.body());
        assertTrue(answer.body().contains("failed camera front: no frame for 5 s\n"), answer.body());
    }
}
