package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The firmware on simulated Unos, and the packaged program that listens to them, by the default rule. */
@Timeout(120)
class UnoIT {
    private static final List<String> SCENES = List.of("walk-to-the-door", "passing-car", "cat", "swinging-branch");

    @TempDir
    private Path folder;

    @Test
    void theDemoRunsOnASimulatedUno() throws Exception {
        SimulatedUno.assumeIsBuilt();
        try (Host host = Host.start(folder, "demo", "--uno", "--port", "0")) {
            host.await(Pattern.compile("board door: heard on .*porchlight firmware 1\\.0\\.0"));
            host.await(Pattern.compile("visit .* taken after [0-9]+ ms: motion, and somebody in range"));
            assertEquals(130, host.interrupt());
            assertTrue(!host.output().contains("WARN") && !host.output().contains("ERROR"), host.output());
        }
    }

    @Test
    void somebodyAtTheDoorIsAVisitAndACarACatAndABranchAreNone() throws Exception {
        List<SimulatedUno> unos = new ArrayList<>();
        StringBuilder boards = new StringBuilder();
        try {
            for (String scene : SCENES) {
                Path port = folder.resolve(scene);
                unos.add(SimulatedUno.onPort(port, scene));
                boards.append("  - {name: ")
                        .append(scene)
                        .append(", port: ")
                        .append(port)
                        .append(", cameras: [door]}\n");
            }
            try (Host host = Host.run(folder, """
                    home: {time_zone: UTC}
                    data: data
                    web: {port: 0, login: false}
                    plugins: []
                    cameras: [{name: door, source: simulated, width: 320, height: 180}]
                    visits: {record: [photo], quiet: 2s}
                    boards:
                    """ + boards)) {
                for (String scene : SCENES) {
                    host.await(Pattern.compile("board " + scene + ": heard on .*porchlight firmware"));
                }
                host.await(Pattern.compile("visit .* ended"));

                String visits = host.get("/api/v1/visits").body();
                assertEquals(1, host.taken().size(), host.output());
                assertEquals(
                        "walk-to-the-door",
                        Host.find(visits, "\"board\":\"([^\"]+)\"").orElseThrow());
                int closest = Integer.parseInt(
                        Host.find(visits, "\"closest_cm\":([0-9]+)").orElseThrow());
                assertTrue(Math.abs(closest - 62) <= 2, "closest " + closest + " cm");
            }
        } finally {
            unos.forEach(SimulatedUno::close);
        }
    }
}
