package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.library.Visit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What holds for every address, asked of the list itself, so that a new one cannot be forgotten. */
class EveryRouteTest {
    private static OpenHouse house;
    private static Visit visit;

    @BeforeAll
    static void aServer(@TempDir Path folder) throws IOException {
        house = new OpenHouse(folder);
        visit = house.shelf.add("motion", true);
    }

    @AfterAll
    static void stop() throws IOException {
        house.close();
    }

    private static String address(Route route) {
        return route.address()
                .replace("{id}", visit.id().value())
                .replace("{file}", "photo.jpg")
                .replace("{name}", "porchlight.css")
                .replace("{camera}", "front");
    }

    /** The status of an answer whose body nobody waits for. */
    private static int status(String method, String path, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
            socket.setSoTimeout(10_000);
            String request = method + " " + path + " HTTP/1.1\r\nContent-Length: 0\r\nConnection: close\r\n"
                    + String.join("\r\n", headers) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String line = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                    .readLine();
            return Integer.parseInt(line.split(" ", -1)[1]);
        }
    }

    @Test
    void underAStrangeNameNoneAnswers() throws IOException {
        for (Route route : house.routes()) {
            assertEquals(421, status(route.method(), address(route), "Host: evil.example.com"), route.address());
        }
        assertTrue(house.routes().size() > 15, "the list is empty");
    }

    @Test
    void fromAnotherWebSiteNoneChangesAnything() throws IOException {
        for (Route route : house.routes()) {
            if (!route.method().equals("GET")) {
                for (String from : List.of(
                        "Origin: http://evil.example",
                        "Origin: null",
                        "Origin: http://localhost.evil.example",
                        "Sec-Fetch-Site: cross-site",
                        "Sec-Fetch-Site: same-site")) {
                    assertEquals(
                            403,
                            status(route.method(), address(route), "Host: localhost", from),
                            route.method() + " " + route.address() + " with " + from);
                }
            }
        }
        assertEquals(visit, house.shelf.find(visit.id()).orElseThrow());
    }

    @Test
    void whateverChangesSomethingNeedsTheRightAndIsNoGet() {
        for (Route route : house.routes()) {
            assertEquals(
                    route.method().equals("GET"),
                    route.right() != Right.CHANGE,
                    route.method() + " " + route.address() + " for " + route.right());
        }
    }

    @Test
    void withoutARightThereIsOnlyTheSignOfLifeAndWhatPagesAreMadeOf() {
        assertEquals(
                Set.of("/livez", "/static/{name}"),
                Set.copyOf(house.routes().stream()
                        .filter(route -> route.right() == Right.NONE)
                        .map(Route::address)
                        .toList()));
    }

    @Test
    void aMethodOfNoRouteIsToldWhichThereAre() throws IOException {
        for (Route route : house.routes()) {
            List<String> methods = house.routes().stream()
                    .filter(other -> other.match(address(route)).isPresent())
                    .map(Route::method)
                    .toList();
            if (!methods.contains("PUT")) {
                assertEquals(405, status("PUT", address(route), "Host: localhost"), route.address());
            }
        }
    }

    @Test
    void theDescriptionOfTheApiHasEveryRouteOfItAndNoOther() throws IOException {
        Set<String> described = new TreeSet<>(Comparator.naturalOrder());
        Map<?, ?> document = (Map<?, ?>) new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Path.of("../webapp/openapi.yaml")));
        ((Map<?, ?>) document.get("paths")).forEach((path, methods) -> ((Map<?, ?>) methods)
                .keySet().stream()
                        .map(Object::toString)
                        .filter(method -> !method.equals("parameters"))
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " /api/v1" + path)));
        Set<String> there = new TreeSet<>(Comparator.naturalOrder());
        for (Route route : house.routes()) {
            if (route.address().startsWith("/api/")) {
                there.add(route.method() + " " + route.address());
            }
        }
        assertEquals(there, described);
    }
}
