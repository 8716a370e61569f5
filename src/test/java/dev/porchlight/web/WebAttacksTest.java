package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.library.Visit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile visitor sends, byte by byte. The server is one for all, and must be well after each. */
class WebAttacksTest {
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

    private static Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** Everything that is answered until the server closes, at most so much. */
    private static String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            } catch (SocketException e) {
                // refused while it was still sending; the answer is there to read
            }
            StringBuilder answer = new StringBuilder();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            try {
                for (String line = in.readLine(); line != null && answer.length() < 20_000; line = in.readLine()) {
                    answer.append(line).append('\n');
                }
            } catch (SocketException e) {
                answer.append("reset");
            }
            return answer.toString();
        }
    }

    private static String get(String path) throws IOException {
        return raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    private static void assertRefused(String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 4") || answer.equals("reset"), answer);
        assertTellsNothing(answer);
    }

    private static void assertTellsNothing(String answer) {
        assertFalse(answer.contains("\tat ") || answer.contains("Exception") || answer.contains("root:"), answer);
    }

    private static void assertIsWell() throws IOException {
        assertTrue(get("/livez").startsWith("HTTP/1.1 200"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..%2f..%2fetc%2fpasswd",
                "%2e%2e/%2e%2e/etc/passwd",
                "..;/x.yaml",
                "..%5c..%5cx.yaml",
                "%00",
                "photo.jpg%00.png",
                "%252e%252e",
                "%c0%ae%c0%ae/x.yaml",
                "%u002e",
                "%0d%0aX-Evil:1",
                "/etc/passwd",
                "C:\\x",
                "visit.json",
                "photo.jpg.part"
            })
    void noPathLeadsOutOfAVisit(String name) throws IOException {
        assertRefused(get("/media/" + visit.id() + "/" + name));
        assertRefused(get("/static/" + name));
        assertRefused(get("/visits/" + name));
        assertRefused(get("/api/v1/visits/" + name));
    }

    @Test
    void aNameOfAnyLengthIsOnlyNotFound() throws IOException {
        assertRefused(get("/media/" + visit.id() + "/" + "a".repeat(255)));
        assertRefused(get("/media/" + "a".repeat(4_096) + "/photo.jpg"));
        assertTrue(get("/" + "a".repeat(9_000)).contains(" 414 "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "0", "9223372036854775808", "1%20OR%201=1", "1;", "'", "%22", "01M0000000000000000000000A"
            })
    void noIdIsMoreThanAnId(String id) throws IOException {
        assertRefused(get("/visits/" + id));
        assertRefused(get("/api/v1/visits/" + id));
        assertRefused(get("/media/" + id + "/photo.jpg"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "before=-1",
                "before=9223372036854775808",
                "limit=1000000",
                "min_cm=1%20OR%201=1",
                "day=2026-13-45",
                "day=..%2f..%2fetc",
                "day=%2B999999999-12-31",
                "to=-999999999-01-01",
                "kept='",
                "from=%00"
            })
    void noParameterIsMoreThanItShouldBe(String parameter) throws IOException {
        assertRefused(get("/api/v1/visits?" + parameter));
        assertRefused(get("/?" + parameter));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%2B999999999-12", "-999999999-01", "0000-01", "2026-13", "'"})
    void noMonthIsBeyondTheCalendar(String month) throws IOException {
        assertRefused(get("/?month=" + month));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET http://user:pw@localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST /visits HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /visits HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
                "POST /visits HTTP/1.1\r\nHost: localhost\r\nContent-Length: +5\r\n\r\nabcde",
                "POST /visits HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n1;a=\"\r\nX\r\n0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\n folded: yes\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
            })
    void requestsWithTwoReadingsAreRefusedAndTheConnectionIsClosed(String request) throws IOException {
        String answer = raw(request);
        assertTrue(answer.startsWith("HTTP/1.1 4") || answer.startsWith("HTTP/1.1 505"), answer);
        assertTellsNothing(answer);
        assertEquals(1, answer.split("HTTP/1\\.1 ", -1).length - 1, "one answer only: " + answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "FOO", "PROPFIND", "OPTIONS"})
    void methodsThatNobodyNeedsAreRefused(String method) throws IOException {
        String target = method.equals("CONNECT") ? "evil.example:25" : "/";
        String answer = raw(
                method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nX-Secret: abc\r\nConnection: close\r\n\r\n");
        assertRefused(answer);
        assertFalse(answer.contains("X-Secret"), answer);
    }

    @Test
    void aHeadOfAStreamEndsAtOnce() throws IOException {
        String answer = raw("HEAD /api/v1/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200") && answer.endsWith("\n\n"), answer);
    }

    @Test
    void tooMuchOfAnythingIsRefused() throws IOException {
        String start = "POST /visits HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        assertTrue(raw(start + "X: " + "a".repeat(9_000) + "\r\n\r\n").contains(" 431 "));
        assertTrue(raw(start + "Cookie: " + "a".repeat(1_000_000) + "\r\n\r\n").contains(" 431 "));
        assertTrue(raw(start + "X: y\r\n".repeat(3_000) + "\r\n").contains(" 431 "));
        assertTrue(raw(start + "Content-Length: 100000000\r\n\r\n").contains(" 413 "));
        String form = IntStream.range(0, 7_000).mapToObj(i -> "a" + i + "=1&").collect(Collectors.joining());
        assertRefused(raw(start + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                + "\r\n\r\n" + form));
        assertIsWell();
    }

    @Test
    void aBodyThatGrowsWithoutEndIsCutOff() throws IOException {
        String chunk = "8000\r\n" + "a".repeat(0x8000) + "\r\n";
        assertRefused(raw("PATCH /api/v1/visits/" + visit.id()
                + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(4)));
        assertIsWell();
    }

    @Test
    void jsonOfAnyDepthIsOnlyRefused() throws IOException {
        String body = "{\"kept\":".repeat(7_000);
        assertRefused(raw("PATCH /api/v1/visits/" + visit.id()
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body));
    }

    @Test
    void aFloodOfRangesIsAnsweredWithTheWholeFileOnce() throws IOException {
        String answer =
                raw("GET /media/" + visit.id() + "/photo.jpg HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Range: bytes=" + "0-1,".repeat(1_000) + "2-3\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200") && answer.contains("Content-Length: 1000"), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nowhere",
                "/livez",
                "/visits/x",
                "/api/v1/visits",
                "/api/v1/nothing",
                "/?day=x",
                "/static/porchlight.css",
                "/%00",
                "/..%2f"
            })
    void everyAnswerForbidsWhatItDoesNotNeed(String path) throws IOException {
        String answer = get(path);
        for (String header : List.of(
                "Content-Security-Policy: default-src 'none'",
                "X-Content-Type-Options: nosniff",
                "X-Frame-Options: DENY",
                "Referrer-Policy: ",
                "Cross-Origin-Resource-Policy: same-origin",
                "Permissions-Policy: ")) {
            assertTrue(answer.contains(header), path + " without " + header + ": " + answer);
        }
        assertFalse(answer.contains("\nServer:") || answer.contains("Access-Control"), answer);
    }

    @Test
    void bodiesThatTrickleInFromOneAddressLeaveRoomForOthers() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                Socket socket = new Socket();
                socket.bind(new InetSocketAddress("127.0.0.2", 0));
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), house.port()));
                slow.add(socket);
                socket.getOutputStream()
                        .write(("PATCH /api/v1/visits/" + visit.id()
                                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{\"")
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
            assertIsWell();
            assertTrue(get("/").startsWith("HTTP/1.1 200"));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void oneAddressCannotTakeAllConnections() throws IOException {
        List<Socket> many = new ArrayList<>();
        int closed = 0;
        try {
            for (int i = 0; i < 120; i++) {
                Socket socket = new Socket();
                socket.bind(new InetSocketAddress("127.0.0.3", 0));
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), house.port()));
                socket.setSoTimeout(1);
                many.add(socket);
            }
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (closed < 20 && System.nanoTime() < until) {
                for (Socket socket : List.copyOf(many)) {
                    if (isEndedByTheServer(socket)) {
                        closed++;
                        many.remove(socket);
                    }
                }
            }
            assertEquals(20, closed);
            assertIsWell();
        } finally {
            for (Socket socket : many) {
                socket.close();
            }
        }
    }

    private static boolean isEndedByTheServer(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() == -1;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }
}
