package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.library.Visit;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A house behind a proxy on 127.0.0.1 and one on 127.0.0.3; 127.0.0.2 is somebody in the network. */
@Timeout(30)
class FarSideTest {
    private static final String PROXY = "127.0.0.1";
    private static final String OTHER_PROXY = "127.0.0.3";
    private static final String STRANGER = "127.0.0.2";

    private static OpenHouse house;
    private static Visit visit;
    private static Server mirror;

    @BeforeAll
    static void aHouseAndAMirror(@TempDir Path folder) throws Exception {
        house = OpenHouse.behind(folder, List.of(PROXY, OTHER_PROXY));
        visit = house.shelf.add("motion", true);
        mirror = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new Mirror()), "/*");
        FarSide farSide = new FarSide(Set.of(
                Literal.read(PROXY).orElseThrow(), Literal.read(OTHER_PROXY).orElseThrow()));
        farSide.setHandler(context);
        mirror.setHandler(farSide);
        mirror.start();
    }

    @AfterAll
    static void stop() throws Exception {
        mirror.stop();
        house.close();
    }

    /** Says what a servlet sees. */
    private static final class Mirror extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter()
                    .print("seen " + request.getRemoteAddr() + (request.isSecure() ? " secure " : " plain ")
                            + request.getRequestURL() + " " + request.getHeader("Host"));
        }
    }

    private static Socket connect(String from, int port) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String ask(String from, int port, String request) throws IOException {
        try (Socket socket = connect(from, port)) {
            socket.getOutputStream()
                    .write((request + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String get(String from, int port, String... headers) throws IOException {
        return ask(from, port, "GET / HTTP/1.1\r\nHost: inner:81\r\n" + lines(headers));
    }

    private static String lines(String... headers) {
        return headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    }

    private static String seen(String from, String... headers) throws IOException {
        String answer = get(from, ((ServerConnector) mirror.getConnectors()[0]).getLocalPort(), headers);
        return answer.substring(answer.indexOf("seen "));
    }

    @Test
    void withoutAProxyEverybodyIsWhoTheyAre() throws IOException {
        assertEquals("seen 127.0.0.2 plain http://inner:81/ inner:81", seen(STRANGER));
        assertEquals("seen 127.0.0.1 plain http://inner:81/ inner:81", seen(PROXY));
    }

    @Test
    void throughATrustedProxyTheFarSideIsSeen() throws IOException {
        assertEquals(
                "seen 192.0.2.9 secure https://porch.example.org/ porch.example.org",
                seen(
                        PROXY,
                        "X-Forwarded-For: 192.0.2.9",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Host: porch.example.org"));
        assertEquals(
                "seen 192.0.2.9 secure https://porch.example.org:8443/ porch.example.org:8443",
                seen(PROXY, "Forwarded: for=192.0.2.9;proto=https;host=\"porch.example.org:8443\""));
        assertEquals(
                "seen 192.0.2.9 secure https://inner:81/ inner:81",
                seen(OTHER_PROXY, "X-Forwarded-For: 192.0.2.9, 127.0.0.1", "X-Forwarded-Proto: https"));
    }

    @Test
    void nobodyElsesWordMeansAnything() throws IOException {
        assertEquals(
                "seen 127.0.0.2 plain http://inner:81/ inner:81",
                seen(
                        STRANGER,
                        "X-Forwarded-For: 192.0.2.9",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Host: porch.example.org",
                        "X-Proxied-Https: on",
                        "Forwarded: for=192.0.2.9;proto=https;host=porch.example.org"));
    }

    @Test
    void whatAStrangerWroteOnTheLeftMeansNothing() throws IOException {
        assertTrue(seen(PROXY, "X-Forwarded-For: 127.0.0.1, 192.168.1.1, 192.0.2.9")
                .startsWith("seen 192.0.2.9 "));
        assertTrue(seen(PROXY, "Forwarded: for=127.0.0.1;proto=https", "Forwarded: for=192.0.2.9")
                .startsWith("seen 192.0.2.9 plain"));
    }

    @Test
    void aStrangeNameIsRefusedAlsoWhenAProxyTellsIt() throws IOException {
        String strange = get(PROXY, house.port(), "X-Forwarded-For: 192.0.2.9", "X-Forwarded-Host: evil.example.com");

        assertTrue(strange.startsWith("HTTP/1.1 421 "), strange);
        assertTrue(
                strange.endsWith("This is not evil.example.com. Call this house by its address, or add this name to"
                        + " web.names.\n"),
                strange);
        assertTrue(
                get(PROXY, house.port(), "X-Forwarded-Host: porch.example.org").startsWith("HTTP/1.1 200 "));
    }

    @Test
    void theNamesOfTheConfigurationAreOurs() throws IOException {
        for (String name : List.of("gate.example.net", "GATE.example.net:8443", "porch.example.org")) {
            String answer = ask(STRANGER, house.port(), "GET / HTTP/1.1\r\nHost: " + name + "\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 200 "), name + ": " + answer);
        }
        assertTrue(ask(STRANGER, house.port(), "GET / HTTP/1.1\r\nHost: x.gate.example.net\r\n")
                .startsWith("HTTP/1.1 421 "));
    }

    @Test
    void aFormSentThroughAProxyComesFromOurOwnPage() throws IOException {
        String keep = "POST /visits/" + visit.id() + "/keep HTTP/1.1\r\nHost: inner:81\r\nContent-Length: 9\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\n"
                + "X-Forwarded-For: 192.0.2.9\r\nX-Forwarded-Proto: https\r\n"
                + "X-Forwarded-Host: porch.example.org\r\nConnection: close\r\n";

        assertTrue(
                raw(keep + "Origin: https://porch.example.org\r\n\r\nkept=true").startsWith("HTTP/1.1 303 "));
        assertTrue(raw(keep + "Origin: https://evil.example\r\n\r\nkept=true").startsWith("HTTP/1.1 403 "));
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = connect(PROXY, house.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: localhost",
                "X-Forwarded-Proto: gopher",
                "X-Forwarded-Host: a\"b",
                "Forwarded: for=\"",
                "Forwarded: for=192.0.2.9\r\nX-Forwarded-For: 192.0.2.9"
            })
    void whatAProxyGarblesIsRefusedInOneSentence(String header) throws IOException {
        String answer = get(PROXY, house.port(), header);

        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("Content-Security-Policy: default-src 'none'"), answer);
        assertTrue(answer.contains("\r\n\r\nThe proxy before this house sends "), answer);
        assertFalse(answer.contains("Exception") || answer.contains("\tat "), answer);
        assertTrue(get(STRANGER, house.port(), header).startsWith("HTTP/1.1 200 "), "nobody listens to a stranger");
    }

    @Test
    void threadsAreCountedByFarSide() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                Socket socket = connect(PROXY, house.port());
                slow.add(socket);
                socket.getOutputStream()
                        .write(("PATCH /api/v1/visits/" + visit.id() + " HTTP/1.1\r\nHost: localhost\r\n"
                                        + "X-Forwarded-For: 192.0.2.9\r\nContent-Length: 1000\r\n\r\n{\"")
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
            assertTrue(get(PROXY, house.port(), "X-Forwarded-For: 192.0.2.8").startsWith("HTTP/1.1 200 "));
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aProxyHasNoShareOfTheConnections() throws IOException {
        List<Socket> many = new ArrayList<>();
        try {
            for (int i = 0; i < 120; i++) {
                many.add(connect(OTHER_PROXY, house.port()));
            }
            for (Socket socket : many) {
                socket.getOutputStream()
                        .write("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                assertEquals('H', socket.getInputStream().read());
            }
        } finally {
            for (Socket socket : many) {
                socket.close();
            }
        }
    }
}
