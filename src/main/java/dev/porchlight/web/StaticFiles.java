package dev.porchlight.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/** The style sheet, the scripts and the icons: few and small, so they stay in memory. Addresses carry a tag of the content. */
final class StaticFiles {
    private static final List<String> NAMES = List.of(
            "porchlight.css",
            "porchlight.js",
            "theme.js",
            "gallery.js",
            "events.js",
            "live.js",
            "viewer.js",
            "clip.js",
            "icon.svg",
            "icon-180.png",
            "icon-192.png",
            "icon-512.png",
            "icon-maskable-512.png",
            "manifest.webmanifest");

    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "webmanifest", "application/manifest+json");

    private final Map<String, StaticFile> files = new LinkedHashMap<>();

    record StaticFile(String contentType, byte[] bytes, String tag) {}

    StaticFiles() {
        NAMES.forEach(name -> files.put(name, load(name, TYPES.get(name.substring(name.lastIndexOf('.') + 1)))));
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
        StaticFile file = find(name).orElseThrow(() -> new IllegalStateException("there is no static file " + name));
        return "/static/" + name + "?v=" + file.tag();
    }

    Optional<StaticFile> find(String name) {
        return Optional.ofNullable(files.get(name));
    }
}
