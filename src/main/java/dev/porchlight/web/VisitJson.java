package dev.porchlight.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.porchlight.library.MediaFile;
import dev.porchlight.library.ReadingRow;
import dev.porchlight.library.Role;
import dev.porchlight.library.Visit;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A visit as the API tells it. Times are UTC, distances cm, media addresses relative to the host. */
final class VisitJson {
    private VisitJson() {}

    static void write(JsonGenerator json, Visit visit) throws IOException {
        json.writeStartObject();
        writeFields(json, visit);
        json.writeEndObject();
    }

    static void write(JsonGenerator json, Visit visit, List<ReadingRow> readings) throws IOException {
        json.writeStartObject();
        writeFields(json, visit);
        json.writeArrayFieldStart("readings");
        for (ReadingRow reading : readings) {
            json.writeStartObject();
            json.writeNumberField("ms", reading.offsetMs());
            json.writeBooleanField("motion", reading.motion());
            if (reading.distanceMm().isPresent()) {
                json.writeNumberField("mm", reading.distanceMm().getAsInt());
            } else {
                json.writeNullField("mm");
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeFields(JsonGenerator json, Visit visit) throws IOException {
        json.writeStringField("id", visit.id().value());
        json.writeNumberField("seq", visit.seq());
        json.writeStringField("start", visit.start().toString());
        writeOptional(json, "end", visit.end().map(Object::toString));
        json.writeStringField("day", visit.day().toString());
        json.writeStringField("camera", visit.camera());
        writeOptional(json, "board", visit.board());
        json.writeStringField("trigger", visit.triggerId());
        json.writeStringField("why", visit.why());
        if (visit.closestMm().isPresent()) {
            json.writeNumberField("closest_cm", visit.closestMm().getAsInt() / 10);
        } else {
            json.writeNullField("closest_cm");
        }
        writeMedia(json, "photo", visit, visit.media(Role.PHOTO));
        writeMedia(json, "best", visit, visit.media(Role.BEST));
        writeMedia(json, "clip", visit, visit.clip());
        json.writeBooleanField("kept", visit.kept());
        json.writeBooleanField("clock_set", visit.clockSet());
        writeOptional(json, "problem", visit.problem());
    }

    private static void writeMedia(JsonGenerator json, String name, Visit visit, Optional<MediaFile> file)
            throws IOException {
        if (file.isEmpty()) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        json.writeStringField(
                "url",
                "/media/" + visit.id() + "/" + file.get().file() + "?v="
                        + file.get().tag());
        json.writeNumberField("size", file.get().size());
        json.writeStringField("sha256", file.get().sha256());
        json.writeNumberField("width", file.get().width());
        json.writeNumberField("height", file.get().height());
        if (file.get().lengthMs() > 0) {
            json.writeStringField("type", file.get().role().contentType());
            json.writeNumberField("start_ms", file.get().startMs());
            json.writeNumberField("length_ms", file.get().lengthMs());
        }
        json.writeEndObject();
    }

    private static void writeOptional(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        } else {
            json.writeNullField(name);
        }
    }
}
