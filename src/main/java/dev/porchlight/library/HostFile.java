package dev.porchlight.library;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code host.json} in the data folder: how the commands of this machine reach the host that runs on it. Only its user may
 * read it. A host that was killed leaves it behind, so whoever reads it must find out whether somebody answers there.
 *
 * @param url where it answers on this machine
 * @param token lets a program of this machine look and change for as long as the host runs
 * @param pid of the host's process
 */
public record HostFile(URI url, String token, long pid) {
    private static final String NAME = "host.json";
    private static final int MAX_BYTES = 4_096;
    private static final JsonFactory FACTORY = new JsonFactory();

    /** The whole file is there or none. No synchronisation: after a power cut nobody answers anyway. */
    void write(Path data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("url", url.toString());
            json.writeStringField("token", token);
            json.writeNumberField("pid", pid);
            json.writeEndObject();
        }
        Path part = data.resolve(NAME + Durable.PART);
        Files.deleteIfExists(part);
        try (SeekableByteChannel channel = Files.newByteChannel(
                part,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        Files.move(part, data.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void remove(Path data) throws IOException {
        Files.deleteIfExists(data.resolve(NAME));
    }

    /**
     * What the host of this data folder wrote.
     *
     * @return empty if none wrote one, or it is not what a host writes
     * @throws IOException this user may not read it
     */
    public static Optional<HostFile> read(Path data) throws IOException {
        byte[] bytes;
        try (var in = Files.newInputStream(data.resolve(NAME))) {
            bytes = in.readNBytes(MAX_BYTES);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = FACTORY.createParser(bytes)) {
            json.nextToken();
            for (JsonToken token = json.nextToken(); token == JsonToken.FIELD_NAME; token = json.nextToken()) {
                json.nextToken();
                fields.put(json.currentName(), json.getText());
            }
            return Optional.of(new HostFile(
                    URI.create(fields.get("url")), fields.get("token"), Long.parseLong(fields.get("pid"))));
        } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
            return Optional.empty();
        }
    }
}
