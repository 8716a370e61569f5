package dev.porchlight.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/** The style sheet, the script and the icon: few and small, so they stay in memory. Addresses carry a tag of the content. */
final class StaticFiles {
    private static final Map<String, String> TYPES = Map.of(
            "porchlight.css", "text/css;charset=utf-8",
            "porchlight.js", "text/javascript;charset=utf-8",
            "icon.svg", "image/svg+xml");

    private final Map<String, StaticFile> files = new LinkedHashMap<>();

    record StaticFile(String contentType, byte[] bytes, String tag) {}

    StaticFiles() {
        TYPES.forEach((name, type) -> files.put(name, load(name, type)));
    }

    private static StaticFile load(String name, String type) {
        try (InputStream in = StaticFiles.class.getClassLoader().getResourceAsStream("webapp/static/" + name)) {
            if (in == null) {
                throw new IllegalStateException("webapp/static/" + name + " is not in the jar");
            }
            byte[] bytes = in.readAllBytes();
            CRC32C sum = new CRC32C();
            sum.update(bytes);
            byte[] tag = Long.toString(sum.getValue(), 36).getBytes(StandardCharsets.US_ASCII);
            return new StaticFile(type, bytes, HexFormat.of().formatHex(tag));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address(String name) {
        return "/static/" + name + "?v=" + files.get(name).tag();
    }

    Optional<StaticFile> find(String name) {
        return Optional.ofNullable(files.get(name));
    }
}
