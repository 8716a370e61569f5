package dev.porchlight.webhook;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Media;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An alert as named values: the default body, and what templates know. What does not apply is left out. Below 20 kB as
 * JSON, which the Standard Webhooks specification asks for: pictures go as links.
 */
final class Fields {
    private static final int MAX_TITLE = 500;
    private static final int MAX_MESSAGE = 4_000;

    private Fields() {}

    /** Values are {@code String}, {@code Long}, lists and maps of these. */
    static Map<String, Object> of(Alert alert, String house) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("type", alert.type());
        all.put("timestamp", alert.at().toString());
        all.put("title", atMost(MAX_TITLE, alert.title()));
        all.put("message", atMost(MAX_MESSAGE, alert.text()));
        all.put("data", data(alert, house));
        return all;
    }

    private static Map<String, Object> data(Alert alert, String house) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("alert_id", alert.id());
        data.put("house", house);
        alert.visit().ifPresent(visit -> {
            data.put("visit_id", visit.id());
            data.put("board", visit.board());
            data.put("camera", visit.camera());
            data.put("start", visit.start().toString());
            visit.end().ifPresent(end -> data.put("end", end.toString()));
            data.put("why", visit.why());
            visit.closestMm().ifPresent(mm -> data.put("closest_cm", mm / 10L));
        });
        alert.health().ifPresent(health -> {
            data.put("part", health.part());
            data.put("from", health.from());
            data.put("to", health.to());
            data.put("words", atMost(MAX_MESSAGE, health.words()));
        });
        link(data, "page_url", alert.links().page());
        link(data, "photo_url", alert.links().photo());
        link(data, "clip_url", alert.links().clip());
        if (!alert.media().isEmpty()) {
            data.put("media", alert.media().stream().map(Fields::media).toList());
        }
        return data;
    }

    private static Map<String, Object> media(Media media) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("role", media.role());
        map.put("content_type", media.contentType());
        map.put("size", media.size());
        map.put("sha256", media.sha256());
        return map;
    }

    private static void link(Map<String, Object> data, String name, Optional<URI> link) {
        link.ifPresent(uri -> data.put(name, uri.toString()));
    }

    static String atMost(int most, String text) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }
}
