package dev.porchlight.email;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Attempt;
import dev.porchlight.api.HealthChange;
import dev.porchlight.api.Links;
import dev.porchlight.api.Media;
import dev.porchlight.api.Settings;
import dev.porchlight.api.SinkContext;
import dev.porchlight.api.VisitReading;
import dev.porchlight.api.VisitSummary;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.LoggerFactory;

/** What the tests of this plugin mail: a house, its visits, its settings. */
final class Porch {
    static final String VISIT = "01M0000000000000000000000A";
    private static final Instant START = Instant.parse("2026-11-23T06:15:02.123Z");

    private Porch() {}

    static SinkContext context(Path folder) throws IOException {
        return new SinkContext(
                "me",
                LoggerFactory.getLogger("sink.me"),
                Files.createDirectories(folder.resolve("own")),
                "Haustür",
                ZoneId.of("Europe/Berlin"),
                Optional.empty());
    }

    /** In clear, from porch@example.org, to one. */
    static Settings settings(int port, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "host",
                "localhost",
                "port",
                (long) port,
                "security",
                "none",
                "from",
                "porch@example.org",
                "to",
                List.of("me@example.org"),
                "attach_clip_up_to",
                8_000_000L));
        all.putAll(more);
        return new Settings(all);
    }

    static Media media(Path folder, String role, byte[] bytes) throws IOException {
        String name = role.equals("clip") ? "clip.mp4" : role.equals("log") ? "log.csv" : role + ".jpg";
        Path file = Files.write(folder.resolve(name), bytes);
        return media(role, file);
    }

    static Media media(String role, Path file) throws IOException {
        String type = role.equals("clip") ? "video/mp4" : role.equals("log") ? "text/csv" : "image/jpeg";
        return new Media(role, file, type, Files.size(file), "0".repeat(64));
    }

    static Alert started(String title, Media... media) {
        return visit("alert-1", Alert.VISIT_STARTED, title, Optional.empty(), media);
    }

    static Alert finished(Media... media) {
        return visit(
                "alert-2",
                Alert.VISIT_FINISHED,
                "Somebody at Haustür, 0.80 m",
                Optional.of(START.plusSeconds(30)),
                media);
    }

    private static Alert visit(String id, String type, String title, Optional<Instant> end, Media... media) {
        VisitSummary summary = new VisitSummary(
                VISIT,
                "door",
                "front",
                START,
                end,
                "motion",
                OptionalInt.of(1_120),
                List.of(new VisitReading(Duration.ofSeconds(20), true, OptionalInt.of(1_120))));
        Links links = new Links(
                Optional.of(URI.create("http://porch.local/visits/" + VISIT)),
                Optional.empty(),
                Optional.of(URI.create("http://porch.local/media/clip.mp4?v=1&sig=2")));
        return new Alert(
                id,
                type,
                START,
                title,
                "07:15:02: <motion>.",
                Optional.of(summary),
                Optional.empty(),
                List.of(media),
                links);
    }

    static Alert plain(String type, Media... media) {
        return new Alert(
                "alert-" + type,
                type,
                START,
                "Haustür: camera failed",
                "Look at its cable.",
                Optional.empty(),
                Optional.of(new HealthChange("camera door", "ok", "failed", "Look at its cable.")),
                List.of(media),
                Links.NONE);
    }

    /** Remembers, and has this many seconds. */
    static final class Try implements Attempt {
        private final Instant deadline;
        private Optional<String> memo = Optional.empty();

        Try(long seconds) {
            deadline = Instant.now().plusSeconds(seconds);
        }

        Try(long seconds, Try before) {
            this(seconds);
            memo = before.memo;
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
