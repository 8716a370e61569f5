package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged host and its webhook plugin, as a user has them, and a receiver on this machine. */
@Timeout(60)
class HookIT {
    @TempDir
    private Path folder;

    /** What came. */
    private record Came(Headers headers, String body) {
        String id() {
            return headers.getFirst("webhook-id");
        }
    }

    @Test
    void aVisitArrivesSignedThoughTheReceiverIsBusyAtFirst() throws Exception {
        BlockingQueue<Came> came = new LinkedBlockingQueue<>();
        AtomicBoolean busy = new AtomicBoolean(true);
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/porch", exchange -> {
            boolean first = busy.getAndSet(false);
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (first) {
                exchange.getResponseHeaders().set("Retry-After", "1");
            }
            exchange.sendResponseHeaders(first ? 503 : 204, -1);
            exchange.close();
            came.add(new Came(exchange.getRequestHeaders(), body));
        });
        receiver.start();
        try (Host host = Host.run(folder, """
                home: {time_zone: UTC}
                data: data
                web: {port: 0, login: false, public_url: "http://porch.local"}
                plugins: []
                boards: []
                cameras: [{name: door, source: simulated}]
                visits: {record: [photo], quiet: 200ms, preroll: 1s}
                sinks:
                  - name: hook
                    type: webhook
                    url: "http://127.0.0.1:%d/porch"
                    secret: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, the old one]
                    alerts: [visit.started]
                """.formatted(receiver.getAddress().getPort()))) {
            host.await(Pattern.compile("gives pictures"));
            host.post("/api/v1/visits");
            host.awaitTaken(1);

            Came refused = came.poll(20, TimeUnit.SECONDS);
            assertNotNull(refused, host.output());
            Came taken = came.poll(20, TimeUnit.SECONDS);
            assertNotNull(taken, host.output());
            assertEquals(refused.id(), taken.id());
            assertEquals("application/json", taken.headers().getFirst("Content-Type"));
            assertEquals(2, taken.headers().getFirst("webhook-signature").split(" v1,").length);
            assertTrue(taken.body().startsWith("{\"type\":\"visit.started\","), taken.body());
            assertTrue(
                    taken.body()
                            .contains("\"photo_url\":\"http://porch.local/media/"
                                    + host.taken().get(0) + "/photo.jpg?"),
                    taken.body());
            host.await(Pattern.compile("visit.started of visit .* delivered to hook: 204"));
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void whoIsGoneIsAskedNoMoreAndAnotherSinkTellsOfIt() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        BlockingQueue<String> news = new LinkedBlockingQueue<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/gone", exchange -> {
            asked.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(410, -1);
            exchange.close();
        });
        receiver.createContext("/news", exchange -> {
            news.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        try (Host host = Host.run(folder, """
                data: data
                web: {port: 0, login: false}
                plugins: []
                boards: []
                cameras: [{name: door, source: simulated}]
                visits: {record: [photo], quiet: 200ms, preroll: 1s}
                sinks:
                  - {name: gone, type: webhook, url: "http://127.0.0.1:%1$d/gone", alerts: [visit.started]}
                  - {name: news, type: webhook, url: "http://127.0.0.1:%1$d/news", alerts: [health.changed]}
                """.formatted(receiver.getAddress().getPort()))) {
            host.await(Pattern.compile("gives pictures"));
            host.post("/api/v1/visits");

            String told = "";
            while (!told.contains("\"part\":\"sink gone\"")) {
                told = news.poll(20, TimeUnit.SECONDS);
                assertNotNull(told, host.output());
            }
            assertTrue(told.contains("\"to\":\"failed\"") && told.contains("410"), told);
            host.post("/api/v1/visits");
            host.awaitTaken(2);
            assertEquals(1, asked.get());
        } finally {
            receiver.stop(0);
        }
    }

    /** All of them in one file, as the host reads them with the plugin's own keys. */
    @Test
    void thePresetsAreGoodConfiguration() throws Exception {
        StringBuilder yaml = new StringBuilder("data: data\nplugins: []\nsinks:\n");
        Map<String, String> environment = new HashMap<>();
        Path presets = Host.PROGRAM.resolveSibling("../plugins/webhook/presets");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(presets, "*.yaml")) {
            for (Path file : files) {
                String preset = Files.readString(file);
                yaml.append(preset.substring(preset.indexOf("\nsinks:\n") + "\nsinks:\n".length()));
                Pattern.compile("\\$\\{env:([A-Z0-9_]+)}")
                        .matcher(preset)
                        .results()
                        .forEach(variable -> environment.put(variable.group(1), "x"));
            }
        }
        Files.writeString(folder.resolve("porchlight.yaml"), yaml);
        assertTrue(environment.size() >= 10, environment.toString());
        try (Host check = Host.start(
                Host.PROGRAM, folder, environment, List.of(), "config", "check", "--config", "porchlight.yaml")) {
            assertEquals(0, check.exitCode(), check.output());
        }
        Files.writeString(
                folder.resolve("porchlight.yaml"), yaml.toString().replace("file_field: photo", "file_feild: photo"));
        try (Host check = Host.start(
                Host.PROGRAM, folder, environment, List.of(), "config", "check", "--config", "porchlight.yaml")) {
            assertEquals(78, check.exitCode(), check.output());
            assertTrue(check.output().contains("file_feild"), check.output());
        }
    }
}
