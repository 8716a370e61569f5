package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.time.Pause;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at random moments during 50 visits, taken as fast as the disk allows. */
@Timeout(240)
class PowerCutIT {
    private static final int VISITS = 50;
    private static final String CONFIG = """
            home: {time_zone: UTC}
            data: data
            web: {port: 0, login: false}
            plugins: []
            boards: []
            cameras: [{name: door, source: simulated, width: 640, height: 360}]
            visits: {record: [photo], quiet: 200ms, preroll: 1s}
            sinks: [{name: album, type: disk, folder: album}]
            """;

    @TempDir
    private Path folder;

    @Test
    void whatWasPrintedAsTakenIsThereWithItsPhoto() throws Exception {
        Random random = new Random();
        Set<String> printed = new LinkedHashSet<>();
        int kills = 0;
        while (printed.size() < VISITS) {
            try (Host host = Host.run(folder, CONFIG)) {
                awaitPictures(host);
                Thread visitors = new Thread(() -> visitUntilKilled(host));
                visitors.start();
                int some = 3 + random.nextInt(6);
                while (host.taken().size() < some) {
                    Pause.aMoment();
                }
                busyFor(random.nextInt(30_000_000));
                host.kill9();
                visitors.join();
                kills++;
                printed.addAll(host.taken());
            }
        }

        try (Host host = Host.run(folder, CONFIG)) {
            for (String id : printed) {
                HttpResponse<String> visit = host.get("/api/v1/visits/" + id);
                assertEquals(200, visit.statusCode(), "visit " + id + " is lost");
                String photo = Host.find(visit.body(), "\"photo\":\\{\"url\":\"([^\"]+)\"")
                        .orElseThrow(() -> new AssertionError("no photo: " + visit.body()));
                assertTrue(host.getBytes(photo).length > 1_000);
                assertTrue(Host.find(visit.body(), "\"end\":(\"[^\"]+\")").isPresent(), visit.body());
            }
            assertEquals(130, host.interrupt());
        }
        Host check = Host.start(folder, "check", "--config", "porchlight.yaml");
        assertEquals(0, check.exitCode(), check.output());
        assertEquals(List.of(), halfWritten());
        System.out.println(printed.size() + " visits taken, " + kills + " times killed: " + check.output());
    }

    private static void awaitPictures(Host host) throws Exception {
        while (!host.get("/api/v1/status").body().contains("gives pictures")) {
            Pause.aMoment();
        }
    }

    private static void visitUntilKilled(Host host) {
        try {
            while (true) {
                host.post("/api/v1/visits");
            }
        } catch (IOException e) {
            // it was killed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void busyFor(long nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    private List<Path> halfWritten() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("data"))) {
            return all.filter(path -> path.toString().endsWith(".part")).toList();
        }
    }
}
