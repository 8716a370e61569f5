package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.board.PtyBoard;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real classic board said while somebody walked to the door, played over a pty at a UART's pace. */
@Timeout(90)
class WalkToTheDoorIT {
    private static final Path WALK = Path.of("test/resources/classic-walk-to-the-door.txt");
    private static final double BUSY = 0.5;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"9600, classic", "auto, auto"})
    void somebodyWhoWalksToTheDoorIsOneVisit(String baud, String dialect) throws Exception {
        try (PtyBoard board = PtyBoard.start(9_600, WALK, 1);
                Host host = Host.run(folder, """
                        home: {time_zone: UTC}
                        data: data
                        web: {port: 0, login: false}
                        plugins: []
                        boards: [{name: door, port: %s, baud: %s, dialect: %s}]
                        cameras: [{name: door, source: simulated}]
                        visits: {rule: either, record: [photo], quiet: 2s}
                        """.formatted(board.port(), baud, dialect))) {
            host.await(Pattern.compile("the simulated camera gives pictures"));
            if (baud.equals("auto")) {
                // An empty porch for a while: the speed is being found.
                board.send("Distance: 233\r\n".repeat(300).getBytes(StandardCharsets.US_ASCII));
                host.await(Pattern.compile("heard on .* at 9600 baud, classic dialect"));
            }
            board.play();
            double firstSnap = Double.parseDouble(board.awaitLine("snap ").substring(5));
            board.awaitPlayed();
            host.await(Pattern.compile("visit .* ended"));

            String visits = host.get("/api/v1/visits").body();
            assertEquals(1, host.taken().size(), host.output());
            assertEquals(List.of(host.taken().get(0)), ids(visits));
            assertEquals("11", Host.find(visits, "\"closest_cm\":([^,]+)").orElseThrow());
            String photo =
                    Host.find(visits, "\"photo\":\\{\"url\":\"([^\"]+)\"").orElseThrow();
            double shown = timeInExif(host.getBytes(photo));
            // On a busy machine frames and lines come late; how late on a quiet one is what the bench measures.
            assertTrue(
                    Math.abs(shown - firstSnap) <= BUSY,
                    "the picture is " + (shown - firstSnap) + " s off the first 111");

            String visit = host.get("/api/v1/visits/" + host.taken().get(0)).body();
            assertTrue(visit.contains("\"mm\":110"), visit);
            assertTrue(!visit.contains("\"mm\":6470") && !visit.contains("\"mm\":0"), visit);
        }
    }

    private static List<String> ids(String json) {
        return Pattern.compile("\"id\":\"([^\"]+)\"")
                .matcher(json)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    /** In seconds since 1970. */
    private static double timeInExif(byte[] photo) {
        String head = new String(photo, 0, 600, StandardCharsets.ISO_8859_1);
        String second = Host.find(head, "([0-9]{4}:[0-9]{2}:[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2})\u0000")
                .orElseThrow();
        // Three digits and a NUL fit into the entry of SubSecTimeOriginal (0x9291) itself.
        String millis = Host.find(head, "\u0092\u0091\u0000\u0002\u0000\u0000\u0000\u0004([0-9]{3})\u0000")
                .orElseThrow();
        OffsetDateTime at = java.time.LocalDateTime.parse(second, DateTimeFormatter.ofPattern("yyyy:MM:dd HH:mm:ss"))
                .atZone(ZoneId.of("UTC"))
                .toOffsetDateTime();
        return at.toEpochSecond() + Integer.parseInt(millis) / 1_000.0;
    }
}
