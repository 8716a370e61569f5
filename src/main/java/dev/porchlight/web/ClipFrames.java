package dev.porchlight.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.porchlight.library.RecordedClip;
import dev.porchlight.library.RecordedClip.Still;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;

/**
 * {@code clip.json}: where each frame of a clip lies that stays as it was recorded, so that a page plays it from ranges of
 * its file: {@code {"frames": [[time in ms, offset, length], ...]}}.
 */
final class ClipFrames {
    static final String NAME = "clip.json";

    private ClipFrames() {}

    static void send(Exchange exchange, Path file) throws IOException {
        try (RecordedClip clip = RecordedClip.open(file)) {
            Json.send(exchange.response(), HttpServletResponse.SC_OK, json -> write(json, clip));
        }
    }

    private static void write(JsonGenerator json, RecordedClip clip) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("frames");
        for (Still still : clip.stills()) {
            json.writeStartArray();
            json.writeNumber(still.millis());
            json.writeNumber(still.offset());
            json.writeNumber(still.length());
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
