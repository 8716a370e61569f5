package dev.porchlight.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of all visits: {@code media/2026/11/23/07-15-02.123_front_<id>/photo.jpg}, findable by a person without this
 * program. Safe on every thread; every file is on the disk, complete, when the method that wrote it returns.
 */
final class MediaFolder {
    static final String SIDECAR = "visit.json";
    static final String THUMBNAIL = "thumb.jpg";

    private static final Pattern VISIT_FOLDER =
            Pattern.compile("[0-9]{2}-[0-9]{2}-[0-9]{2}\\.[0-9]{3}_.{1,64}_([0-9A-Z]{26})");
    private static final int MAX_CAMERA_LENGTH = 40;

    private final Path root;
    private final DateTimeFormatter folderName;

    MediaFolder(Path root, ZoneId zone) {
        this.root = root;
        this.folderName = DateTimeFormatter.ofPattern("yyyy/MM/dd/HH-mm-ss.SSS", Locale.ROOT)
                .withZone(zone);
    }

    Path root() {
        return root;
    }

    /** Where the media of a visit belong, below the root, with {@code /}. */
    String folderFor(VisitId id, String camera, Instant start) {
        String safe = camera.replaceAll("[^A-Za-z0-9-]", "-");
        return folderName.format(start) + "_" + safe.substring(0, Math.min(safe.length(), MAX_CAMERA_LENGTH)) + "_"
                + id;
    }

    /** The visit that a folder of this name belongs to, if it is one of ours. */
    static Optional<VisitId> visitOf(Path folder) {
        Matcher name = VISIT_FOLDER.matcher(folder.getFileName().toString());
        return name.matches() ? VisitId.parse(name.group(1)) : Optional.empty();
    }

    Path resolve(String folder) {
        return root.resolve(folder);
    }

    /** Keeps a finished file; its row may be committed when this returns. */
    MediaFile store(String folder, Role role, byte[] bytes, int version, int width, int height) throws IOException {
        Path target = root.resolve(folder);
        Durable.createFolders(target);
        Durable.write(target.resolve(role.fileName()), bytes);
        return new MediaFile(role, role.fileName(), bytes.length, sha256(bytes), version, width, height);
    }

    void writeSidecar(String folder, byte[] json) throws IOException {
        Path target = root.resolve(folder);
        Durable.createFolders(target);
        Durable.write(target.resolve(SIDECAR), json);
    }

    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(newSha256().digest(bytes));
    }

    static String sha256(Path file) throws IOException {
        MessageDigest digest = newSha256();
        try (var in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
