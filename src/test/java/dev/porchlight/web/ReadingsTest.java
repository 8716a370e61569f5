package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.porchlight.library.SensorMinute;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingsTest {
    private static final String TWO_DAYS = "/api/v1/readings?from=2026-11-23&to=2026-11-24";

    private static OpenHouse house;

    @BeforeAll
    static void aHouseWithTwoDaysOfReadings(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("log"));
        Files.writeString(folder.resolve("log/2026-11-23.csv"), """
                time,board,motion_s,least_mm,median_mm,bad_lines
                2026-11-23T07:15+01:00,door,12.3,620,1800,0
                2026-11-23T07:15+01:00,gate,0.0,,,4
                """);
        Files.writeString(folder.resolve("log/2026-11-24.csv"), "2026-11-24T00:00+01:00,door,60.0,90,90,0\n");
        house = new OpenHouse(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        house.close();
    }

    @Test
    void programsGetJson() throws Exception {
        HttpResponse<String> answer = house.get(TWO_DAYS);

        assertEquals(
                "application/json", answer.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("""
                {"readings":[{"time":"2026-11-23T06:15:00Z","board":"door","motion_s":12.3,"least_mm":620,"median_mm":1800,"bad_lines":0},\
                {"time":"2026-11-23T06:15:00Z","board":"gate","motion_s":0.0,"least_mm":null,"median_mm":null,"bad_lines":4},\
                {"time":"2026-11-23T23:00:00Z","board":"door","motion_s":60.0,"least_mm":90,"median_mm":90,"bad_lines":0}]}
                """, answer.body());
    }

    @Test
    void spreadsheetsGetCsv() throws Exception {
        HttpResponse<String> answer = house.get(TWO_DAYS + "&board=door&format=csv");

        assertEquals(
                "attachment; filename=\"porchlight-readings-2026-11-23-2026-11-24.csv\"",
                answer.headers().firstValue("Content-Disposition").orElseThrow());
        assertEquals("""
                time,board,motion_s,least_mm,median_mm,bad_lines
                2026-11-23T07:15+01:00,door,12.3,620,1800,0
                2026-11-24T00:00+01:00,door,60.0,90,90,0
                """, answer.body());
        assertEquals(
                answer.body(),
                house.get(TWO_DAYS + "&board=door", "Accept", "text/csv").body());
    }

    @Test
    void aYearWithoutReadingsIsAnEmptyList() throws Exception {
        String body =
                house.get("/api/v1/readings?from=2025-01-01&to=2025-12-31").body();

        try (JsonParser json = new JsonFactory().createParser(body)) {
            json.nextToken();
            assertEquals("readings", json.nextFieldName());
            assertEquals(JsonToken.START_ARRAY, json.nextToken());
            assertEquals(JsonToken.END_ARRAY, json.nextToken());
        }
    }

    @Test
    void whatIsAskedWronglyIsRefusedInASentence() throws Exception {
        for (Map.Entry<String, String> wrong : Map.of(
                        "?from=2026-11-24&to=2026-11-23", "from must be before to, and at most 400 days before it",
                        "?from=2020-01-01&to=2026-11-23", "from must be before to, and at most 400 days before it",
                        "?from=yesterday", "from must be a day like 2026-11-23",
                        "?format=xml", "format must be csv or json")
                .entrySet()) {
            HttpResponse<String> answer = house.get("/api/v1/readings" + wrong.getKey());
            assertEquals(400, answer.statusCode());
            assertEquals("{\"error\":\"" + wrong.getValue() + "\"}", answer.body());
        }
    }

    private static SensorMinute minute(int minute, double motion, int mm) {
        OptionalInt echo = mm == 0 ? OptionalInt.empty() : OptionalInt.of(mm);
        return new SensorMinute(
                Instant.parse("2026-11-23T00:00:00Z").plusSeconds(60L * minute), "door", motion, echo, echo, 0);
    }

    @Test
    void aDayIsDrawnInSlotsOfFiveMinutes() {
        List<SensorMinute> rows = IntStream.range(0, 20)
                .mapToObj(i -> minute(i, i == 7 ? 30 : 0, i < 10 ? 2_000 : i == 12 ? 1_000 : 0))
                .toList();

        Map<String, Object> chart =
                SensorChart.of(rows, Instant.parse("2026-11-24T00:00:00Z"), ZoneId.of("Europe/Berlin"));

        assertEquals(List.of("0,60.0 2,60.0 2,60.0 4,60.0 4,30.0 6,30.0"), chart.get("lines"));
        assertEquals(List.of(Map.of("x", 2, "y", 142L, "height", 6L)), chart.get("bars"));
        assertEquals(
                List.of("06:00", "12:00", "18:00", "00:00"),
                ((List<?>) chart.get("hours"))
                        .stream().map(hour -> ((Map<?, ?>) hour).get("words")).toList());
        assertTrue(SensorChart.of(rows, Instant.parse("2026-11-26T00:00:00Z"), ZoneId.of("UTC"))
                .isEmpty());
    }
}
