package dev.porchlight.webhook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.porchlight.api.Alert;
import dev.porchlight.api.Media;
import dev.porchlight.api.Setting;
import dev.porchlight.api.Sink;
import dev.porchlight.webhook.Porch.Try;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files to copy: each sends what its service documents. */
@Timeout(60)
class PresetsTest {
    private static final Path PRESETS = Path.of("presets");
    private static final byte[] PHOTO = {(byte) 0xFF, (byte) 0xD8, 1, 2, (byte) 0xFF, (byte) 0xD9};

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

    /** The sinks of the file by name; what comes from the environment is the variable's name. */
    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> sinks(String preset) throws IOException {
        String yaml = Files.readString(PRESETS.resolve(preset + ".yaml")).replaceAll("\\$\\{env:([A-Z0-9_]+)}", "$1");
        Map<String, Object> file =
                (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return ((List<Map<String, Object>>) file.get("sinks"))
                .stream().collect(Collectors.toMap(sink -> (String) sink.get("name"), Function.identity()));
    }

    /** As the host gives them to the factory, for a server of ours instead of the service. */
    private static Map<String, Object> given(Map<String, Object> sink) {
        Map<String, Setting> known = new WebhookSinkFactory()
                .settings().stream().collect(Collectors.toMap(Setting::name, Function.identity()));
        Map<String, Object> given = new HashMap<>(sink);
        given.keySet().removeAll(List.of("name", "type", "alerts"));
        given.replaceAll((key, value) -> {
            assertTrue(known.containsKey(key), key);
            return key.startsWith("url")
                    ? ((String) value)
                            .replaceFirst("https?://[^/]+", receiver.url("").replaceFirst("/$", ""))
                    : value;
        });
        return given;
    }

    /** What arrives when the sink is told of this alert. */
    private LoggedRequest sent(String preset, String name, Alert alert) throws Exception {
        Map<String, Object> sink = sinks(preset).get(name);
        assertEquals("webhook", sink.get("type"));
        if (sink.containsKey("alerts")) {
            assertTrue(((List<?>) sink.get("alerts")).contains(alert.type()), name + " wants no " + alert.type());
        }
        receiver.forget();
        try (Sink open = Porch.open(folder, given(sink))) {
            open.deliver(alert, new Try(30));
        }
        return receiver.only();
    }

    private Alert started() throws IOException {
        return Porch.started(Porch.media(folder, "photo", PHOTO));
    }

    private Alert finished() throws IOException {
        Media clip = Porch.media(folder, "clip", new byte[1_000]);
        return Porch.finished(Porch.media(folder, "photo", PHOTO), clip);
    }

    private static void assertPhoto(LoggedRequest request, String field) {
        Request.Part part = Receiver.part(request, field);
        assertArrayEquals(PHOTO, part.getBody().asBytes());
        assertEquals("image/jpeg", part.getHeader("Content-Type").firstValue());
        assertTrue(part.getFileName().endsWith(".jpg"), part.getFileName());
    }

    @Test
    void eachOfThemIsTriedHere() throws IOException {
        try (Stream<Path> files = Files.list(PRESETS)) {
            List<String> names = files.map(file -> file.getFileName().toString().replace(".yaml", ""))
                    .sorted()
                    .toList();
            List<String> tried = Arrays.stream(PresetsTest.class.getDeclaredMethods())
                    .map(method -> method.getName().replace("_", "-"))
                    .toList();
            assertEquals(10, names.size());
            assertTrue(tried.containsAll(names), names.toString());
        }
    }

    /** trigger.json for automations; the push camera takes a file in the field "image". */
    @Test
    void home_assistant() throws Exception {
        LoggedRequest hook = sent("home-assistant", "home-assistant", started());
        assertEquals("/api/webhook/HA_WEBHOOK", hook.getUrl());
        assertEquals("application/json", hook.getHeader("Content-Type"));

        LoggedRequest camera = sent("home-assistant", "home-assistant-camera", started());
        assertEquals("/api/webhook/HA_CAMERA", camera.getUrl());
        assertPhoto(camera, "image");
        assertEquals(1, camera.getParts().size());
    }

    @Test
    void node_red() throws Exception {
        LoggedRequest request = sent("node-red", "node-red", finished());
        assertEquals("POST /porch", request.getMethod() + " " + request.getUrl());
        assertEquals("application/json", request.getHeader("Content-Type"));
    }

    /** n8n parses exactly this content type. */
    @Test
    void n8n() throws Exception {
        LoggedRequest request = sent("n8n", "n8n", Porch.health());
        assertEquals("/webhook/porch", request.getUrl());
        assertEquals("application/json", request.getHeader("Content-Type"));
        assertEquals("N8N_KEY", request.getHeader("X-Porch"));
    }

    /** PUT of the bytes with "Filename"; without bytes "Message" is the text; no non-ASCII header but by RFC 2047. */
    @Test
    void ntfy() throws Exception {
        LoggedRequest photo = sent("ntfy", "ntfy", started());
        assertEquals("PUT /NTFY_TOPIC", photo.getMethod() + " " + photo.getUrl());
        assertArrayEquals(PHOTO, photo.getBody());
        assertTrue(photo.getHeader("Filename").endsWith(".jpg"));
        assertTrue(photo.getHeader("Title").startsWith("=?UTF-8?B?"));
        assertEquals("http://porch.local/visits/" + Porch.VISIT, photo.getHeader("Click"));

        LoggedRequest words = sent("ntfy", "ntfy", Porch.health());
        assertEquals(0, words.getBody().length);
        assertEquals("Look at its cable.", words.getHeader("Message"));
        assertFalse(words.containsHeader("Filename") || words.containsHeader("Click"));
    }

    /** payload_json beside files[0], or alone; content up to 2,000 letters. */
    @Test
    void discord() throws Exception {
        LoggedRequest photo = sent("discord", "discord", started());
        assertEquals("/api/webhooks/DISCORD_HOOK?wait=true", photo.getUrl());
        assertPhoto(photo, "files[0]");
        assertEquals(
                "{'content': '**Somebody at Haustür, 1.12 m**\\n07:15:02: \\'motion\\' <b>.\\n"
                        + "http://porch.local/visits/01M0000000000000000000000A'}",
                Receiver.text(photo, "payload_json").strip().replace('"', '\''));

        LoggedRequest words = sent("discord", "discord", Porch.health());
        assertEquals(1, words.getParts().size());
        assertTrue(Receiver.text(words, "payload_json").contains("Look at its cable."));

        assertEquals(
                "video/mp4",
                Receiver.part(sent("discord", "discord-clip", finished()), "files[0]")
                        .getHeader("Content-Type")
                        .firstValue());
    }

    @Test
    void slack() throws Exception {
        LoggedRequest request = sent("slack", "slack", started());
        assertEquals("/services/SLACK_HOOK", request.getUrl());
        assertEquals("application/json", request.getHeader("Content-Type"));
        assertTrue(request.getBodyAsString().startsWith("{\"text\": \"*Somebody at Haustür, 1.12 m*\\n"));
    }

    /** sendPhoto: chat_id, photo, caption; sendVideo: video, supports_streaming; sendMessage: text. */
    @Test
    void telegram() throws Exception {
        LoggedRequest photo = sent("telegram", "telegram", started());
        assertEquals("/botTELEGRAM_TOKEN/sendPhoto", photo.getUrl());
        assertEquals("TELEGRAM_CHAT", Receiver.text(photo, "chat_id"));
        assertEquals("Somebody at Haustür, 1.12 m\n07:15:02: \"motion\" <b>.", Receiver.text(photo, "caption"));
        assertPhoto(photo, "photo");

        LoggedRequest words = sent("telegram", "telegram", Porch.health());
        assertEquals("/botTELEGRAM_TOKEN/sendMessage", words.getUrl());
        assertEquals("Haustür: camera door failed\nLook at its cable.", Receiver.text(words, "text"));

        LoggedRequest clip = sent("telegram", "telegram-clip", finished());
        assertEquals("/botTELEGRAM_TOKEN/sendVideo", clip.getUrl());
        assertEquals(1_000, Receiver.part(clip, "video").getBody().asBytes().length);
        assertEquals("true", Receiver.text(clip, "supports_streaming"));
    }

    @Test
    void gotify() throws Exception {
        LoggedRequest request = sent("gotify", "gotify", started());
        assertEquals("/message", request.getUrl());
        assertEquals("GOTIFY_TOKEN", request.getHeader("X-Gotify-Key"));
        String body = request.getBodyAsString();
        assertTrue(body.contains("\"client::notification\": {"), body);
        assertTrue(body.contains("\"bigImageUrl\": \"http://porch.local/media/photo.jpg?v=1&sig=2\","), body);
        assertTrue(body.contains("\"click\": {\"url\": \"http://porch.local/visits/"), body);
        assertTrue(sent("gotify", "gotify", Porch.health()).getBodyAsString().contains("\"priority\": 5"));
    }

    @Test
    void pushover() throws Exception {
        LoggedRequest photo = sent("pushover", "pushover", started());
        assertEquals("/1/messages.json", photo.getUrl());
        assertPhoto(photo, "attachment");
        assertEquals("PUSHOVER_TOKEN", Receiver.text(photo, "token"));
        assertEquals("PUSHOVER_USER", Receiver.text(photo, "user"));
        assertEquals("07:15:02: \"motion\" <b>.", Receiver.text(photo, "message"));
        assertEquals("Look at its cable.", Receiver.text(sent("pushover", "pushover", Porch.health()), "message"));
    }

    @Test
    void apprise() throws Exception {
        LoggedRequest photo = sent("apprise", "apprise", started());
        assertEquals("/notify/APPRISE_KEY", photo.getUrl());
        assertPhoto(photo, "attach");
        assertEquals("Somebody at Haustür, 1.12 m", Receiver.text(photo, "title"));
        assertEquals("07:15:02: \"motion\" <b>.", Receiver.text(photo, "body"));
        assertEquals("info", Receiver.text(photo, "type"));
        assertEquals("Look at its cable.", Receiver.text(sent("apprise", "apprise", Porch.health()), "body"));
    }
}
