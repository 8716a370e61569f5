package dev.porchlight.library;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of all visits: {@code media/2026/11/23/07-15-02.123_front_<id>/photo.jpg}, findable by a person without this
 * program. Safe on every thread; every file is on the disk, complete, when the method that wrote it returns.
 */
final class MediaFolder {
    static final String SIDECAR = "visit.json";
    static final String THUMBNAIL = "thumb.jpg";
    static final String HALF_THUMBNAIL = THUMBNAIL + Durable.PART;

    /** A clip while its visit lasts and until it is made. */
    static final String RECORDING = "clip.part.mkv";

    /** What a program is making of it. */
    static final String HALF_CLIP = Role.CLIP.fileName() + Durable.PART;

    private static final Pattern VISIT_FOLDER =
            Pattern.compile("([0-9]{2}-[0-9]{2}-[0-9]{2}\\.[0-9]{3})_(.{1,64})_([0-9A-Z]{26})");
    private static final int MAX_CAMERA_LENGTH = 40;

    private final Path root;
    private final Ground ground;
    private final Consumer<IOException> onFailing;
    private final DateTimeFormatter folderName;

    /** The disk below the media folder. */
    interface Ground {
        /** @throws IOException if it is not the one this library began with */
        void expect() throws IOException;

        /**
         * Makes room at once, if that can be done within a second.
         *
         * @param bytes that should be free
         * @return whether there is more room than before
         */
        default boolean makeRoom(long bytes) {
            return false;
        }

        /** A file was synchronised, which took so long. */
        default void synchronised(Duration took) {}
    }

    /**
     * @param ground looked at before each new file
     * @param onFailing hears of a file that the disk answered with an error and that is written anew
     */
    MediaFolder(Path root, ZoneId zone, Ground ground, Consumer<IOException> onFailing) {
        this.root = root;
        this.ground = ground;
        this.onFailing = onFailing;
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
        return name.matches() ? VisitId.parse(name.group(3)) : Optional.empty();
    }

    /** The folder of each day, oldest first. */
    List<Path> days() throws IOException {
        List<Path> days = new ArrayList<>();
        for (Path year : list(root)) {
            for (Path month : list(year)) {
                days.addAll(list(month));
            }
        }
        days.sort(Comparator.naturalOrder());
        return days;
    }

    /** What is in a folder, by name; nothing if there is no such folder. */
    static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> names = Files.list(folder)) {
            return names.sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The path below the media folder, as a row has it. */
    String below(Path path) {
        return root.relativize(path).toString();
    }

    /**
     * A visit of which nothing is left but its folder with a photo: its row went with a damaged catalog before its {@code
     * visit.json} was written.
     */
    Visit adopt(Path folder) throws IOException {
        String below = below(folder);
        Matcher name = VISIT_FOLDER.matcher(folder.getFileName().toString());
        if (!name.matches()) {
            throw new IOException(below + " is no folder of a visit");
        }
        Instant start;
        try {
            start = folderName.parse(below.substring(0, below.indexOf('_')), Instant::from);
        } catch (DateTimeException e) {
            throw new IOException(below + " has no date in its name", e);
        }
        Path photo = folder.resolve(Role.PHOTO.fileName());
        return new Visit(
                new VisitId(name.group(3)),
                0,
                name.group(3),
                Optional.empty(),
                name.group(2),
                start,
                Optional.of(start),
                0,
                "unknown",
                false,
                LocalDate.ofInstant(start, folderName.getZone()),
                "what was known of it went with a damaged catalog",
                OptionalInt.empty(),
                false,
                Optional.empty(),
                below,
                List.of(new MediaFile(Role.PHOTO, Role.PHOTO.fileName(), Files.size(photo), sha256(photo), 1, 0, 0)),
                Optional.empty());
    }

    Path resolve(String folder) {
        return root.resolve(folder);
    }

    /** Keeps a finished file; its row may be committed when this returns. */
    MediaFile store(String folder, Role role, byte[] bytes, int version, int width, int height) throws IOException {
        try {
            write(folder, role.fileName(), bytes);
        } catch (IOException e) {
            Optional<DiskTrouble> trouble = DiskTrouble.of(e);
            if (trouble.equals(Optional.of(DiskTrouble.FAILING))) {
                // A failed write or synchronisation is final for that file, so the second try is a new file.
                onFailing.accept(e);
            } else if (!trouble.equals(Optional.of(DiskTrouble.FULL))
                    || !ground.makeRoom(bytes.length + Reserve.SIZE)) {
                throw e;
            }
            write(folder, role.fileName(), bytes);
        }
        return new MediaFile(role, role.fileName(), bytes.length, sha256(bytes), version, width, height);
    }

    /** The clip of a visit that begins. */
    ClipRecording record(String folder, Instant firstFrame, int width, int height) throws IOException {
        expectRoot();
        return ClipRecording.create(
                root.resolve(folder).resolve(RECORDING), firstFrame, width, height, ground::makeRoom);
    }

    /** Makes room for a file that another program is about to write, if there is too little. */
    void expectRoom(long bytes) {
        if (root.toFile().getUsableSpace() < bytes + Reserve.SIZE) {
            ground.makeRoom(bytes + Reserve.SIZE);
        }
    }

    /**
     * Gives a whole file the name of its role; its row may be committed when this returns.
     *
     * @param file where it was made, in the visit's folder
     */
    void putInPlace(String folder, String file, Role role) throws IOException {
        expectRoot();
        Path made = root.resolve(folder).resolve(file);
        Durable.sync(made);
        Files.move(
                made,
                made.resolveSibling(role.fileName()),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        Durable.sync(made.getParent());
    }

    /** Removes a file that no row names any more. */
    void drop(String folder, String file) throws IOException {
        ground.expect();
        Files.deleteIfExists(root.resolve(folder).resolve(file));
    }

    void writeSidecar(String folder, byte[] json) throws IOException {
        write(folder, SIDECAR, json);
    }

    /** A folder without it is no visit for whoever makes a catalog anew. On the disk on return. */
    void removeSidecar(String folder) throws IOException {
        ground.expect();
        if (Files.deleteIfExists(root.resolve(folder).resolve(SIDECAR))) {
            Durable.sync(root.resolve(folder));
        }
    }

    /**
     * Removes the folder of a visit with all its files, or one file; it may be gone already.
     *
     * @return the folder to be {@linkplain #sync synchronised} before that is on the disk
     */
    Path remove(String path) throws IOException {
        ground.expect();
        Path gone = root.resolve(path);
        for (Path file : list(gone)) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(gone);
        return gone.getParent();
    }

    /** Puts on the disk what was removed from a folder, which may be gone itself. */
    void sync(Path folder) throws IOException {
        ground.expect();
        if (Files.isDirectory(folder)) {
            Durable.sync(folder);
        }
    }

    /** The media folder itself is never made here: if it is gone, its disk is, and nothing belongs in its place. */
    private void write(String folder, String file, byte[] bytes) throws IOException {
        expectRoot();
        if (root.toFile().getUsableSpace() < bytes.length + Reserve.SIZE) {
            throw new IOException("No space left on device but what the catalog needs to take visits without pictures");
        }
        Path target = root.resolve(folder);
        Durable.createFolders(target);
        Durable.write(target.resolve(file), bytes, ground::synchronised);
    }

    private void expectRoot() throws IOException {
        ground.expect();
        if (!Files.isDirectory(root)) {
            throw new IOException("the folder " + root + " is gone; is its disk plugged in and mounted?");
        }
    }

    /** What is wrong with a file, as half a sentence; empty if it is what its row says. */
    static Optional<String> problemOf(Path path, MediaFile file, boolean byItsSha) throws IOException {
        if (!Files.exists(path)) {
            return Optional.of("is missing");
        }
        if (Files.size(path) != file.size()) {
            return Optional.of("has " + Files.size(path) + " bytes instead of " + file.size());
        }
        return !byItsSha || sha256(path).equals(file.sha256())
                ? Optional.empty()
                : Optional.of("is damaged: its SHA-256 is another");
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
