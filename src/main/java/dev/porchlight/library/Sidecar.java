package dev.porchlight.library;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code visit.json}: the row of a visit as a file beside its media, from which the catalog can be rebuilt. */
final class Sidecar {
    private static final int FORMAT = 1;
    private static final JsonFactory JSON = new JsonFactory();
    private static final String SIDECAR_IS_NOT = "visit.json is not what porchlight wrote: ";

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
                if (file.lengthMs() > 0) {
                    json.writeNumberField("start_ms", file.startMs());
                    json.writeNumberField("length_ms", file.lengthMs());
                }
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

    /** A visit as its file tells it. */
    record Told(Visit visit, List<ReadingRow> readings) {}

    /**
     * Reads a {@code visit.json} back, to rebuild a catalog that was lost.
     *
     * @param folder where it was found, below the media folder
     * @throws IOException if it is not one of ours, or damaged
     */
    static Told parse(byte[] bytes, String folder) throws IOException {
        Map<String, String> values = new HashMap<>();
        List<MediaFile> media = new ArrayList<>();
        List<ReadingRow> readings = new ArrayList<>();
        try (JsonParser json = JSON.createParser(bytes)) {
            expect(json.nextToken() == JsonToken.START_OBJECT, "it is not an object");
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken token = json.nextToken();
                if (token == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        Map<String, String> element = flatObject(json);
                        if (name.equals("media")) {
                            media.add(mediaFile(element));
                        } else if (name.equals("readings")) {
                            readings.add(reading(element));
                        }
                    }
                } else {
                    values.put(name, json.getText());
                }
            }
            return new Told(visit(values, folder, media), readings);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(SIDECAR_IS_NOT + e.getMessage(), e);
        }
    }

    private static void expect(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(SIDECAR_IS_NOT + otherwise);
        }
    }

    private static Map<String, String> flatObject(JsonParser json) throws IOException {
        Map<String, String> values = new HashMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            expect(json.nextToken().isScalarValue(), name + " is not a value");
            values.put(name, json.getText());
        }
        return values;
    }

    private static Visit visit(Map<String, String> values, String folder, List<MediaFile> media) throws IOException {
        for (String needed : List.of("format", "id", "trigger", "camera", "start", "nanos", "boot_id", "day", "why")) {
            expect(values.containsKey(needed), needed + " is missing");
        }
        expect(Integer.parseInt(values.get("format")) <= FORMAT, "it is of a newer format");
        return new Visit(
                new VisitId(values.get("id")),
                Long.parseLong(values.getOrDefault("seq", "0")),
                values.get("trigger"),
                Optional.ofNullable(values.get("board")),
                values.get("camera"),
                Instant.parse(values.get("start")),
                Optional.ofNullable(values.get("end")).map(Instant::parse),
                Long.parseLong(values.get("nanos")),
                values.get("boot_id"),
                Boolean.parseBoolean(values.get("clock_set")),
                LocalDate.parse(values.get("day")),
                values.get("why"),
                optionalInt(values, "closest_mm"),
                Boolean.parseBoolean(values.get("kept")),
                Optional.ofNullable(values.get("problem")),
                folder,
                media,
                Optional.ofNullable(values.get("deleted_at")).map(Instant::parse));
    }

    private static MediaFile mediaFile(Map<String, String> values) throws IOException {
        Role role = Role.ofFileName(values.getOrDefault("file", ""))
                .orElseThrow(() -> new IOException(SIDECAR_IS_NOT + "media without a known file"));
        String sha256 = values.getOrDefault("sha256", "");
        expect(sha256.matches("[0-9a-f]{64}"), "sha256 of " + role.fileName());
        return new MediaFile(
                role,
                role.fileName(),
                Long.parseLong(values.getOrDefault("size", "-1")),
                sha256,
                Integer.parseInt(values.getOrDefault("version", "1")),
                Integer.parseInt(values.getOrDefault("width", "0")),
                Integer.parseInt(values.getOrDefault("height", "0")),
                Integer.parseInt(values.getOrDefault("start_ms", "0")),
                Integer.parseInt(values.getOrDefault("length_ms", "0")));
    }

    private static ReadingRow reading(Map<String, String> values) {
        return new ReadingRow(
                Integer.parseInt(values.getOrDefault("ms", "0")),
                Boolean.parseBoolean(values.get("motion")),
                optionalInt(values, "mm"));
    }

    private static OptionalInt optionalInt(Map<String, String> values, String name) {
        return values.containsKey(name) ? OptionalInt.of(Integer.parseInt(values.get(name))) : OptionalInt.empty();
    }
}
