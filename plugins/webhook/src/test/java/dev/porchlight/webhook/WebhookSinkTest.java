package dev.porchlight.webhook;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.porchlight.api.Alert;
import dev.porchlight.api.Links;
import dev.porchlight.api.Settings;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.SinkContract;
import dev.porchlight.api.SinkFactory;
import dev.porchlight.webhook.Porch.Try;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookSinkTest extends SinkContract {
    private static final WireMockServer SERVER =
            new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
    private static final String NEW =
            "whsec_" + Base64.getEncoder().encodeToString(new byte[24]).replace('A', 'B');
    private static final String OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @BeforeAll
    static void listen() {
        SERVER.start();
    }

    @AfterAll
    static void stopListening() {
        SERVER.stop();
    }

    @BeforeEach
    void forget() {
        SERVER.resetAll();
        SERVER.stubFor(any(anyUrl()).willReturn(ok("noted")));
    }

    @Override
    protected SinkFactory factory() {
        return new WebhookSinkFactory();
    }

    @Override
    protected Settings settings() {
        return Porch.settings(Map.of("url", SERVER.url("/api/webhook/porch")));
    }

    @Override
    protected Optional<Settings> settingsOfASilentFarSide(int port) {
        return Optional.of(Porch.settings(Map.of("url", "http://127.0.0.1:" + port)));
    }

    @Override
    protected int arrived() {
        return (int) requests().stream()
                .map(request -> request.getHeader("webhook-id"))
                .distinct()
                .count();
    }

    private static List<LoggedRequest> requests() {
        return SERVER.findAll(anyRequestedFor(anyUrl()));
    }

    /** Sends it and returns what arrived. */
    private LoggedRequest sent(Alert alert, Map<String, Object> more) throws Exception {
        Map<String, Object> given = new HashMap<>(Map.of("url", SERVER.url("/api/webhook/porch")));
        given.putAll(more);
        try (Sink sink = Porch.open(folder, given)) {
            sink.deliver(alert, new Try(30));
        }
        List<LoggedRequest> all = requests();
        return all.get(all.size() - 1);
    }

    @Test
    void aVisitIsJsonInTheStandardShape() throws Exception {
        LoggedRequest request = sent(Porch.started(Porch.media(folder, "photo", PHOTO)), Map.of());

        assertEquals("POST", request.getMethod().value());
        assertEquals("/api/webhook/porch", request.getUrl());
        assertEquals("application/json", request.getHeader("Content-Type"));
        assertEquals("alert-1", request.getHeader("webhook-id"));
        long age = Instant.now().getEpochSecond() - Long.parseLong(request.getHeader("webhook-timestamp"));
        assertTrue(age >= 0 && age < 30, age + " s");
        assertFalse(request.containsHeader("webhook-signature"));
        assertFalse(request.containsHeader("Upgrade"));
        assertEquals(
                "{'type':'visit.started','timestamp':'2026-11-23T06:15:03.123Z','title':'Somebody at Haustür, 1.12 m',"
                        + "'message':'07:15:02: \\'motion\\' <b>.','data':{'alert_id':'alert-1','house':'Haustür',"
                        + "'visit_id':'01M0000000000000000000000A','board':'door','camera':'front',"
                        + "'start':'2026-11-23T06:15:02.123Z','why':'motion','closest_cm':112,"
                        + "'page_url':'http://porch.local/visits/01M0000000000000000000000A',"
                        + "'photo_url':'http://porch.local/media/photo.jpg?v=1&sig=2',"
                        + "'media':[{'role':'photo','content_type':'image/jpeg','size':7,'sha256':'"
                        + Porch.media(folder, "photo", PHOTO).sha256() + "'}]}}",
                request.getBodyAsString().replace('"', '\''));
    }

    @Test
    void whatBeganOrCeasedToWorkIsJsonToo() throws Exception {
        String body = sent(Porch.health(), Map.of()).getBodyAsString();

        assertTrue(
                body.endsWith("\"house\":\"Haustür\",\"part\":\"camera door\",\"from\":\"ok\",\"to\":\"failed\","
                        + "\"words\":\"Look at its cable.\"}}"),
                body);
    }

    @Test
    void theBodyStaysBelowTwentyKilobytes() throws Exception {
        Alert long1 = new Alert(
                "alert-4",
                "digest",
                Porch.START,
                "€".repeat(10_000),
                "€".repeat(100_000),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Links.NONE);

        assertTrue(sent(long1, Map.of()).getBody().length < 20_000);
    }

    @Test
    void theReceiptIsTheStatusAndTheFirstWords() throws Exception {
        SERVER.stubFor(any(anyUrl()).willReturn(ok("<html><h1>It is\n noted</h1>" + "!".repeat(100_000))));
        String words = sink().deliver(Porch.started(), attempt()).words();

        assertTrue(words.startsWith("200: It is noted !!!"), words);
        assertTrue(words.length() < 300, words.length() + " letters");
    }

    private static void verify(String secret, LoggedRequest request) throws Exception {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
            headers.put(name, List.of(request.getHeader(name)));
        }
        new Webhook(secret).verify(request.getBodyAsString(), headers);
    }

    @Test
    void theStandardWebhooksLibraryVerifiesTheSignature() throws Exception {
        LoggedRequest request = sent(Porch.started(), Map.of("secret", List.of(OLD)));

        verify(OLD, request);
        assertThrows(WebhookVerificationException.class, () -> verify(NEW, request));
    }

    @Test
    void whileTheSecretIsChangedBothVerify() throws Exception {
        LoggedRequest request = sent(Porch.started(), Map.of("secret", List.of(NEW, OLD)));

        verify(NEW, request);
        verify(OLD, request);
        assertEquals(2, request.getHeader("webhook-signature").split(" ").length);
    }

    @Test
    void aPlainSecretIsTakenByteByByte() throws Exception {
        LoggedRequest request = sent(Porch.started(), Map.of("secret", List.of("open sesame")));

        verify(Base64.getEncoder().encodeToString("open sesame".getBytes(StandardCharsets.UTF_8)), request);
    }

    @Test
    void moreHeadersMethodAndPasswordAreSent() throws Exception {
        LoggedRequest request = sent(
                Porch.started(),
                Map.of(
                        "method",
                        "PUT",
                        "headers",
                        Map.of("X-Key", "k"),
                        "auth",
                        "basic",
                        "user",
                        "me",
                        "password",
                        "ü"));

        assertEquals("PUT", request.getMethod().value());
        assertEquals("k", request.getHeader("X-Key"));
        assertEquals("Basic bWU6w7w=", request.getHeader("Authorization"));
        assertEquals(
                "Bearer t0k.en",
                sent(Porch.started(), Map.of("auth", "bearer", "token", "t0k.en"))
                        .getHeader("Authorization"));
    }

    @Test
    void tlsWhereThereIsNoneIsExplained() {
        String url = SERVER.url("/").replace("http:", "https:");
        SinkBrokenException e =
                assertThrows(SinkBrokenException.class, () -> sent(Porch.started(), Map.of("url", url)));
        assertTrue(e.getMessage().contains("does not speak TLS, so nothing was sent"), e.getMessage());
    }
}
