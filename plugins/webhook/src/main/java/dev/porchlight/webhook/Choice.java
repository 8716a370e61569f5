package dev.porchlight.webhook;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Media;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.kit.Line;
import java.util.List;
import java.util.Set;

/** Which of an alert's files go along. */
record Choice(List<String> roles) {
    private static final Set<String> KNOWN = Set.of("photo", "best", "clip", "mjpeg", "log");

    static Choice parse(List<String> roles) throws SinkBrokenException {
        for (String role : roles) {
            if (!KNOWN.contains(role)) {
                throw new SinkBrokenException(
                        "'media' takes photo, best, clip, mjpeg and log, was '" + Line.of(role) + "'");
            }
        }
        return new Choice(List.copyOf(roles));
    }

    List<Media> of(Alert alert) {
        return alert.media().stream()
                .filter(media -> roles.contains(media.role()))
                .toList();
    }
}
