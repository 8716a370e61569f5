package dev.porchlight.library;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** {@code visit.json}: the row of a visit as a file beside its media, from which the catalog can be rebuilt. */
final class Sidecar {
    private static final int FORMAT = 1;
    private static final JsonFactory JSON = new JsonFactory();

    private Sidecar() {}

    /** The same visit gives the same bytes, so that a stale file can be told. */
    static byte[] of(Visit visit, List<ReadingRow> readings) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1_024);
        try (JsonGenerator json = JSON.createGenerator(out).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeStringField("id", visit.id().value());
            json.writeNumberField("seq", visit.seq());
            json.writeStringField("trigger", visit.triggerId());
            if (visit.board().isPresent()) {
                json.writeStringField("board", visit.board().get());
            }
            json.writeStringField("camera", visit.camera());
            json.writeStringField("start", visit.start().toString());
            if (visit.end().isPresent()) {
                json.writeStringField("end", visit.end().get().toString());
            }
            json.writeNumberField("nanos", visit.nanos());
            json.writeStringField("boot_id", visit.bootId());
            json.writeBooleanField("clock_set", visit.clockSet());
            json.writeStringField("day", visit.day().toString());
            json.writeStringField("why", visit.why());
            if (visit.closestMm().isPresent()) {
                json.writeNumberField("closest_mm", visit.closestMm().getAsInt());
            }
            json.writeBooleanField("kept", visit.kept());
            if (visit.problem().isPresent()) {
                json.writeStringField("problem", visit.problem().get());
            }
            if (visit.deletedAt().isPresent()) {
                json.writeStringField("deleted_at", visit.deletedAt().get().toString());
            }
            json.writeArrayFieldStart("media");
            for (MediaFile file : visit.media()) {
                json.writeStartObject();
                json.writeStringField("role", file.role().word());
                json.writeStringField("file", file.file());
                json.writeNumberField("size", file.size());
                json.writeStringField("sha256", file.sha256());
                json.writeNumberField("version", file.version());
                json.writeNumberField("width", file.width());
                json.writeNumberField("height", file.height());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("readings");
            for (ReadingRow reading : readings) {
                json.writeStartObject();
                json.writeNumberField("ms", reading.offsetMs());
                json.writeBooleanField("motion", reading.motion());
                if (reading.distanceMm().isPresent()) {
                    json.writeNumberField("mm", reading.distanceMm().getAsInt());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        }
        return out.toByteArray();
    }
}
