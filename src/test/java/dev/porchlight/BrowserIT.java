package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages in a real browser, on the packaged program's demo. */
class BrowserIT {
    @TempDir
    private static Path folder;

    private static Host host;

    @BeforeAll
    static void theDemo() throws IOException, InterruptedException {
        host = Host.start(folder, "demo", "--port", "0");
        host.awaitReady();
        host.awaitTaken(1);
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private static Browser open(String profile, boolean withScripts) {
        return Browser.open(host.address(), folder.resolve(profile), withScripts);
    }

    @Test
    void aVisitAppearsWithoutReloadingThePage() throws IOException, InterruptedException {
        try (Browser browser = open("live", true)) {
            browser.go("/");
            browser.see(".card img");
            int before = browser.all(".card").size();
            browser.mark();

            host.post("/api/v1/visits");

            browser.await(() -> browser.all(".card").size() > before, "the visit did not appear");
            assertTrue(browser.isMarked(), "the page was loaded anew");
            browser.assertQuiet();
        }
    }

    @Test
    void aVisitIsStarredWithoutScripts() {
        try (Browser browser = open("plain", false)) {
            browser.go("/");
            browser.see(".card").click();
            String visit = browser.path();
            browser.see("button.keep[aria-pressed=false]").click();

            browser.see("button.keep[aria-pressed=true]");
            assertEquals(visit, browser.path());
            browser.see("button.keep").click();
            browser.see("button.keep[aria-pressed=false]");
        }
    }

    @Test
    void theLivePictureMovesAndTheBoardSpeaksBesideIt() {
        try (Browser browser = open("watching", true)) {
            browser.go("/live");
            String first = browser.see(".view[data-state=live] img.picture").getDomProperty("src");
            browser.await(
                    () -> !browser.see("img.picture").getDomProperty("src").equals(first), "the picture stands");
            browser.await(() -> browser.see(".board .cm").getText().matches("[0-9]+ cm"), "the board says nothing");
            browser.assertQuiet();
        }
    }

    @Test
    void nothingKeepsPeopleOutOfAnyPage() throws IOException {
        try (Browser browser = open("axe", true)) {
            browser.go("/");
            String visit = browser.see(".card").getDomAttribute("href");
            for (String path : new String[] {"/", visit, "/live", "/status"}) {
                browser.go(path);
                browser.assertNothingKeepsPeopleOut();
            }
            browser.assertQuiet();
        }
    }
}
