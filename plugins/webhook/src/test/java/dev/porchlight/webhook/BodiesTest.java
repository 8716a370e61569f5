package dev.porchlight.webhook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.porchlight.api.Alert;
import dev.porchlight.api.Media;
import dev.porchlight.api.Receipt;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.webhook.Porch.Try;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request has in it: files, bytes, words of one's own. */
@Timeout(60)
class BodiesTest {
    private static final byte[] PHOTO = {(byte) 0xFF, (byte) 0xD8, 13, 10, '-', '-', (byte) 0xFF, (byte) 0xD9};
    private static final byte[] CLIP = new byte[100_000];

    private static Receiver receiver;

    @TempDir
    Path folder;

    @BeforeAll
    static void listen() {
        receiver = new Receiver();
    }

    @AfterAll
    static void stopListening() {
        receiver.close();
    }

    @BeforeEach
    void forget() {
        receiver.forget();
    }

    private Media photo() throws IOException {
        return Porch.media(folder, "photo", PHOTO);
    }

    private Media clip() throws IOException {
        return Porch.media(folder, "clip", CLIP);
    }

    private Receipt deliver(Alert alert, Map<String, Object> more) throws Exception {
        return deliver(alert, more, new Try(30));
    }

    private Receipt deliver(Alert alert, Map<String, Object> more, Try attempt) throws Exception {
        Map<String, Object> given = new HashMap<>(Map.of("url", receiver.url("/porch")));
        given.putAll(more);
        try (Sink sink = Porch.open(folder, given)) {
            return sink.deliver(alert, attempt);
        }
    }

    @Test
    void aFormHasPhotoAndClipAsFiles() throws Exception {
        deliver(Porch.finished(photo(), clip()), Map.of("body", "multipart"));

        LoggedRequest request = receiver.only();
        assertEquals("POST", request.getMethod().value());
        Request.Part photo = Receiver.part(request, "photo");
        assertArrayEquals(PHOTO, photo.getBody().asBytes());
        assertEquals("image/jpeg", photo.getHeader("Content-Type").firstValue());
        assertEquals("2026-11-23_07-15-02_front_" + Porch.VISIT + ".jpg", photo.getFileName());
        assertEquals(CLIP.length, Receiver.part(request, "clip").getBody().asBytes().length);
        assertEquals(2, request.getParts().size());
        assertTrue(request.containsHeader("Content-Length"));
    }

    @Test
    void aFormsFieldsAreNamedAndFilledAsTheReceiverWantsThem() throws Exception {
        deliver(
                Porch.started(photo()),
                Map.of(
                        "body",
                        "multipart",
                        "file_field",
                        "files[{n}]",
                        "json_field",
                        "payload_json",
                        "template",
                        "{\"content\": \"[=title] & [=message]\"}",
                        "fields",
                        Map.of("chat_id", "42", "caption", "{title} at {HH}:{mm}, {closest_cm} cm")));

        LoggedRequest request = receiver.only();
        assertArrayEquals(PHOTO, Receiver.part(request, "files[0]").getBody().asBytes());
        assertEquals("42", Receiver.text(request, "chat_id"));
        assertEquals("Somebody at Haustür, 1.12 m at 07:15, 112 cm", Receiver.text(request, "caption"));
        assertEquals(
                "{\"content\": \"Somebody at Haustür, 1.12 m & 07:15:02: \\\"motion\\\" <b>.\"}",
                Receiver.text(request, "payload_json"));
        assertEquals(
                "application/json",
                Receiver.part(request, "payload_json").getHeader("Content-Type").firstValue());
    }

    @Test
    void withoutFilesAnAlertGoesWhereWordsGoOrNowhere() throws Exception {
        Map<String, Object> form = Map.of("body", "multipart", "fields", Map.of("text", "{title}"));
        assertTrue(deliver(Porch.health(), form).words().startsWith("there is nothing to send of health.changed"));
        assertEquals(List.of(), receiver.requests());

        Map<String, Object> both = new HashMap<>(form);
        both.put("url_without_media", receiver.url("/words"));
        deliver(Porch.health(), both);
        deliver(Porch.health(), Map.of("body", "raw", "url_without_media", receiver.url("/empty")));

        assertEquals("/words", receiver.requests().get(0).getUrl());
        assertEquals(
                "Haustür: camera door failed", Receiver.text(receiver.requests().get(0), "text"));
        assertEquals("/empty", receiver.requests().get(1).getUrl());
        assertEquals(0, receiver.requests().get(1).getBody().length);
    }

    @Test
    void rawIsTheFilesBytesAtAnAddressOfTheirOwn() throws Exception {
        Receipt receipt = deliver(
                Porch.finished(photo(), clip()),
                Map.of(
                        "body",
                        "raw",
                        "url",
                        receiver.url("/up/{yyyy}/{MM}/") + "{file}?t={title}",
                        "file_name",
                        "{camera}_{id}",
                        "headers",
                        Map.of("Title", "{title}", "Message", "{role} {board}", "Empty", "{clip_url}")));

        List<LoggedRequest> requests = receiver.requests();
        assertEquals(2, requests.size());
        LoggedRequest photo = requests.get(0);
        assertEquals("PUT", photo.getMethod().value());
        assertEquals("/up/2026/11/front_" + Porch.VISIT + ".jpg?t=Somebody%20at%20Haust%C3%BCr", photo.getUrl());
        assertEquals("image/jpeg", photo.getHeader("Content-Type"));
        assertArrayEquals(PHOTO, photo.getBody());
        assertEquals("=?UTF-8?B?U29tZWJvZHkgYXQgSGF1c3TDvHI=?=", photo.getHeader("Title"));
        assertEquals("photo door", photo.getHeader("Message"));
        assertFalse(photo.containsHeader("Empty"));
        assertEquals("video/mp4", requests.get(1).getHeader("Content-Type"));
        assertEquals("200: noted; 200: noted", receipt.words());
    }

    @Test
    void aFileThatArrivedIsNotSentAgain() throws Exception {
        Try attempt = new Try(30);
        attempt.remember("photo");
        deliver(Porch.finished(photo(), clip()), Map.of("body", "raw"), attempt);

        assertEquals("video/mp4", receiver.only().getHeader("Content-Type"));
        assertEquals(Optional.of("photo clip"), attempt.memo());
        assertEquals(
                "arrived in an earlier try",
                deliver(Porch.finished(photo(), clip()), Map.of("body", "raw"), attempt)
                        .words());
    }

    @Test
    void aFileOnTheDiskIsSignedAsItIsSent() throws Exception {
        deliver(Porch.started(photo()), Map.of("body", "raw", "secret", List.of("plain")));

        LoggedRequest request = receiver.only();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("plain".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update(("alert-1." + request.getHeader("webhook-timestamp") + ".").getBytes(StandardCharsets.UTF_8));
        assertEquals(
                "v1," + Base64.getEncoder().encodeToString(mac.doFinal(PHOTO)), request.getHeader("webhook-signature"));
    }

    private String templated(String template, String type) throws Exception {
        deliver(Porch.started(), Map.of("body", "template", "template", template, "content_type", type));
        LoggedRequest request = receiver.only();
        assertEquals(type, request.getHeader("Content-Type"));
        return request.getBodyAsString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json|{\"t\": \"[=message]\", \"d\": [=data.closest_cm]}"
                        + "|{\"t\": \"07:15:02: \\\"motion\\\" <b>.\", \"d\": 112}",
                "text/plain|[#if data.part??]health[#else][=type][/#if] [=message]|visit.started 07:15:02: \"motion\" <b>.",
                "text/html|[=message]|07:15:02: &quot;motion&quot; &lt;b&gt;.",
                "application/x-www-form-urlencoded|m=[=message]&x=1|m=07%3A15%3A02%3A+%22motion%22+%3Cb%3E.&x=1"
            })
    void aTemplateIsEscapedForWhatItMakes(String type, String template, String expected) throws Exception {
        assertEquals(expected, templated(template, type));
    }

    @Test
    void aTemplateMayBeAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("words.ftl"), "[#list data?keys as key][=key] [/#list]");
        deliver(
                Porch.health(),
                Map.of("body", "template", "template_file", file.toString(), "content_type", "text/plain"));

        assertEquals("alert_id house part from to words ", receiver.only().getBodyAsString());
    }

    private String refusal(Alert alert, Map<String, Object> given) {
        return assertThrows(SinkBrokenException.class, () -> deliver(alert, given), given.toString())
                .getMessage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[=\"freemarker.template.utility.Execute\"?new()(\"id\")]|uses ?new",
                "[=title? api.class]|uses ?api",
                "[=title?eval]|uses ?eval",
                "[=title?eval_json]|uses ?eval_json",
                "[=title?interpret]|uses ?interpret",
                "[#if title]|'template':1:11: ",
                "x [=tilte]|'template':1:5: ",
                "[#include \"/etc/passwd\"]|'template':1:1: ",
                "[=title.class]|'template':1:3: ",
                "[#list 1..9999999 as i][/#list]x[#list 1.. as i][/#list]|did not end within 2 s; look for a loop",
                "[#list 1.. as i]x[/#list]|makes more than 65536 letters",
                "[#macro m][@m/][/#macro][@m/]|uses [#macro, which no template of an alert may; take it out",
                "[#assign a=title][#list 1..40 as i][#assign a=a+a][/#list]|uses [#assign",
                "[#attempt][#list 1.. as i]x[/#list][#recover][/#attempt]|uses [#attempt",
                "[=title?left_pad(1000000000)]|uses ?left_pad",
                "[=(1..1000000000)?join(title)]|uses ?join",
                "[=(1..1000000000)?sort?size]|uses ?sort",
                "[=title?map(x -> x + x)]|uses ?map",
                "[=message?json_string?json_string]|uses ?json_string",
                "[=title?[#-- hidden --]left_pad(1000000000)]|uses ?[#--",
                "{\"a\": \"b\",}|makes no JSON of this alert: "
            })
    void aTemplateThatIsWrongOrTakesLibertiesIsNamed(String template, String words) {
        String message = refusal(Porch.started(), Map.of("body", "template", "template", template));
        assertTrue(message.contains(words), message);
        assertEquals(List.of(), receiver.requests());
    }

    /** What is left to a template: its own length times that of a value. */
    @Test
    void noTemplateMakesMoreThanSomeMegabytes() {
        String sum = "[=message" + "+message".repeat(300) + "]";
        Alert alert = Porch.started();
        Alert longest = new Alert(
                alert.id(),
                alert.type(),
                alert.at(),
                alert.title(),
                "x".repeat(4_000),
                alert.visit(),
                alert.health(),
                alert.media(),
                alert.links());

        assertTrue(refusal(longest, Map.of("body", "template", "template", sum))
                .contains("makes more than 65536 letters"));
        assertTrue(refusal(longest, Map.of("body", "template", "template", sum + "x".repeat(16_000)))
                .contains("has more than 16000 letters; make it shorter"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "body=template",
                "body=json template=x",
                "body=raw fields=x",
                "body=template template=x template_file=y",
                "body=template template_file=/no/such/file",
                "body=multipart template=x",
                "body=raw media=film",
                "body=json file_name=a/b",
                "body=raw url=http://ha.local/{what}",
                "body=raw url=http://ha.local/ url_without_media=ftp://x/"
            })
    void settingsThatDoNotGoTogetherAreRefusedWhenOpened(String line) {
        Map<String, Object> given = new HashMap<>();
        for (String word : line.split(" ", -1)) {
            String[] pair = word.split("=", 2);
            boolean isList = pair[0].equals("media");
            given.put(pair[0], isList ? List.of(pair[1]) : pair[0].equals("fields") ? Map.of("a", pair[1]) : pair[1]);
        }
        assertFalse(refusal(Porch.started(), given).isBlank());
    }
}
