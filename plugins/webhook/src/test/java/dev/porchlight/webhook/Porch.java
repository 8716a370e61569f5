package dev.porchlight.webhook;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Attempt;
import dev.porchlight.api.HealthChange;
import dev.porchlight.api.Links;
import dev.porchlight.api.Media;
import dev.porchlight.api.Setting;
import dev.porchlight.api.Settings;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkContext;
import dev.porchlight.api.VisitReading;
import dev.porchlight.api.VisitSummary;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.LoggerFactory;

/** What the tests of this plugin send: a house, its visits, its settings. */
final class Porch {
    static final String VISIT = "01M0000000000000000000000A";
    static final Instant START = Instant.parse("2026-11-23T06:15:02.123Z");

    private Porch() {}

    static SinkContext context(Path folder) throws IOException {
        return new SinkContext(
                "hook",
                LoggerFactory.getLogger("sink.hook"),
                Files.createDirectories(folder.resolve("own")),
                "Haustür",
                ZoneId.of("Europe/Berlin"),
                Optional.empty());
    }

    /** With the defaults of what is not given, as the host fills them in. */
    static Settings settings(Map<String, Object> given) {
        Map<String, Object> all = new HashMap<>();
        for (Setting setting : new WebhookSinkFactory().settings()) {
            setting.defaultValue()
                    .ifPresent(text -> all.put(
                            setting.name(), setting.kind() == Setting.Kind.LIST ? List.of(text.split(",")) : text));
        }
        all.putAll(given);
        return new Settings(all);
    }

    static Sink open(Path folder, Map<String, Object> given) throws Exception {
        return new WebhookSinkFactory().open(settings(given), context(folder));
    }

    static Media media(Path folder, String role, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve(role.equals("clip") ? "clip.mp4" : role + ".jpg"), bytes);
        try {
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            return new Media(role, file, role.equals("clip") ? "video/mp4" : "image/jpeg", bytes.length, sha256);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Alert started(Media... media) {
        return visit("alert-1", Alert.VISIT_STARTED, "Somebody at Haustür, 1.12 m", Optional.empty(), media);
    }

    static Alert finished(Media... media) {
        return visit("alert-2", Alert.VISIT_FINISHED, "Somebody at Haustür", Optional.of(START.plusSeconds(30)), media);
    }

    static Alert visit(String id, String type, String title, Optional<Instant> end, Media... media) {
        VisitSummary summary = new VisitSummary(
                VISIT,
                "door",
                "front",
                START,
                end,
                "motion",
                OptionalInt.of(1_129),
                List.of(new VisitReading(Duration.ofSeconds(20), true, OptionalInt.of(1_129))));
        Links links = new Links(
                Optional.of(URI.create("http://porch.local/visits/" + VISIT)),
                Optional.of(URI.create("http://porch.local/media/photo.jpg?v=1&sig=2")),
                Optional.empty());
        return new Alert(
                id,
                type,
                START.plusSeconds(1),
                title,
                "07:15:02: \"motion\" <b>.",
                Optional.of(summary),
                Optional.empty(),
                List.of(media),
                links);
    }

    static Alert health() {
        return new Alert(
                "alert-3",
                Alert.HEALTH_CHANGED,
                START,
                "Haustür: camera door failed",
                "Look at its cable.",
                Optional.empty(),
                Optional.of(new HealthChange("camera door", "ok", "failed", "Look at its cable.")),
                List.of(),
                Links.NONE);
    }

    /** Remembers, and has this many seconds. */
    static final class Try implements Attempt {
        private final Instant deadline;
        private Optional<String> memo = Optional.empty();

        Try(long seconds) {
            deadline = Instant.now().plusSeconds(seconds);
        }

        @Override
        public int number() {
            return 1;
        }

        @Override
        public Instant deadline() {
            return deadline;
        }

        @Override
        public Optional<String> memo() {
            return memo;
        }

        @Override
        public void remember(String word) {
            memo = Optional.of(word);
        }
    }
}
