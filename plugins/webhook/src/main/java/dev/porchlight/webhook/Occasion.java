package dev.porchlight.webhook;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Media;
import dev.porchlight.kit.VisitWords;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * One alert, and the file that goes with it if one does: what the words in braces stand for.
 *
 * @param number of the file among the alert's, from 0
 */
record Occasion(House house, Alert alert, Optional<Media> media, int number) {
    /** Telegram takes 1,024 letters under a picture, Pushover 1,024 and 250 in the title. */
    private static final int MAX_TITLE = 200;

    private static final int MAX_MESSAGE = 800;
    private static final List<String> OWN =
            List.of("title", "message", "type", "alert_id", "house", "page_url", "photo_url", "clip_url", "file", "n");

    /** As a sentence goes on behind the key's name. */
    static final String HELP = VisitWords.HELP + " {" + String.join("} {", OWN) + "}";

    static boolean knows(String word) {
        return OWN.contains(word) || VisitWords.knows(word);
    }

    /** Empty if this alert has none of it. */
    String word(String word) {
        return switch (word) {
            case "title" -> Fields.atMost(MAX_TITLE, alert.title());
            case "message" -> Fields.atMost(MAX_MESSAGE, alert.text());
            case "type" -> alert.type();
            case "alert_id" -> alert.id();
            case "house" -> house.name();
            case "page_url" -> link(alert.links().page());
            case "photo_url" -> link(alert.links().photo());
            case "clip_url" -> link(alert.links().clip());
            case "file" -> fileName();
            case "n" -> Integer.toString(number);
            default -> ofVisit(word);
        };
    }

    private String ofVisit(String word) {
        String role = media.map(Media::role).orElse("");
        return alert.visit()
                .map(visit -> VisitWords.of(word, visit, role, house.zone()))
                .orElseGet(() -> VisitWords.isTime(word)
                        ? VisitWords.time(word, alert.at(), house.zone())
                        : word.equals("id") ? alert.id() : "");
    }

    String fileName() {
        if (media.isEmpty()) {
            return "";
        }
        return alert.visit()
                .map(visit -> house.fileName().of(visit, media.get()))
                .orElseGet(() -> media.get().file().getFileName().toString());
    }

    private static String link(Optional<URI> link) {
        return link.map(URI::toString).orElse("");
    }
}
