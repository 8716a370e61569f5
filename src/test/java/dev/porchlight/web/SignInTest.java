package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.library.Visit;
import dev.porchlight.web.access.Access;
import dev.porchlight.web.access.Scope;
import dev.porchlight.web.access.Sessions;
import dev.porchlight.web.access.UserRole;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, and what they are told: over real sockets, with the real file of users. */
class SignInTest {
    private static final String PASSWORD = "lantern copper violin moss";
    private static final String FORM = "application/x-www-form-urlencoded";

    private static OpenHouse house;
    private static Access access;
    private static Visit visit;
    private static String anna;
    private static String bert;

    @BeforeAll
    static void aHouse(@TempDir Path folder) throws Exception {
        house = OpenHouse.withLogin(folder);
        access = house.access.orElseThrow();
        visit = house.shelf.add("motion", true);
        anna = access.setUp(here(), access.setUp().code().orElseThrow(), "anna", PASSWORD);
        access.users().setPassword("bert", Optional.of(UserRole.VIEWER), PASSWORD + " too");
        bert = access.signIn(here(), "bert", PASSWORD + " too");
        access.start(code -> {});
    }

    @AfterAll
    static void stop() throws IOException {
        house.close();
    }

    private static Access.Caller here() {
        return new Access.Caller("127.0.0.1", "a test");
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static HttpResponse<String> get(String session, String path) throws IOException, InterruptedException {
        return house.get(path, "Cookie", "porchlight=" + session);
    }

    private static HttpResponse<String> post(String session, String path, Map<String, String> fields)
            throws IOException, InterruptedException {
        return house.send(
                "POST",
                path,
                form(fields) + "&csrf=" + Sessions.csrfToken(session),
                "Content-Type",
                FORM,
                "Cookie",
                "porchlight=" + session);
    }

    private static String cookie(HttpResponse<?> answer) {
        return answer.headers().firstValue("Set-Cookie").orElseThrow();
    }

    private static String session(HttpResponse<?> answer) {
        return cookie(answer).split("[=;]", -1)[1];
    }

    @Test
    void aPageAsksWhoItIsAndLeadsBackAfterwards() throws Exception {
        HttpResponse<String> page = house.get("/visits/" + visit.id() + "?x=1");

        assertEquals(401, page.statusCode());
        Matcher refresh = Pattern.compile("http-equiv=\"refresh\" content=\"0; url=([^\"]+)\"")
                .matcher(page.body());
        assertTrue(refresh.find(), page.body());
        HttpResponse<String> login = house.get(refresh.group(1));
        assertTrue(login.body().contains("name=\"next\" value=\"/visits/" + visit.id() + "?x=1\""), login.body());

        HttpResponse<String> in = house.post(
                "/login", form(Map.of("name", " Anna ", "password", PASSWORD, "next", "/visits/" + visit.id())));

        assertEquals(303, in.statusCode());
        assertEquals("/visits/" + visit.id(), OpenHouse.location(in));
        assertTrue(
                cookie(in).matches("porchlight=[A-Za-z0-9_-]{43}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict"),
                cookie(in));
        assertEquals(200, get(session(in), "/visits/" + visit.id()).statusCode());
    }

    @Test
    void whoIsSignedInIsNotAskedAgain() throws Exception {
        assertEquals("/live", OpenHouse.location(get(anna, "/login?next=/live")));
    }

    @Test
    void aWrongPasswordIsRefusedInTheReadersLanguageAndTheNameIsKept() throws Exception {
        HttpResponse<String> answer = house.send(
                "POST",
                "/login",
                form(Map.of("name", "anna\"><script>", "password", "wrong")),
                "Content-Type",
                FORM,
                "Accept-Language",
                "de");

        assertEquals(401, answer.statusCode());
        assertTrue(answer.body().contains("Der Name oder das Passwort stimmt nicht."), answer.body());
        assertTrue(answer.body().contains("value=\"anna&quot;&gt;&lt;script&gt;\""), answer.body());
        assertEquals(Optional.empty(), answer.headers().firstValue("Set-Cookie"));
    }

    /** A proxy on this machine that nobody declared is not the machine's own console. */
    @Test
    void aGuesserMustWaitAndIsToldHowLong() throws Exception {
        HttpResponse<String> last = null;
        for (int i = 0; i < 6; i++) {
            last = house.send(
                    "POST",
                    "/login",
                    form(Map.of("name", "nobody", "password", "guess " + i)),
                    "Content-Type",
                    FORM,
                    "X-Forwarded-For",
                    "203.0.113.9");
        }

        assertEquals(429, last.statusCode());
        assertTrue(Integer.parseInt(last.headers().firstValue("Retry-After").orElseThrow()) > 20);
        assertTrue(last.body().contains("too many wrong tries"), last.body());
    }

    @Test
    void afterSigningInNobodyIsLedToAnotherWebSite() throws Exception {
        for (String next : List.of("//evil.example", "https://evil.example", "/\\evil.example", "/a b", "", "/\r\n")) {
            String path = "/login?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
            assertEquals("/", OpenHouse.location(get(anna, path)), next);
        }
    }

    @Test
    void aChangeMustRepeatTheTokenOfItsSession() throws Exception {
        String path = "/visits/" + visit.id() + "/keep";
        for (String token : List.of("", "x", Sessions.csrfToken(bert))) {
            HttpResponse<String> answer = house.send(
                    "POST", path, "kept=true&csrf=" + token, "Content-Type", FORM, "Cookie", "porchlight=" + anna);
            assertEquals(403, answer.statusCode());
            assertTrue(answer.body().contains("Go back, load the page anew and do it again."), answer.body());
        }
        assertFalse(house.shelf.find(visit.id()).orElseThrow().kept());

        assertEquals(303, post(anna, path, Map.of("kept", "true")).statusCode());
        assertTrue(house.shelf.find(visit.id()).orElseThrow().kept());
        assertEquals(303, post(anna, path, Map.of("kept", "false")).statusCode());
    }

    @Test
    void aScriptOfOurPagesSendsTheTokenInAHeader() throws Exception {
        String path = "/api/v1/visits/" + visit.id();
        String cookie = "porchlight=" + anna;

        assertEquals(
                403,
                house.send("PATCH", path, "{\"kept\": false}", "Cookie", cookie).statusCode());
        assertEquals(
                200,
                house.send(
                                "PATCH",
                                path,
                                "{\"kept\": false}",
                                "Cookie",
                                cookie,
                                "X-CSRF-Token",
                                Sessions.csrfToken(anna))
                        .statusCode());
    }

    @Test
    void aViewerLooksAndIsNotOfferedWhatChanges() throws Exception {
        String page = get(bert, "/visits/" + visit.id()).body();
        String gallery = get(bert, "/").body();

        for (String address : List.of("/keep", "/visits/delete", "/share", "action=\"/visits\"")) {
            assertFalse((page + gallery).contains(address), address);
        }
        assertTrue(gallery.contains(visit.id().value()), gallery);
        assertTrue(get(bert, "/settings").body().contains("only looks"));
        HttpResponse<String> refused =
                post(bert, "/visits/delete", Map.of("id", visit.id().value()));
        assertEquals(403, refused.statusCode());
        assertTrue(refused.body().contains("Ask an owner of this house"), refused.body());
    }

    @Test
    void aTokenOpensTheApiAndAsABasicPasswordThePictures() throws Exception {
        String secret = access.tokens().add("home assistant", Set.of(Scope.LOOK));
        String basic = "Basic " + Base64.getEncoder().encodeToString(("ha:" + secret).getBytes(StandardCharsets.UTF_8));
        String photo = "/media/" + visit.id() + "/photo.jpg";

        assertEquals(
                200,
                house.get("/api/v1/visits", "Authorization", "Bearer " + secret).statusCode());
        assertEquals(200, house.get(photo, "Authorization", basic).statusCode());
        assertEquals(401, house.get("/api/v1/visits", "Authorization", basic).statusCode());
        assertEquals(
                403,
                house.send("DELETE", "/api/v1/visits/" + visit.id(), "", "Authorization", "Bearer " + secret)
                        .statusCode());
        for (String wrong : List.of("Bearer x", "Basic x", "Basic eA==", "Bearer", "Digest y", "")) {
            assertEquals(401, house.get(photo, "Authorization", wrong).statusCode(), wrong);
        }
        access.tokens().remove("home assistant");
        assertEquals(401, house.get(photo, "Authorization", basic).statusCode());
    }

    /** A browser would open a window of its own over the page that says how to sign in. */
    @Test
    void onlyProgramsAreAskedForABasicPassword() throws Exception {
        String photo = "/media/" + visit.id() + "/photo.jpg";

        assertTrue(challenge(house.get(photo, "User-Agent", "VLC/3.0")).startsWith("Basic "));
        assertTrue(challenge(house.get(photo, "User-Agent", "Mozilla/5.0")).startsWith("Bearer "));
        assertTrue(challenge(house.get("/api/v1/visits")).startsWith("Bearer "));
    }

    private static String challenge(HttpResponse<?> answer) {
        assertEquals(401, answer.statusCode());
        return answer.headers().firstValue("WWW-Authenticate").orElseThrow();
    }

    @Test
    void aSharedLinkShowsOneVisitWithItsPictureAndNothingElse() throws Exception {
        Visit other = house.shelf.add("motion", true);
        HttpResponse<String> share = post(anna, "/visits/" + visit.id() + "/share", Map.of());
        Matcher link = Pattern.compile("value=\"https://porch.example.org(/visits/[^\"]+)\"")
                .matcher(share.body());
        assertTrue(link.find(), share.body());
        String address = link.group(1).replace("&amp;", "&");

        HttpResponse<String> page = house.get(address);

        assertEquals(200, page.statusCode());
        for (String hidden : List.of("<nav", other.id().value(), "<form method=\"post\"", "href=\"/\"")) {
            assertFalse(page.body().contains(hidden), hidden + " in " + page.body());
        }
        Matcher photo = Pattern.compile("<img src=\"(/media/[^\"]+)\"").matcher(page.body());
        assertTrue(photo.find(), page.body());
        String picture = photo.group(1).replace("&amp;", "&");
        assertEquals(200, house.get(picture).statusCode());
        String query = address.substring(address.indexOf('?'));
        assertEquals(401, house.get("/visits/" + other.id() + query).statusCode());
        assertEquals(
                401, house.get("/media/" + other.id() + "/photo.jpg" + query).statusCode());
        assertEquals(401, house.get("/" + query).statusCode());
        assertEquals(401, house.get(address.replace("until=1", "until=2")).statusCode());
        assertEquals(401, house.send("DELETE", "/api/v1" + address, "").statusCode());
        assertEquals(200, get(bert, address).statusCode());

        post(anna, "/settings/links/revoke", Map.of());
        assertEquals(401, house.get(address).statusCode());
        assertEquals(401, house.get(picture).statusCode());
    }

    @Test
    void aLinkThatIsOverSaysSo() throws Exception {
        String link =
                "/visits/" + visit.id() + "?" + access.links().visit(visit.id().value(), Duration.ZERO);

        HttpResponse<String> answer = house.get(link);

        assertEquals(410, answer.statusCode());
        assertTrue(answer.body().contains("Ask whoever sent it for a new one."), answer.body());
    }

    @Test
    void streamsEndWithTheirSession() throws Exception {
        String here = access.signIn(here(), "bert", PASSWORD + " too");
        HttpResponse<InputStream> stream = house.client.send(
                house.request("/api/v1/events")
                        .header("Cookie", "porchlight=" + here)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(200, stream.statusCode());

        assertEquals("/login", OpenHouse.location(post(here, "/logout", Map.of())));

        try (InputStream events = stream.body()) {
            assertNotEquals("", new String(events.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertEquals(401, get(here, "/").statusCode());
    }

    @Test
    void aDownloadEndsWithItsSession() throws Exception {
        Visit lengthy = house.shelf.addClip(30_000_000);
        String here = access.signIn(here(), "bert", PASSWORD + " too");
        HttpResponse<InputStream> clip = house.client.send(
                house.request("/media/" + lengthy.id() + "/clip.mp4")
                        .header("Cookie", "porchlight=" + here)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = clip.body()) {
            assertEquals(1, body.readNBytes(1).length);

            post(here, "/logout", Map.of());

            assertThrows(IOException.class, body::readAllBytes);
        }
    }

    @Test
    void anOwnersOwnPasswordIsChangedWithTheOldOneOnly() throws Exception {
        HttpResponse<String> refused = post(
                anna,
                "/settings/users",
                Map.of("name", " ANNA", "role", "viewer", "password", "another long one", "again", "another long one"));

        assertEquals(400, refused.statusCode());
        assertTrue(refused.body().contains("change your own password with the old one"), refused.body());
        assertEquals(200, get(anna, "/settings").statusCode());
    }

    @Test
    void oneBrowserCanBeSignedOutFromAnother() throws Exception {
        String phone =
                access.signIn(new Access.Caller("127.0.0.1", "Mozilla/5.0 (Android) Firefox/1"), "anna", PASSWORD);
        String page = get(anna, "/settings").body();
        assertTrue(page.contains("Firefox, Android"), page);
        String hash = access.bySession(phone, "127.0.0.1").orElseThrow().hash();

        HttpResponse<String> done = post(anna, "/settings/sessions/end", Map.of("session", hash));

        assertEquals("/settings?done=session", OpenHouse.location(done));
        assertEquals(401, get(phone, "/").statusCode());
        assertEquals(200, get(anna, "/").statusCode());
        String foreign = access.bySession(bert, "127.0.0.1").orElseThrow().hash();
        post(anna, "/settings/sessions/end", Map.of("session", foreign));
        assertEquals(200, get(bert, "/").statusCode());
    }

    @Test
    void anOwnerAddsAndRemovesPeople() throws Exception {
        Map<String, String> clara = Map.of("name", "Clara", "role", "viewer", "password", PASSWORD, "again", PASSWORD);

        assertEquals("/settings?done=user", OpenHouse.location(post(anna, "/settings/users", clara)));
        String hers = access.signIn(here(), "clara", PASSWORD);
        assertEquals(200, get(hers, "/").statusCode());
        assertEquals(403, post(hers, "/settings/users", clara).statusCode());
        assertEquals(
                "/settings?done=removed",
                OpenHouse.location(post(anna, "/settings/users/remove", Map.of("name", "clara"))));
        assertEquals(401, get(hers, "/").statusCode());

        HttpResponse<String> self = post(anna, "/settings/users/remove", Map.of("name", "anna"));
        assertEquals(400, self.statusCode());
        assertTrue(self.body().contains("This is you"), self.body());
    }

    @Test
    void aBadNewPasswordChangesNothingAndSaysWhy() throws Exception {
        HttpResponse<String> shortOne =
                post(anna, "/settings/password", Map.of("old", PASSWORD, "password", "short", "again", "short"));
        assertEquals(400, shortOne.statusCode());
        assertTrue(shortOne.body().contains("take at least 12"), shortOne.body());
        HttpResponse<String> unlike = post(
                anna, "/settings/password", Map.of("old", PASSWORD, "password", PASSWORD + "1", "again", PASSWORD));
        assertTrue(unlike.body().contains("The two passwords are not the same"), unlike.body());
        assertEquals(200, get(anna, "/").statusCode());
    }

    @Test
    void aNewTokenIsShownOnce() throws Exception {
        String page = post(anna, "/settings/tokens", Map.of("name", "node-red", "change", "true"))
                .body();
        Matcher secret = Pattern.compile("value=\"(porch_[A-Za-z0-9_-]{43})\"").matcher(page);
        assertTrue(secret.find(), page);
        String bearer = "Bearer " + secret.group(1);

        assertEquals(200, house.get("/api/v1/status", "Authorization", bearer).statusCode());
        assertFalse(get(anna, "/settings").body().contains(secret.group(1)));
        assertEquals(
                403,
                house.send("POST", "/settings/tokens", "name=more", "Content-Type", FORM, "Authorization", bearer)
                        .statusCode(),
                "a token made another token");
        post(anna, "/settings/tokens/remove", Map.of("name", "node-red"));
        assertEquals(401, house.get("/api/v1/status", "Authorization", bearer).statusCode());
    }

    @Test
    void signingOutEverywhereEndsThisBrowserToo() throws Exception {
        access.users().setPassword("dora", Optional.of(UserRole.VIEWER), PASSWORD);
        String one = access.signIn(here(), "dora", PASSWORD);
        String two = access.signIn(here(), "dora", PASSWORD);

        HttpResponse<String> out = post(one, "/settings/sessions/end-all", Map.of());

        assertEquals("/login", OpenHouse.location(out));
        assertTrue(cookie(out).startsWith("porchlight=; Path=/; Max-Age=0"), cookie(out));
        assertEquals(401, get(one, "/").statusCode());
        assertEquals(401, get(two, "/").statusCode());
    }
}
