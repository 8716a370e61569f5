package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The doctor's page, in a browser without scripts. */
@Timeout(30)
class DoctorPageTest {
    private OpenHouse house;

    @BeforeEach
    void aHouse(@TempDir Path folder) throws IOException {
        house = new OpenHouse(folder);
    }

    @AfterEach
    void stop() throws IOException {
        house.practice.door.countDown();
        house.close();
    }

    private String page(String... headers) throws Exception {
        HttpResponse<String> page = house.get("/doctor", headers);
        assertEquals(200, page.statusCode(), page.body());
        return page.body();
    }

    @Test
    void nothingIsExaminedUntilSomebodyAsks() throws Exception {
        String page = page();

        assertTrue(page.contains("Nothing has been examined since the start."), page);
        assertTrue(page.contains("<form class=\"actions\" method=\"post\" action=\"/doctor\">"), page);
        assertEquals(0, house.practice.visits.get(), "looking at the page is no examination");
        assertTrue(house.get("/status").body().contains("href=\"/doctor\""), "the status page leads there");
    }

    @Test
    void whileItGoesOnThePageComesAgainByItselfAndThenSaysEachThingWithItsRemedy() throws Exception {
        HttpResponse<String> asked = house.post("/doctor", "");
        assertEquals(303, asked.statusCode());
        assertEquals("/doctor", asked.headers().firstValue("Location").orElseThrow());
        String meanwhile = page();
        assertTrue(meanwhile.contains("http-equiv=\"refresh\" content=\"1\""), meanwhile);
        assertFalse(meanwhile.contains("<button class=\"main\">"), "it cannot be asked twice");

        house.practice.door.countDown();
        assertEquals(200, house.post("/api/v1/examination", "").statusCode());
        String page = page();

        assertFalse(page.contains("http-equiv=\"refresh\""), page);
        assertTrue(page.contains("2 things do not work; the line below each mends it."), page);
        assertTrue(page.contains("it is &lt;not&gt; installed"), "what is said elsewhere is escaped");
        assertTrue(page.contains("<code id=\"remedy-3\">sudo apt-get install -y ffmpeg</code>"), page);
        assertTrue(page.contains("<p class=\"remedy\">check &#39;url&#39;, and that it is running</p>"), page);
        assertTrue(page("Accept-Language", "de").contains("2 Dinge gehen nicht"), "in German");
        assertTrue(page("Accept-Language", "es").contains("2 cosas no funcionan"), "in Spanish");
    }

    @Test
    void tenWhoAskAtOnceGetOneExaminationAndTheHouseGoesOnAnswering() throws Exception {
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return house.post("/api/v1/examination", "").body();
                        } catch (IOException | InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    work -> new Thread(work, "asks").start()));
        }
        house.post("/doctor", "");
        assertEquals(200, house.get("/status").statusCode(), "nobody holds a thread of the web server");
        house.practice.door.countDown();

        String first = answers.get(0).get();
        assertTrue(first.contains("\"broken\":2,\"findings\":[{\"what\":\"board door\",\"state\":\"works\""), first);
        for (CompletableFuture<String> answer : answers) {
            assertTrue(answer.get().contains("\"broken\":2"), answer.get());
        }
    }
}
