package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.health.Metrics;
import dev.porchlight.web.access.Access;
import dev.porchlight.web.access.Scope;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus gets. */
class MetricsAnswerTest {
    /** A line of the text format, version 0.0.4, as strictly as its description has it. */
    private static final Pattern LINE =
            Pattern.compile("# (HELP [a-z_0-9]+ [^\n]+|TYPE [a-z_0-9]+ (counter|gauge|histogram|summary))"
                    + "|[a-z_][a-z_0-9]*(\\{[a-z_]+=\"([^\"\\\\\n]|\\\\[\\\\n\"])*\"(,[a-z_]+=\"([^\"\\\\\n]|\\\\[\\\\n\"])*\")*,?\\})?"
                    + " (NaN|[+-]Inf|-?[0-9]+(\\.[0-9]+)?(E-?[0-9]+)?)");

    private static final String PASSWORD = "lantern copper violin moss";

    private OpenHouse house;
    private String token;

    @BeforeEach
    void aServer(@TempDir Path folder) throws Exception {
        house = OpenHouse.withLogin(folder);
        Access access = house.access.orElseThrow();
        access.setUp(
                new Access.Caller("127.0.0.1", "a test"), access.setUp().code().orElseThrow(), "anna", PASSWORD);
        token = access.tokens().add("prometheus", Set.of(Scope.LOOK));
    }

    @AfterEach
    void stop() throws IOException {
        house.close();
    }

    private HttpResponse<String> scrape(String address) throws IOException, InterruptedException {
        return house.get(address, "Authorization", "Bearer " + token);
    }

    private String text() throws IOException, InterruptedException {
        return scrape("/metrics").body();
    }

    private Metrics metrics() {
        return house.health.metrics();
    }

    @Test
    void aTokenForLookingIsEnoughAndWithoutOneThereIsNothing() throws Exception {
        HttpResponse<String> answer = scrape("/metrics");

        assertEquals(200, answer.statusCode());
        assertEquals(
                "text/plain; version=0.0.4; charset=utf-8",
                answer.headers().firstValue("Content-Type").orElseThrow().toLowerCase(Locale.ROOT));
        HttpResponse<String> stranger = house.get("/metrics");
        assertEquals(401, stranger.statusCode());
        assertFalse(stranger.body().contains("porchlight_"), stranger.body());
    }

    @Test
    void everyLineIsOfTheFormatAndEveryFamilySaysWhatItIs() throws Exception {
        house.health.warning("camera \"door\"\\", "frozen");
        metrics().sink("me").started().took(Duration.ofMillis(40));
        List<String> lines = text().lines().toList();

        assertEquals(
                List.of(),
                lines.stream().filter(line -> !LINE.matcher(line).matches()).toList());
        assertTrue(lines.contains("porchlight_part_state{part=\"camera \\\"door\\\"\\\\\"} 1.0"), lines.toString());
        Set<String> typed = names(lines, "# TYPE ");
        assertEquals(typed, names(lines, "# HELP "));
        assertTrue(typed.size() > 30, typed.toString());
    }

    private static Set<String> names(List<String> lines, String begin) {
        return lines.stream()
                .filter(line -> line.startsWith(begin))
                .map(line -> line.substring(begin.length()).split(" ", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void itsNamesArePromised() throws Exception {
        house.health.ok("disk", "has room");
        metrics().camera("front");
        metrics().readings("door");
        metrics().sink("me");
        metrics().disk(0, 0);
        Set<String> ours = names(text().lines().toList(), "# TYPE ");
        assertTrue(
                ours.containsAll(Set.of(
                        "process_resident_memory_bytes",
                        "process_cpu_seconds_total",
                        "jvm_memory_used_bytes",
                        "jvm_gc_collection_seconds",
                        "jvm_threads_current")),
                ours.toString());
        ours.removeIf(name -> !name.startsWith("porchlight_"));

        // Somebody's dashboard has them: add, but change none. Those of real boards and cameras: see MetricsIT.
        assertEquals(
                new TreeSet<>(Set.of(
                        "porchlight_board_readings_total",
                        "porchlight_build_info",
                        "porchlight_clip_missed_frames_total",
                        "porchlight_deliveries_delivered_total",
                        "porchlight_deliveries_given_up_total",
                        "porchlight_deliveries_owed",
                        "porchlight_delivery_seconds",
                        "porchlight_disk_free_bytes",
                        "porchlight_event_listeners",
                        "porchlight_fsync_seconds",
                        "porchlight_media_bytes",
                        "porchlight_part_state",
                        "porchlight_photo_seconds",
                        "porchlight_visits_total")),
                ours);
    }

    @Test
    void timesAreCountedInTheirClasses() throws Exception {
        metrics().photo().took(Duration.ofMillis(12));
        metrics().photo().took(Duration.ofMillis(13));
        metrics().photo().took(Duration.ofMinutes(1));
        String text = text();

        assertTrue(text.contains("porchlight_photo_seconds_bucket{le=\"0.008\"} 0\n"), text);
        assertTrue(text.contains("porchlight_photo_seconds_bucket{le=\"0.012\"} 1\n"), text);
        assertTrue(text.contains("porchlight_photo_seconds_bucket{le=\"0.02\"} 2\n"), text);
        assertTrue(text.contains("porchlight_photo_seconds_bucket{le=\"30.0\"} 2\n"), text);
        assertTrue(text.contains("porchlight_photo_seconds_bucket{le=\"+Inf\"} 3\n"), text);
        assertTrue(text.contains("porchlight_photo_seconds_count 3\n"), text);
        assertTrue(text.contains("porchlight_photo_seconds_sum 60.025\n"), text);
    }

    @Test
    void whatIsCountedIsTold() throws Exception {
        metrics().camera("front").visits().increment();
        metrics().readings("door").add(7);
        metrics().sink("me").owed().set(4);
        metrics().sink("me").givenUp().increment();
        metrics().sink("gone").delivered().increment();
        metrics().forgetSink("gone");
        metrics().disk(123_456, 7_000_000_000L);
        String text = text();

        assertTrue(text.contains("porchlight_visits_total{camera=\"front\"} 1.0\n"), text);
        assertTrue(text.contains("porchlight_board_readings_total{board=\"door\"} 7.0\n"), text);
        assertTrue(text.contains("porchlight_deliveries_owed{sink=\"me\"} 4.0\n"), text);
        assertTrue(text.contains("porchlight_deliveries_given_up_total{sink=\"me\"} 1.0\n"), text);
        assertFalse(text.contains("gone"), text);
        assertTrue(text.contains("porchlight_media_bytes 123456.0\n"), text);
        assertTrue(text.contains("porchlight_disk_free_bytes 7.0E9\n"), text);

        metrics().diskIsAway();
        assertFalse(text().contains("\nporchlight_media_bytes"), "what nobody knows is not told");
    }

    @Test
    void nothingAStrangerSaysGetsIntoIt() throws Exception {
        for (String address : List.of(
                "/live/mallory.jpg",
                "/metrics?name[]=mallory&camera=mallory",
                "/mallory",
                "/api/v1/sinks/mallory/test")) {
            house.get(address.replace("[]", "%5B%5D"));
            scrape(address.replace("[]", "%5B%5D"));
        }
        house.send("GET", "/metrics", "", "User-Agent", "mallory", "X-Camera", "mallory");

        String text = text();
        assertTrue(text.contains("porchlight_build_info"), text);
        assertFalse(text.contains("mallory"), text);
    }
}
