package dev.porchlight.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** An answer of the API. */
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Writes one value. */
    interface Writer {
        void to(JsonGenerator json) throws IOException;
    }

    static void send(HttpServletResponse response, int status, Writer writer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            writer.to(json);
        }
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-cache");
        response.setContentLength(out.size());
        out.writeTo(response.getOutputStream());
    }

    /** {@code {"error": "one sentence"}}. */
    static void sendError(HttpServletResponse response, int status, String words) throws IOException {
        send(response, status, json -> {
            json.writeStartObject();
            json.writeStringField("error", words);
            json.writeEndObject();
        });
    }
}
