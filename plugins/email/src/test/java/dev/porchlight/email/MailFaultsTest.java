package dev.porchlight.email;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Media;
import dev.porchlight.api.Receipt;
import dev.porchlight.api.Settings;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.SinkFactory;
import dev.porchlight.api.UndeliverableException;
import dev.porchlight.email.Porch.Try;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mail server's bad days, told by a server that answers by a script. */
@Timeout(60)
class MailFaultsTest {
    private static final Map<String, Object> TWO = Map.of("to", List.of("me@example.org", "you@example.org"));
    private static final String AUTH = "250-porch\n250 AUTH PLAIN";

    @TempDir
    Path folder;

    private Alert alert;

    @BeforeEach
    void somebodyComes() throws IOException {
        alert = Porch.started("Somebody", Porch.media(folder, "photo", new byte[1_000]));
    }

    private Sink sink(ScriptedServer server, Map<String, Object> more) throws Exception {
        return new EmailSinkFactory().open(Porch.settings(server.port(), more), Porch.context(folder));
    }

    private Receipt deliver(ScriptedServer server) throws Exception {
        return sink(server, Map.of()).deliver(alert, new Try(30));
    }

    @Test
    void lookingForItSignsInAndSaysWhoMayCome() throws Exception {
        SinkFactory factory = new EmailSinkFactory();
        try (ScriptedServer server = new ScriptedServer(Map.of("EHLO", AUTH, "AUTH", "235 welcome"))) {
            Settings settings = Porch.settings(server.port(), Map.of("user", "me", "password", "sesame"));
            assertEquals(
                    Optional.of("localhost:" + server.port() + " lets me sign in"),
                    factory.reach(settings, Porch.context(folder)));
        }
        try (ScriptedServer server = new ScriptedServer(Map.of("EHLO", AUTH, "AUTH", "535 5.7.8 no"))) {
            Settings settings = Porch.settings(server.port(), Map.of("user", "me", "password", "sesame"));
            SinkBrokenException e =
                    assertThrows(SinkBrokenException.class, () -> factory.reach(settings, Porch.context(folder)));
            assertTrue(e.getMessage().contains("refuses user me"), e.getMessage());
        }
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        IOException e = assertThrows(
                IOException.class, () -> factory.reach(Porch.settings(closed, Map.of()), Porch.context(folder)));
        assertTrue(e.getMessage().startsWith("nobody answers at localhost:" + closed + "; "), e.getMessage());
    }

    @Test
    void theReceiptIsTheServersLastWord() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Map.of())) {
            assertEquals("250 2.0.0 Ok: queued as 4F2", deliver(server).words());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GREETING", "EHLO", "MAIL", "RCPT", "DATA", "."})
    void aServerThatFallsSilentIsLeftWhenTimeIsUp(String stage) throws Exception {
        try (ScriptedServer server = new ScriptedServer(Map.of(stage, ScriptedServer.HANG))) {
            IOException e =
                    assertThrows(IOException.class, () -> sink(server, Map.of()).deliver(alert, new Try(4)));

            assertEquals(0, server.hanging.getCount());
            assertTrue(e.getMessage().contains("was not done with the mail within"), e.getMessage());
            assertFalse(Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().endsWith("-smtp")));
        }
    }

    @Test
    void aServerThatFallsSilentAfterTakingTheMailHasIt() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Map.of("QUIT", ScriptedServer.HANG))) {
            assertEquals("250 2.0.0 Ok: queued as 4F2", deliver(server).words());
        }
    }

    @Test
    void aMailCutOffBeforeItsAnswerComesAgainWithTheSameId() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Map.of(".", ScriptedServer.CUT))) {
            assertThrows(IOException.class, () -> deliver(server));
            server.answers.put(".", "250 ok");
            deliver(server);

            List<String> ids = server.mails.stream()
                    .flatMap(String::lines)
                    .filter(line -> line.startsWith("Message-ID:"))
                    .toList();
            assertEquals(List.of("Message-ID: <alert-1.me@example.org>", "Message-ID: <alert-1.me@example.org>"), ids);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"421 4.3.2 shutting down", "450 4.2.0 greylisted", "451 4.3.0 later", "452 4.3.1 disk full"})
    void notNowIsTriedLater(String answer) throws Exception {
        for (String stage : List.of("MAIL", "RCPT", "DATA", ".")) {
            try (ScriptedServer server = new ScriptedServer(Map.of(stage, answer))) {
                IOException e = assertThrows(IOException.class, () -> deliver(server), stage);
                assertTrue(e.getMessage().contains(answer), stage + ": " + e.getMessage());
            }
        }
    }

    @Test
    void aRefusedMailIsGivenUpWithTheServersWords() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Map.of(".", "554 5.7.1 looks like spam"))) {
            UndeliverableException e = assertThrows(UndeliverableException.class, () -> deliver(server));
            assertEquals("554 5.7.1 looks like spam", e.getMessage());
        }
    }

    @Test
    void aRefusedSenderStopsTheSink() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Map.of("MAIL", "553 5.7.1 not your address"))) {
            SinkBrokenException e = assertThrows(SinkBrokenException.class, () -> deliver(server));
            assertTrue(e.getMessage().endsWith("(553 5.7.1 not your address); check 'from'"), e.getMessage());
        }
    }

    @Test
    void aServerThatWantsASignInStopsTheSink() throws Exception {
        for (String stage : List.of("MAIL", "RCPT")) {
            try (ScriptedServer server = new ScriptedServer(Map.of(stage, "530 5.7.0 authentication required"))) {
                SinkBrokenException e = assertThrows(SinkBrokenException.class, () -> deliver(server));
                assertTrue(e.getMessage().contains("wants to know who sends (530"), e.getMessage());
            }
        }
    }

    @Test
    void oneRefusedRecipientKeepsTheMailFromNobodyElse() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Map.of("RCPT you@example.org", "550 5.1.1 no such user"))) {
            Try attempt = new Try(30);
            UndeliverableException e = assertThrows(
                    UndeliverableException.class, () -> sink(server, TWO).deliver(alert, attempt));
            assertEquals("you@example.org: 550 5.1.1 no such user; the others have it", e.getMessage());

            assertThrows(UndeliverableException.class, () -> sink(server, TWO).deliver(alert, new Try(30, attempt)));
            assertEquals(1, server.mails.size());
        }
    }

    @Test
    void aRetryGoesOnlyToThoseWhoWait() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Map.of("RCPT you@example.org", "450 4.2.0 greylisted"))) {
            Try attempt = new Try(30);
            IOException e =
                    assertThrows(IOException.class, () -> sink(server, TWO).deliver(alert, attempt));
            assertEquals("you@example.org: 450 4.2.0 greylisted", e.getMessage());
            server.answers.remove("RCPT you@example.org");
            server.heard.clear();

            sink(server, TWO).deliver(alert, new Try(30, attempt));

            assertEquals(
                    List.of("RCPT TO:<you@example.org>"),
                    server.heard.stream()
                            .filter(line -> line.startsWith("RCPT"))
                            .toList());
            assertEquals(2, server.mails.size());
        }
    }

    @Test
    void whatIsTooLargeGoesAtOnceWithoutTheClip() throws Exception {
        Media clip = Porch.media(folder, "clip", new byte[3_000]);
        Alert withClip = Porch.finished(Porch.media(folder, "photo", new byte[1_000]), clip);
        try (ScriptedServer server = new ScriptedServer(Map.of(".", "552 5.3.4 message too big"))) {
            assertThrows(
                    UndeliverableException.class, () -> sink(server, Map.of()).deliver(withClip, new Try(30)));

            assertEquals(3, server.mails.size());
            assertTrue(server.mails.get(0).contains("filename=clip.mp4"));
            assertFalse(server.mails.get(1).contains("filename=clip.mp4"));
            assertTrue(server.mails.get(1).contains("image/jpeg"));
            assertTrue(server.mails.get(1).contains("is too large for a mail; it is here: http"), server.mails.get(1));
            assertFalse(server.mails.get(2).contains("image/jpeg"));
        }
    }

    @Test
    void theServersSizeIsRespectedBeforehand() throws Exception {
        Alert large = Porch.started("Somebody", Porch.media(folder, "photo", new byte[100_000]));
        try (ScriptedServer server = new ScriptedServer(Map.of("EHLO", "250-porch\n250 SIZE 60000"))) {
            sink(server, Map.of()).deliver(large, new Try(30));

            assertFalse(server.mails.get(0).contains("image/jpeg"));
            assertTrue(server.heard.stream().anyMatch(line -> line.matches("MAIL FROM:.* SIZE=\\d+")));
        }
    }

    @Test
    void aClipThatTookTooLongIsNotTriedAgainInFull() throws Exception {
        Alert withClip = Porch.finished(
                Porch.media(folder, "photo", new byte[1_000]), Porch.media(folder, "clip", new byte[3_000]));
        try (ScriptedServer server = new ScriptedServer(Map.of(".", ScriptedServer.HANG))) {
            Try attempt = new Try(5);
            assertThrows(IOException.class, () -> sink(server, Map.of()).deliver(withClip, attempt));
            server.answers.put(".", "250 ok");

            sink(server, Map.of()).deliver(withClip, new Try(30, attempt));

            assertFalse(server.mails.get(1).contains("filename=clip.mp4"));
        }
    }

    @Test
    void aRefusedPasswordIsExplainedAndNeverTold() throws Exception {
        Map<String, Object> signIn = Map.of("user", "me", "password", "geheim");
        for (String answer : List.of("535 5.7.8 bad credentials", "534 5.7.9 application password required")) {
            try (ScriptedServer server = new ScriptedServer(Map.of("EHLO", AUTH, "AUTH", answer))) {
                SinkBrokenException e = assertThrows(
                        SinkBrokenException.class, () -> sink(server, signIn).deliver(alert, new Try(30)));
                assertTrue(e.getMessage().contains("refuses user me (" + answer + ")"), e.getMessage());
                assertTrue(e.getMessage().contains("app password"), e.getMessage());
                assertFalse(e.getMessage().contains("geheim"));
            }
        }
        try (ScriptedServer server = new ScriptedServer(Map.of("EHLO", AUTH, "AUTH", "454 4.7.0 later"))) {
            assertThrows(IOException.class, () -> sink(server, signIn).deliver(alert, new Try(30)));
        }
    }

    @Test
    void aTokenIsPrintedByAProgramAndUsedByXoauth2() throws Exception {
        Map<String, Object> signIn = Map.of("user", "me", "token_command", List.of("echo", "the-token"));
        try (ScriptedServer server =
                new ScriptedServer(Map.of("EHLO", "250-porch\n250 AUTH PLAIN XOAUTH2", "AUTH", "235 ok"))) {
            sink(server, signIn).deliver(alert, new Try(30));
            // "user=me^Aauth=Bearer the-token^A^A"
            assertTrue(
                    server.heard.contains("AUTH XOAUTH2 dXNlcj1tZQFhdXRoPUJlYXJlciB0aGUtdG9rZW4BAQ=="),
                    server.heard.toString());
        }
    }

    @Test
    void aTokenCommandThatFailsSaysWhy() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Map.of())) {
            Map<String, Object> fails = Map.of("user", "me", "token_command", List.of("ls", "/no-such-file"));
            IOException e =
                    assertThrows(IOException.class, () -> sink(server, fails).deliver(alert, new Try(30)));
            assertTrue(e.getMessage().contains("'token_command' ls ended with code"), e.getMessage());
        }
    }

    @Test
    void withoutStarttlsNothingIsSent() throws Exception {
        Map<String, Object> more = Map.of("security", "starttls", "user", "me", "password", "geheim");
        try (ScriptedServer server = new ScriptedServer(Map.of("EHLO", AUTH))) {
            SinkBrokenException e = assertThrows(
                    SinkBrokenException.class, () -> sink(server, more).deliver(alert, new Try(30)));

            assertTrue(e.getMessage().contains("offers no STARTTLS, so nothing was sent"), e.getMessage());
            assertTrue(server.heard.stream().noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL")));
        }
    }

    @Test
    void tlsAtThePortForStarttlsIsExplained() throws Exception {
        try (ScriptedServer server = new ScriptedServer(Map.of())) {
            SinkBrokenException e =
                    assertThrows(SinkBrokenException.class, () -> sink(server, Map.of("security", "tls"))
                            .deliver(alert, new Try(30)));
            assertTrue(e.getMessage().contains("does not begin with TLS; set 'security: starttls'"), e.getMessage());
        }
    }

    @Test
    void nobodyAtThePortIsTriedLater() throws Exception {
        int free;
        try (ServerSocket closed = new ServerSocket(0)) {
            free = closed.getLocalPort();
        }
        Sink sink = new EmailSinkFactory().open(Porch.settings(free, Map.of()), Porch.context(folder));
        IOException e = assertThrows(IOException.class, () -> sink.deliver(alert, new Try(30)));
        assertTrue(e.getMessage().startsWith("nobody answers at localhost:" + free), e.getMessage());
    }

    @Test
    void anUnknownNameIsTriedLater() throws Exception {
        Sink sink = new EmailSinkFactory()
                .open(Porch.settings(25, Map.of("host", "smtp.example.invalid")), Porch.context(folder));
        IOException e = assertThrows(IOException.class, () -> sink.deliver(alert, new Try(30)));
        assertTrue(e.getMessage().startsWith("the name smtp.example.invalid is not found"), e.getMessage());
    }

    @Test
    void noLineOfAVisitBecomesAHeader() throws Exception {
        Alert evil = Porch.started("Door\r\nBcc: all@example.org\r\n\r\nHello\u2028X: y");
        try (ScriptedServer server = new ScriptedServer(Map.of())) {
            sink(server, Map.of()).deliver(evil, new Try(30));

            String mail = server.mails.get(0);
            assertTrue(mail.lines().noneMatch(line -> line.startsWith("Bcc:") || line.startsWith("X:")), mail);
            assertEquals(
                    1,
                    server.heard.stream()
                            .filter(line -> line.startsWith("RCPT"))
                            .count());
        }
    }

    @Test
    void settingsThatCannotWorkAreRefusedWhenOpened() throws Exception {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("security", "ssl"),
                Map.of("port", 70_000L),
                Map.of("user", "me"),
                Map.of("password", "geheim"),
                Map.of("from", "porch"),
                Map.of("to", List.of()),
                Map.of("to", List.of("me@example.org\r\nBcc: x@example.org")),
                Map.of("ca_file", "/no/such/file"))) {
            assertThrows(
                    SinkBrokenException.class,
                    () -> new EmailSinkFactory().open(Porch.settings(25, wrong), Porch.context(folder)),
                    wrong.toString());
        }
    }
}
