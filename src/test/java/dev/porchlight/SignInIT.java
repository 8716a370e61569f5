package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** A new house, from the code on the console to everything its people do, in a real browser. One story, in its order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SignInIT {
    private static final Pattern CODE = Pattern.compile("^ {4}([0-9A-Z]{4}(-[0-9A-Z]{4}){3})$");
    private static final String PASSWORD = "lantern copper violin";
    private static final String CONFIG = """
            name: Lantern House
            home: {time_zone: UTC}
            data: data
            web: {port: 0}
            plugins: []
            boards: []
            cameras: [{name: door, source: simulated, width: 320, height: 180}]
            visits: {record: [photo], quiet: 200ms, preroll: 1s}
            """;

    @TempDir
    private static Path folder;

    private static Host host;
    private static Browser owner;

    @BeforeAll
    static void aNewHouse() throws IOException, InterruptedException {
        host = Host.run(folder, CONFIG);
        host.await(Pattern.compile("gives pictures"));
        owner = open("owner", true);
    }

    @AfterAll
    static void stop() {
        if (owner != null) {
            owner.close();
        }
        host.close();
    }

    private static Browser open(String profile, boolean withScripts) {
        return Browser.open(host.address(), folder.resolve(profile), withScripts);
    }

    @Test
    @Order(1)
    void theCodeOfTheConsoleLeadsToTheGallery() throws IOException, InterruptedException {
        String code = host.await(CODE).group(1);
        owner.go("/");
        assertEquals("/setup", owner.path());
        owner.assertNothingKeepsPeopleOut();
        owner.go("/setup?code=" + code);
        owner.type("[name=password]", PASSWORD);
        owner.type("[name=again]", PASSWORD);
        owner.see("button.main").click();

        owner.see("[data-first-run]");
        assertEquals("/", owner.path());
        owner.assertNothingKeepsPeopleOut();
        owner.see("form.shoot button").click();
        owner.see(".card img");
        owner.assertQuiet();
    }

    @Test
    @Order(2)
    void aVisitIsStarredFilteredDeletedAndTakenBack() {
        owner.go("/");
        owner.see(".card").click();
        String visit = owner.path();
        owner.see("button.keep[aria-pressed=false]").click();
        owner.see("button.keep[aria-pressed=true]");
        owner.go("/?kept=true");
        assertEquals(1, owner.all(".card").size());

        owner.go(visit);
        owner.see("form[action='/visits/delete'] button").click();
        owner.see("form.undo");
        assertEquals(0, owner.all(".card").size());
        owner.see("form.undo button").click();
        owner.see("button.keep[aria-pressed=true]");
        assertEquals(visit, owner.path());
        owner.assertQuiet();
    }

    @Test
    @Order(3)
    void theKeyboardStarsOpensAndSelectsAndTheZipHasThePicture() throws IOException {
        owner.go("/");
        owner.see(".card");
        owner.press("j");
        owner.press("f");
        owner.await(() -> owner.all(".card .star").isEmpty(), "the star did not go");
        owner.press("j");
        owner.press("x");
        owner.see("#chosen button:not(:disabled)");
        String id = owner.see(".pick :checked").getDomAttribute("value");
        byte[] zip = owner.fetch("/zip?id=" + id);
        assertEquals("PK", new String(zip, 0, 2, StandardCharsets.ISO_8859_1));
        assertTrue(
                new String(zip, StandardCharsets.ISO_8859_1).contains(".jpg"),
                "no picture in " + zip.length + " bytes");
        owner.press("?");
        owner.see("dialog#keys[open]");
        owner.press(Keys.ESCAPE);
        owner.assertQuiet();
    }

    @Test
    @Order(4)
    void aSharedLinkOpensOneVisitForAStranger() throws IOException {
        owner.go("/");
        owner.see(".card").click();
        owner.see("form[action$='/share'] button").click();
        String link = owner.see("#link").getDomProperty("value");
        owner.assertNothingKeepsPeopleOut();
        try (Browser stranger = open("stranger", false)) {
            stranger.go(link.substring(link.indexOf("/visits/")));
            stranger.await(() -> stranger.isPictureShown("article img"), "the picture is not shown");
            assertEquals(0, stranger.all("nav, form[method=post]").size());
            stranger.go("/");
            assertTrue(stranger.path().startsWith("/login"), stranger.path());
        }
        owner.assertQuiet();
    }

    @Test
    @Order(5)
    void aViewerSignsInWithTheKeyboardAloneAndMayNotChange() throws IOException {
        owner.go("/settings");
        owner.assertNothingKeepsPeopleOut();
        owner.see("details:has(form[action='/settings/users']) summary").click();
        owner.type("form[action='/settings/users'] [name=name]", "kid");
        owner.type("form[action='/settings/users'] [name=password]", PASSWORD + " too");
        owner.type("form[action='/settings/users'] [name=again]", PASSWORD + " too");
        owner.see("form[action='/settings/users'] button").click();
        owner.see(".note.good");

        try (Browser kid = open("kid", true)) {
            kid.go("/live");
            kid.see("form.door");
            kid.assertNothingKeepsPeopleOut();
            kid.press("kid", Keys.TAB, PASSWORD + " too", Keys.ENTER);
            kid.see(".view[data-state=live]");
            kid.go("/");
            kid.see(".card").click();
            kid.see("article.visit");
            assertEquals(0, kid.all("form[method=post]").size());
            kid.press("f");
            kid.go("/settings");
            assertEquals(0, kid.all("form[action='/settings/users']").size());
            kid.see("form[action='/logout'] button").click();
            kid.see("form.door");
            kid.press("kid", Keys.TAB, PASSWORD + " too", Keys.ENTER);
            kid.see(".card");

            kid.go("/live");
            kid.see(".view[data-state=live]");
            owner.go("/settings");
            owner.see("form[action='/settings/users/remove'] button").click();
            kid.see("form.door");
        }
    }

    @Test
    @Order(6)
    void signingInWorksWithoutScripts() {
        try (Browser plain = open("plain", false)) {
            plain.go("/status");
            plain.type("[name=name]", "owner");
            plain.type("[name=password]", PASSWORD);
            plain.see("button.main").click();
            plain.see("ul.parts");
            assertEquals("/status", plain.path());
        }
    }

    @Test
    @Order(7)
    void noSecretIsInTheLogOrInAFile() throws IOException {
        String session = owner.cookie("porchlight");
        assertTrue(session.length() > 40, session);
        String known = host.output();
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                known += Files.readString(file, StandardCharsets.ISO_8859_1);
            }
        }
        assertTrue(known.contains("owner") && known.contains("pbkdf2"), "the file of users was not read");
        assertFalse(known.contains(PASSWORD), "a password is kept as it is");
        assertFalse(known.contains(session), "a session can be taken over by whoever reads the disk");
    }
}
