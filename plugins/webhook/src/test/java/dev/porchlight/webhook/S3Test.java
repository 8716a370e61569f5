package dev.porchlight.webhook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

/** Uploads to an S3 server made by others, s3proxy, which checks each signature. */
@Timeout(60)
class S3Test {
    private static final Path JARS = Path.of("s3proxy/target/lib");
    private static final byte[] PHOTO = {(byte) 0xFF, (byte) 0xD8, 1, 2, (byte) 0xFF, (byte) 0xD9};
    private static final Pattern LISTENS = Pattern.compile("STARTED .*\\{127\\.0\\.0\\.1:([0-9]+)}");

    @TempDir
    static Path served;

    @TempDir
    Path folder;

    private static Process server;
    private static String url;

    @BeforeAll
    static void serve() throws IOException {
        assumeTrue(
                Files.isDirectory(JARS), "skipped: s3proxy is not there; mvn -pl plugins/webhook/s3proxy test gets it");
        Files.createDirectory(served.resolve("porch"));
        Path properties = Files.writeString(served.resolve("s3proxy.conf"), """
                s3proxy.endpoint=http://127.0.0.1:0
                s3proxy.authorization=aws-v4
                s3proxy.identity=porch
                s3proxy.credential=geheim
                jclouds.provider=filesystem
                jclouds.filesystem.basedir=%s
                """.formatted(served));
        server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx200m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        JARS + "/*",
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        properties.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader words = server.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = words.readLine(); line != null; line = words.readLine()) {
            said.append(line).append('\n');
            Matcher listens = LISTENS.matcher(line);
            if (listens.find()) {
                url = "http://127.0.0.1:" + listens.group(1) + "/porch/";
                Thread listener = new Thread(() -> words.lines().forEach(more -> {}), "s3proxy-output");
                listener.setDaemon(true);
                listener.start();
                return;
            }
        }
        throw new AssertionError("s3proxy serves nothing: " + said);
    }

    @AfterAll
    static void serveNoMore() {
        if (server != null) {
            server.destroyForcibly();
        }
    }

    private void upload(String path, String secretKey) throws Exception {
        Map<String, Object> given = new HashMap<>(Map.of("url", url + path, "body", "raw", "auth", "aws-sigv4"));
        given.putAll(Map.of("user", "porch", "password", secretKey, "file_name", "{HH}{mm}{ss}_{id}"));
        try (Sink sink = Porch.open(folder, given)) {
            sink.deliver(
                    Porch.finished(Porch.media(folder, "photo", PHOTO), Porch.media(folder, "clip", new byte[300_000])),
                    new Try(30));
        }
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(served.resolve("porch"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> served.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void filesArriveByNamesThatNeedQuoting() throws Exception {
        upload("{yyyy}/{title}, (1)+'~*/{file}".replace(" ", "%20"), "geheim");

        String there = "porch/2026/Somebody at Haustür, (1)+'~*/071502_" + Porch.VISIT;
        assertEquals(List.of(there + ".jpg", there + ".mp4"), files());
        assertArrayEquals(PHOTO, Files.readAllBytes(served.resolve(there + ".jpg")));
        assertEquals(300_000, Files.size(served.resolve(there + ".mp4")));
    }

    @Test
    void aWrongKeyStopsTheSinkWithTheServersWords() {
        SinkBrokenException e = assertThrows(SinkBrokenException.class, () -> upload("{file}", "falsch"));
        assertTrue(e.getMessage().contains("answers 403: SignatureDoesNotMatch"), e.getMessage());
    }
}
