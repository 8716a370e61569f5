package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that its owner changes while the packaged program runs. */
@Timeout(60)
class ConfigChangeIT {
    private static final Pattern OBEYED = Pattern.compile("porchlight.yaml was changed and is obeyed from now on");

    @TempDir
    private Path folder;

    private static final String YAML = """
            name: Front door
            home: {time_zone: UTC}
            data: data
            web: {port: 0, login: false}
            plugins: []
            boards: []
            cameras: [{name: door, source: simulated}]
            visits: {record: [photo], quiet: 200ms, preroll: 1s}
            sinks: [{name: desk, type: disk, folder: desk}]
            """;

    private void write(String yaml) throws IOException {
        Files.writeString(folder.resolve("porchlight.yaml"), yaml);
    }

    private long photosIn(String name) throws IOException {
        Path photos = folder.resolve(name);
        if (!Files.isDirectory(photos)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(photos)) {
            return all.filter(file -> file.toString().endsWith(".jpg")).count();
        }
    }

    @Test
    void whatCanBeChangedIsObeyedAtOnceAndABrokenFileChangesNothing() throws Exception {
        try (Host host = Host.run(folder, YAML)) {
            host.await(Pattern.compile("gives pictures"));
            String porch = YAML.replace("Front door", "Back porch")
                    .replace("name: desk, type: disk, folder: desk", "name: shelf, type: disk, folder: shelf");
            write(porch);
            host.awaitCount(OBEYED, 1);
            assertTrue(
                    host.output().contains("obeyed from now on: name from Front door to Back porch, sinks[0].name"),
                    host.output());
            assertTrue(host.get("/").body().contains("Back porch"));
            host.await(Pattern.compile("sink shelf: ready"));
            host.post("/api/v1/visits");
            host.awaitCount(Pattern.compile("delivered to shelf|told .*shelf"), 1);
            assertEquals(0, photosIn("desk"));
            assertTrue(photosIn("shelf") > 0);

            write("");
            host.await(Pattern.compile("configuration: .*porchlight.yaml is empty\\. Porchlight goes on by"));

            write(porch.replace("quiet: 200ms", "quiet: 200 ms, colour: red"));
            host.await(Pattern.compile(
                    "configuration: .*porchlight.yaml:8:34: visits.quiet must be a duration from 100ms to 10m"
                            + ".*\\(and 1 more; porchlight config check tells them\\)\\. Porchlight goes on by what the file"
                            + " said before"));
            assertTrue(host.get("/").body().contains("visits.quiet must be"), "the gallery does not tell it");
            host.post("/api/v1/visits");
            host.awaitTaken(2);

            write(porch.replace("type: disk, folder: shelf", "type: disk, folder: shelf, folders: two"));
            host.await(
                    Pattern.compile(
                            "configuration: .*porchlight.yaml:9:50: unknown key 'folders'; did you mean 'folder'\\? Porchlight goes on"));

            write(porch.replace("port: 0", "port: 8099"));
            host.await(Pattern.compile(
                    "configuration: .*goes by all of it once it is restarted: web.port from 0 to 8099"));
            assertTrue(host.get("/status").body().contains("once it is restarted"));

            write(porch);
            host.await(Pattern.compile("configuration: as .*porchlight.yaml says"));
            assertFalse(host.get("/").body().contains("once it is restarted"));
        }
    }
}
