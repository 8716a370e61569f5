package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.plugin.Jars;
import dev.porchlight.time.Pause;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stranger's jar in the running program: dropped in, replaced, spoilt and removed. */
@Timeout(60)
class PluginIT {
    private static final String HOUSE = """
            data: data
            plugins: strangers
            web: {port: 0, login: false}
            boards: []
            cameras: [{name: door, source: simulated}]
            visits: {record: [photo]}
            sinks:
              - {name: hall, type: bell, alerts: [visit.started]}
            """;

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private static String rings(String word) {
        return Jars.factory("bell", "return new Receipt(\"" + word + "\");");
    }

    private String take(Host host) throws Exception {
        HttpResponse<String> taken = client.send(
                HttpRequest.newBuilder(host.address().resolve("/api/v1/visits"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertEquals(201, taken.statusCode(), taken.body());
        return taken.headers().firstValue("Location").orElseThrow().replaceAll(".*/", "");
    }

    private static String delivery(Host host, String visit) throws Exception {
        return host.get("/api/v1/deliveries?visit=" + visit).body();
    }

    private static void awaitWords(Host host, String visit, String words) throws Exception {
        while (!delivery(host, visit).contains("\"words\":\"" + words + "\"")) {
            Pause.aMoment();
        }
    }

    private static void awaitStatus(Host host, String words) throws Exception {
        while (!host.get("/api/v1/status").body().contains(words)) {
            Pause.aMoment();
        }
    }

    /** As a careful owner puts it there: aside first, then by its name. */
    private void drop(byte[] jar) throws IOException {
        Path strangers = Files.createDirectories(folder.resolve("strangers"));
        Path aside = Files.write(folder.resolve("aside"), jar);
        Files.move(
                aside,
                strangers.resolve("bell.jar"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void aJarWorksWhenDroppedIntoTheRunningHostAndSoDoItsReplacementAndItsRemoval() throws Exception {
        byte[] ding = Files.readAllBytes(
                Jars.make(folder.resolve("1.jar"), rings("ding"), Map.of("Implementation-Version", "one")));
        byte[] dong = Files.readAllBytes(Jars.make(
                folder.resolve("2.jar"),
                rings("dong, louder"),
                Map.of("Requires-Api", "1.0", "Implementation-Version", "two")));
        try (Host host = Host.run(folder, HOUSE)) {
            String first = take(host);
            awaitStatus(host, "no plugin makes sinks of type bell; its alerts wait");
            assertTrue(delivery(host, first).contains("\"state\":\"pending\""));

            drop(ding);
            awaitWords(host, first, "ding");
            host.await(Pattern.compile("plugin bell is loaded: version one makes sinks of type bell"));

            drop(dong);
            host.await(Pattern.compile("plugin bell is loaded: version two makes sinks of type bell"));
            String second = take(host);
            awaitWords(host, second, "dong, louder");

            drop(Arrays.copyOf(dong, dong.length / 2));
            awaitStatus(host, "bell.jar is no jar, or was copied only in part");
            String third = take(host);
            awaitWords(host, third, "dong, louder");

            Files.delete(folder.resolve("strangers/bell.jar"));
            awaitStatus(host, "no plugin makes sinks of type bell; its alerts wait");
            assertTrue(delivery(host, take(host)).contains("\"state\":\"pending\""));
        }
    }

    /** The same jar as nobody can use it, five times over. */
    @Test
    void eachJarThatCannotBeUsedHasItsSentence() throws Exception {
        byte[] ding = Files.readAllBytes(Jars.make(folder.resolve("1.jar"), rings("ding"), Map.of()));
        Path strangers = Files.createDirectories(folder.resolve("strangers"));
        try (Host host = Host.run(folder, HOUSE)) {
            Files.write(strangers.resolve("half.jar"), Arrays.copyOf(ding, ding.length / 2));
            Files.createFile(strangers.resolve("none.jar"));
            Files.write(strangers.resolve("newer.jar"), Jars.ofANewerJava(ding));
            Jars.make(strangers.resolve("hook.jar"), Jars.factory("webhook", "return null;"), Map.of());
            Jars.make(strangers.resolve("api.jar"), rings("ding"), Map.of("Requires-Api", "2.0"));

            awaitStatus(host, "half.jar is no jar, or was copied only in part; copy it again");
            awaitStatus(host, "none.jar is no jar, or was copied only in part; copy it again");
            awaitStatus(host, "it was built for a newer Java than this ");
            awaitStatus(host, "sinks of type webhook are already made by plugin webhook from ");
            awaitStatus(host, "it was built for plugin API 2.0, this porchlight offers 1.");

            drop(ding);
            awaitWords(host, take(host), "ding");
        }
    }
}
