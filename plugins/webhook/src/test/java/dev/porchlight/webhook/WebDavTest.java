package dev.porchlight.webhook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.api.Receipt;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.webhook.Porch.Try;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uploads to a WebDAV server made by others, rclone's. */
@Timeout(60)
class WebDavTest {
    private static final byte[] PHOTO = {(byte) 0xFF, (byte) 0xD8, 1, 2, (byte) 0xFF, (byte) 0xD9};
    private static final Pattern ADDRESS = Pattern.compile("(?:started on|Serving on) \\[?(http://127[^\\s\\]]+)");

    @TempDir
    static Path served;

    @TempDir
    Path folder;

    private static Process server;
    private static String url;

    @BeforeAll
    static void serve() throws IOException {
        server = new ProcessBuilder(
                        "rclone",
                        "serve",
                        "webdav",
                        served.toString(),
                        "--addr",
                        "127.0.0.1:0",
                        "--user",
                        "porch",
                        "--pass",
                        "geheim",
                        "--config",
                        "/dev/null")
                .redirectErrorStream(true)
                .start();
        BufferedReader words = server.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = words.readLine(); line != null; line = words.readLine()) {
            said.append(line).append('\n');
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                url = address.group(1);
                return;
            }
        }
        throw new AssertionError("rclone serves nothing: " + said);
    }

    @AfterAll
    static void serveNoMore() {
        server.destroyForcibly();
    }

    private Receipt upload(String path, String password) throws Exception {
        Map<String, Object> given = new HashMap<>(
                Map.of("url", url + path, "body", "webdav", "auth", "basic", "user", "porch", "password", password));
        given.put("file_name", "{HH}{mm}{ss}_{id}");
        try (Sink sink = Porch.open(folder, given)) {
            return sink.deliver(
                    Porch.finished(Porch.media(folder, "photo", PHOTO), Porch.media(folder, "clip", new byte[300_000])),
                    new Try(30));
        }
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(served)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> served.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void filesArriveInFoldersThatWereMissingAndNeverByHalves() throws Exception {
        String name = "porch/{yyyy}/{MM}/{camera}/{file}";
        assertTrue(upload(name, "geheim").words().startsWith("201"));
        upload(name, "geheim");

        String there = "porch/2026/11/front/071502_" + Porch.VISIT;
        assertEquals(List.of(there + ".jpg", there + ".mp4"), files());
        assertArrayEquals(PHOTO, Files.readAllBytes(served.resolve(there + ".jpg")));
        assertEquals(300_000, Files.size(served.resolve(there + ".mp4")));
    }

    @Test
    void aWrongPasswordStopsTheSink() {
        SinkBrokenException e = assertThrows(SinkBrokenException.class, () -> upload("porch/{file}", "falsch"));
        assertTrue(e.getMessage().contains("answers 401"), e.getMessage());
    }

    @Test
    void anAddressWithoutAFilesNameIsRefusedWhenOpened() {
        for (String path : List.of("porch/", "porch/{file}?x=y")) {
            SinkBrokenException e = assertThrows(SinkBrokenException.class, () -> upload(path, "geheim"), path);
            assertTrue(e.getMessage().contains("mostly /{file}"), e.getMessage());
        }
    }
}
