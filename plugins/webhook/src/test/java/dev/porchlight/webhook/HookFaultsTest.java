package dev.porchlight.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.api.Receipt;
import dev.porchlight.api.RetryAfterException;
import dev.porchlight.api.Settings;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.UndeliverableException;
import dev.porchlight.webhook.Porch.Try;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A receiver's bad days, told by one that answers by a script. */
@Timeout(60)
class HookFaultsTest {
    @TempDir
    Path folder;

    private Receipt deliver(String url, long seconds, Map<String, Object> more) throws Exception {
        Map<String, Object> given = new HashMap<>(Map.of("url", url));
        given.putAll(more);
        try (Sink sink = Porch.open(folder, given)) {
            return sink.deliver(Porch.started(), new Try(seconds));
        }
    }

    /** What comes of this answer. */
    private Receipt answered(String status, String headers, String body) throws Exception {
        String answer =
                "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        try (ScriptedServer server = new ScriptedServer(answer, false)) {
            return deliver(server.url(), 30, Map.of());
        }
    }

    @Test
    void lookingForItConnectsAndAsksNothing() throws Exception {
        int port;
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = silent.getLocalPort();
            assertEquals("127.0.0.1:" + port + " answers", reached("http://127.0.0.1:" + port + "/porch"));
            try (Socket came = silent.accept()) {
                assertEquals(-1, came.getInputStream().read(), "not a word was said");
            }
        }
        IOException e = assertThrows(IOException.class, () -> reached("http://127.0.0.1:" + port + "/"));
        assertEquals("nobody answers at 127.0.0.1:" + port + "; check 'url', and that it is running", e.getMessage());
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread greeter = new Thread(() -> {
                try (Socket came = plain.accept()) {
                    came.getOutputStream().write("HTTP/1.1 400 What\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    came.getInputStream().readAllBytes();
                } catch (IOException done) {
                    // it hung up
                }
            });
            greeter.start();
            SinkBrokenException broken = assertThrows(
                    SinkBrokenException.class, () -> reached("https://127.0.0.1:" + plain.getLocalPort() + "/"));
            assertTrue(broken.getMessage().contains("does not speak TLS"), broken.getMessage());
            greeter.join();
        }
    }

    private String reached(String url) throws Exception {
        return new WebhookSinkFactory()
                .reach(new Settings(Map.of("url", url)), Porch.context(folder))
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"408", "421", "423", "424", "425", "429", "500", "502", "503", "504", "507"})
    void notNowIsTriedLater(String status) {
        IOException e = assertThrows(IOException.class, () -> answered(status + " Later", "", "come back"));
        assertTrue(e.getMessage().endsWith(" answers " + status + ": come back"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"500,120,PT2M", "503,120,PT2M", "429,0,PT1S", "503,1000000000,PT1H", "503,9999999999999999999999,PT1H"})
    void whenToAskAgainIsHonouredUpToAnHour(String status, String seconds, Duration expected) {
        RetryAfterException e = assertThrows(
                RetryAfterException.class, () -> answered(status + " Later", "Retry-After: " + seconds + "\r\n", ""));
        assertEquals(expected, e.after());
    }

    @Test
    void whenToAskAgainMayBeADateByTheirClock() {
        DateTimeFormatter format = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
        String theirNow = "Date: Mon, 01 Jan 2018 00:00:00 GMT\r\n";
        assertEquals(
                Duration.ofSeconds(90),
                assertThrows(
                                RetryAfterException.class,
                                () -> answered(
                                        "503 Later", theirNow + "Retry-After: Mon, 01 Jan 2018 00:01:30 GMT\r\n", ""))
                        .after());
        String soon = format.format(Instant.now().plusSeconds(600));
        Duration after = assertThrows(
                        RetryAfterException.class, () -> answered("503 Later", "Retry-After: " + soon + "\r\n", ""))
                .after();
        assertTrue(Math.abs(after.toSeconds() - 600) < 20, after.toString());
        assertEquals(
                Duration.ofSeconds(1),
                assertThrows(
                                RetryAfterException.class,
                                () -> answered("503 Later", "Retry-After: Mon, 01 Jan 2018 00:01:30 GMT\r\n", ""))
                        .after());
        assertThrows(IOException.class, () -> answered("503 Later", "Retry-After: tomorrow\r\n", ""));
    }

    /** Telegram and Discord. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"ok\":false,\"parameters\":{\"retry_after\":35}}|35", "{\"retry_after\":0.3}|1"})
    void whenToAskAgainMayBeInTheAnswersJson(String body, long seconds) {
        RetryAfterException e = assertThrows(RetryAfterException.class, () -> answered("429 Slowly", "", body));
        assertEquals(Duration.ofSeconds(seconds), e.after());
    }

    @ParameterizedTest
    @CsvSource({"400,bad chat id", "413,too large", "422,no such field"})
    void aRefusedAlertIsGivenUpWithTheirWords(String status, String words) {
        UndeliverableException e =
                assertThrows(UndeliverableException.class, () -> answered(status + " No", "", words));
        assertTrue(e.getMessage().endsWith(" answers " + status + ": " + words), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"401,check 'auth'", "403,check 'auth'", "404,check the path", "405,check 'method'"})
    void whatNoAlertCanPassStopsTheSink(String status, String advice) {
        SinkBrokenException e = assertThrows(SinkBrokenException.class, () -> answered(status + " No", "", "no"));
        assertTrue(e.getMessage().contains(" answers " + status + ": no; " + advice), e.getMessage());
    }

    @Test
    void goneIsAskedNoMoreUntilItHasAnotherAddress() throws Exception {
        try (ScriptedServer server = new ScriptedServer("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", false)) {
            String url = server.url() + "secret-path";
            assertThrows(SinkBrokenException.class, () -> deliver(url, 30, Map.of()));
            SinkBrokenException e = assertThrows(SinkBrokenException.class, () -> deliver(url, 30, Map.of()));

            assertEquals(1, server.requests.size());
            assertTrue(e.getMessage().contains("it wants no more alerts"), e.getMessage());
            assertFalse(Files.readString(folder.resolve("own/gone")).contains("secret"));
            assertThrows(SinkBrokenException.class, () -> deliver(server.url() + "other", 30, Map.of()));
            assertEquals(2, server.requests.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:9/secret", "file:///etc/passwd", "/elsewhere", "http:// /"})
    void aRedirectIsNeverFollowed(String location) throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                "HTTP/1.1 302 Found\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n", false)) {
            IOException e = assertThrows(IOException.class, () -> deliver(server.url(), 30, Map.of()));

            assertEquals(List.of("POST / HTTP/1.1"), server.requests);
            assertTrue(e.getMessage().contains(" sends us on (302) to "), e.getMessage());
            assertFalse(e.getMessage().contains("secret") || e.getMessage().contains("passwd"), e.getMessage());
        }
    }

    @Test
    void aLastingRedirectStopsTheSink() {
        SinkBrokenException e = assertThrows(
                SinkBrokenException.class, () -> answered("301 Moved", "Location: https://porch.example/x\r\n", ""));
        assertTrue(e.getMessage().contains("to https://porch.example, which is never followed"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nX-Half: ", "HTTP/1.1 200 OK"})
    void whoFallsSilentIsLeftWhenTimeIsUp(String answer) throws Exception {
        try (ScriptedServer server = new ScriptedServer(answer, false)) {
            IOException e = assertThrows(IOException.class, () -> deliver(server.url(), 4, Map.of()));
            assertTrue(e.getMessage().contains("was not done within 1 s; if it is a Node-RED"), e.getMessage());
        }
    }

    @Test
    void whoSaid200HasItEvenIfItNeverEndsItsWords() throws Exception {
        try (ScriptedServer server = new ScriptedServer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nnoted", false)) {
            assertEquals("200", deliver(server.url(), 5, Map.of()).words());
        }
    }

    @Test
    void anAnswerWithoutEndIsNotReadToIt() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                "HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n" + "blah ".repeat(40_000), false)) {
            String words = deliver(server.url(), 30, Map.of()).words();
            assertTrue(words.startsWith("200: blah blah"), words);
        }
    }

    @Test
    void whoHangsUpIsTriedLater() throws Exception {
        try (ScriptedServer server = new ScriptedServer("", true)) {
            IOException e = assertThrows(IOException.class, () -> deliver(server.url(), 30, Map.of()));
            assertTrue(e.getMessage().contains("hung up before it had answered"), e.getMessage());
        }
    }

    @Test
    void whoSpeaksNoHttpIsNamed() throws Exception {
        try (ScriptedServer server = new ScriptedServer("220 porch ESMTP\r\n\r\n", true)) {
            IOException e = assertThrows(IOException.class, () -> deliver(server.url(), 30, Map.of()));
            assertTrue(e.getMessage().contains("does not speak HTTP"), e.getMessage());
        }
    }

    @Test
    void nobodyAtThePortIsTriedLater() throws Exception {
        int free;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = closed.getLocalPort();
        }
        IOException e = assertThrows(IOException.class, () -> deliver("http://127.0.0.1:" + free + "/", 30, Map.of()));
        assertTrue(e.getMessage().startsWith("nobody answers at 127.0.0.1:" + free), e.getMessage());
    }

    @Test
    void anUnknownNameIsTriedLater() {
        IOException e = assertThrows(IOException.class, () -> deliver("http://hook.example.invalid/", 30, Map.of()));
        assertTrue(e.getMessage().startsWith("the name hook.example.invalid is not found"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "http://[fd00:ec2::254]/",
                "http://[::ffff:169.254.169.254]/",
                "http://metadata.google.internal/",
                "http://100.100.100.200/"
            })
    void whereACloudKeepsItsCredentialsNothingIsSent(String url) {
        SinkBrokenException e = assertThrows(SinkBrokenException.class, () -> deliver(url, 30, Map.of()));
        assertTrue(e.getMessage().startsWith("nothing is sent to "), e.getMessage());
    }

    @Test
    void aNameThatAlsoLeadsThereIsRefusedBeforeConnecting() throws Exception {
        List<InetAddress> rebound = List.of(
                InetAddress.getByAddress(new byte[] {9, 9, 9, 9}),
                InetAddress.getByAddress(new byte[] {(byte) 169, (byte) 254, (byte) 169, (byte) 254}));
        assertThrows(SinkBrokenException.class, () -> Target.refuseMetadata(rebound));
        Target.refuseMetadata(List.of(
                InetAddress.getLoopbackAddress(), InetAddress.getByAddress(new byte[] {(byte) 192, (byte) 168, 1, 2})));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://a@b/|before an '@'",
                "http://2130706433/|number in disguise",
                "http://0x7f.1/|must name a host",
                "http://127.1/|must name a host",
                "http://0177.0.0.1/|number in disguise",
                "http://256.1.1.1/|must name a host",
                "gopher://ha.local/|must begin with http",
                "file:///etc/passwd|must begin with http",
                "ha.local:8123/api|must begin with http",
                "http:///api|must name a host",
                "http://ha.local:99999/|must name a host",
                "http://ha.local/a b|is no address"
            })
    void whatIsNoPlainAddressIsRefusedWhenOpened(String url, String words) {
        SinkBrokenException e =
                assertThrows(SinkBrokenException.class, () -> Porch.open(folder, Map.of("url", url)), url);
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    @Test
    void noLineBreakGetsIntoARequest() {
        for (Map<String, Object> evil : List.<Map<String, Object>>of(
                Map.of("url", "http://ha.local/\r\nX: y"),
                Map.of("url", "http://ha.local/", "headers", Map.of("X", "a\r\nY: z")),
                Map.of("url", "http://ha.local/", "headers", Map.of("X\r\nY", "z")),
                Map.of("url", "http://ha.local/", "headers", Map.of("Host", "other")),
                Map.of("url", "http://ha.local/", "auth", "bearer", "token", "a\r\nb"),
                Map.of("url", "http://ha.local/", "method", "GET / HTTP/1.1\r\n"))) {
            assertThrows(SinkBrokenException.class, () -> Porch.open(folder, evil), evil.toString());
        }
    }

    @Test
    void settingsThatCannotWorkAreRefusedWhenOpened() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("body", "xml"),
                Map.of("method", "post"),
                Map.of("auth", "digest"),
                Map.of("auth", "basic", "user", "me"),
                Map.of("auth", "bearer"),
                Map.of("secret", List.of("whsec_?")),
                Map.of("secret", List.of("")),
                Map.of("secret", List.of("a", "b", "c")),
                Map.of("ca_file", "/no/such/file"))) {
            Map<String, Object> given = new HashMap<>(Map.of("url", "http://ha.local/"));
            given.putAll(wrong);
            assertThrows(SinkBrokenException.class, () -> Porch.open(folder, given), wrong.toString());
        }
    }
}
