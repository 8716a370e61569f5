package dev.porchlight.webhook;

import dev.porchlight.kit.Line;
import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * What the far side said.
 *
 * @param body its first bytes as text; none if they were long in coming
 */
record Answer(int status, HttpHeaders headers, String body) {
    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The status and the first words, for people. */
    String words() {
        String text = Line.of(
                body.replaceAll("(?s)<(script|style)\\b.*?</\\1>|<[^>]*>", " ").replaceAll("\\s+", " "));
        return text.isEmpty() ? Integer.toString(status) : status + ": " + text;
    }
}
