package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.library.Visit;
import dev.porchlight.web.access.Access;
import dev.porchlight.web.access.Sessions;
import dev.porchlight.web.access.UserRole;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What holds for every address, asked of the list itself, so that a new one cannot be forgotten. */
class EveryRouteTest {
    private static final String PASSWORD = "lantern copper violin moss";

    private static OpenHouse house;
    private static OpenHouse open;
    private static Visit visit;
    private static String owner;
    private static String viewer;

    @BeforeAll
    static void aServer(@TempDir Path folder, @TempDir Path another) throws Exception {
        house = OpenHouse.withLogin(folder);
        open = new OpenHouse(another);
        visit = house.shelf.add("motion", true);
        Access access = house.access.orElseThrow();
        Access.Caller here = new Access.Caller("127.0.0.1", "a test");
        owner = access.setUp(here, access.setUp().code().orElseThrow(), "anna", PASSWORD);
        access.users().setPassword("bert", Optional.of(UserRole.VIEWER), PASSWORD);
        viewer = access.signIn(here, "bert", PASSWORD);
    }

    @AfterAll
    static void stop() throws IOException {
        house.close();
        open.close();
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
    void whateverChangesSomethingNeedsARightAndIsNoGet() {
        for (Route route : house.routes()) {
            String words = route.method() + " " + route.address() + " for " + route.right();
            if (route.address().equals("/doctor")) {
                assertEquals(Right.CHANGE, route.right(), "what the machine is like is only for who may mend it");
            } else if (route.method().equals("GET")) {
                assertTrue(Set.of(Right.NONE, Right.LOOK, Right.SELF).contains(route.right()), words);
            } else if (!Set.of("/login", "/setup").contains(route.address())) {
                assertTrue(Set.of(Right.CHANGE, Right.SELF, Right.MANAGE).contains(route.right()), words);
            }
        }
    }

    @Test
    void withoutASessionNothingAnswersButWhatNeedsNoRight() throws IOException {
        for (Route route : house.routes()) {
            for (String proof : List.of("X: y", "Cookie: porchlight=x", "Authorization: Bearer x")) {
                int status = status(route.method(), address(route), "Host: localhost", proof);
                String words = route.method() + " " + route.address() + " with " + proof + ": " + status;
                assertEquals(route.right() != Right.NONE || isSignIn(route), status == 401, words);
            }
        }
        assertEquals(401, status("GET", "/nothing/here", "Host: localhost"));
        assertEquals(401, status("PUT", "/", "Host: localhost"));
    }

    /** It says 401 itself, when the password is wrong. */
    private static boolean isSignIn(Route route) {
        return route.address().equals("/login") && route.method().equals("POST");
    }

    @Test
    void aViewerMayDoNothingThatChangesTheHouse() throws IOException {
        for (Route route : house.routes()) {
            String words = route.method() + " " + route.address();
            if (Set.of(Right.CHANGE, Right.MANAGE).contains(route.right())) {
                assertEquals(403, as(viewer, route, "X-CSRF-Token: " + Sessions.csrfToken(viewer)), words);
            } else if (route.method().equals("GET")) {
                assertFalse(Set.of(401, 403).contains(as(viewer, route)), words);
            }
        }
        assertEquals(visit, house.shelf.find(visit.id()).orElseThrow());
    }

    @Test
    void evenAnOwnerChangesNothingWithoutTheTokenOfThePage() throws IOException {
        for (Route route : house.routes()) {
            if (!route.method().equals("GET") && route.right() != Right.NONE) {
                String words = route.method() + " " + route.address();
                assertEquals(403, as(owner, route), words);
                assertEquals(403, as(owner, route, "X-CSRF-Token: " + Sessions.csrfToken(viewer)), words);
            }
        }
        assertEquals(visit, house.shelf.find(visit.id()).orElseThrow());
    }

    private static int as(String session, Route route, String... headers) throws IOException {
        return status(
                route.method(),
                address(route),
                Stream.concat(Stream.of("Host: localhost", "Cookie: porchlight=" + session), Stream.of(headers))
                        .toArray(String[]::new));
    }

    @Test
    void aHouseWithoutALoginHasNoDoor() throws IOException {
        Set<String> door = new TreeSet<>();
        house.routes().forEach(route -> door.add(route.address()));
        open.routes().forEach(route -> door.remove(route.address()));
        assertTrue(door.containsAll(Set.of("/login", "/setup", "/settings", "/visits/{id}/share")), door.toString());
        for (Route route : open.routes()) {
            assertTrue(Set.of(Right.NONE, Right.LOOK, Right.CHANGE).contains(route.right()), route.address());
        }
    }

    @Test
    void withoutARightThereIsOnlySigningInTheSignOfLifeAndWhatPagesAreMadeOf() {
        assertEquals(
                Set.of("/livez", "/static/{name}", "/login", "/setup"),
                Set.copyOf(house.routes().stream()
                        .filter(route -> route.right() == Right.NONE)
                        .map(Route::address)
                        .collect(Collectors.toSet())));
    }

    @Test
    void aMethodOfNoRouteIsToldWhichThereAre() throws IOException {
        for (Route route : house.routes()) {
            List<String> methods = house.routes().stream()
                    .filter(other -> other.match(address(route)).isPresent())
                    .map(Route::method)
                    .toList();
            if (!methods.contains("PUT")) {
                Route put = new Route("PUT", route.address(), route.right(), route.answer());
                assertEquals(405, as(owner, put, "X-CSRF-Token: " + Sessions.csrfToken(owner)), route.address());
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
