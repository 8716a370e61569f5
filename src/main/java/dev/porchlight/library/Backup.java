package dev.porchlight.library;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes what a house keeps into one zip file, also beside a running host. In it, in this order: {@code backup.json},
 * which says how much there is at most; the configuration; the data folder below {@code data/}, its catalog as it was at
 * one moment; {@code complete.json}, without which it was cut short. Only its owner may read the file: passwords are in it.
 */
public final class Backup {
    static final int FORMAT = 1;
    static final String MANIFEST = "backup.json";
    static final String CONFIG = "porchlight.yaml";
    static final String DATA = "data/";
    static final String COMPLETE = "complete.json";

    /** Of this moment or of this process, or made anew by the host. */
    private static final Set<String> TRANSIENT = Set.of("lock", "reserve", "host.json", "plugins-loading");

    private static final String MEDIA = "media";
    private static final int BUFFER = 1 << 16;
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Path data;
    private final Progress progress;
    private final byte[] buffer = new byte[BUFFER];
    private long allBytes;
    private int allFiles;
    private long bytes;
    private int files;
    private int gone;

    /** Hears how far it got, after each piece; on the caller's thread. */
    @FunctionalInterface
    public interface Progress {
        void at(int files, int ofFiles, long bytes, long ofBytes);
    }

    /** @param gone how many files were removed meanwhile, by the retention of the running host */
    public record Done(int files, long bytes, int gone) {}

    private record Listed(Path file, long size) {}

    private Backup(Path data, Progress progress) {
        this.data = data;
        this.progress = progress;
    }

    /**
     * Nothing is at {@code zip} until all of it is on the disk.
     *
     * @param media whether photos and clips go along
     * @throws IOException with a sentence for the owner
     */
    public static Done write(Path data, Path config, boolean media, Path zip, Progress progress) throws IOException {
        DataFolder folder = DataFolder.lookInto(data);
        Path file = zip.toAbsolutePath();
        if (file.startsWith(folder.path())) {
            throw new IOException(zip + " lies in the data folder itself; name a place on another disk");
        }
        Path part = file.resolveSibling(file.getFileName() + Durable.PART);
        Path catalog = file.resolveSibling(file.getFileName() + ".db" + Durable.PART);
        try {
            Files.deleteIfExists(part);
            Files.deleteIfExists(catalog);
            Catalog.copy(folder.path().resolve(Library.CATALOG_FILE), catalog);
            Done done;
            try (FileChannel channel = FileChannel.open(
                    part,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                done = new Backup(folder.path(), progress)
                        .fill(Channels.newOutputStream(channel), folder.uuid(), config, catalog, media);
            }
            Durable.sync(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Durable.sync(file.getParent());
            return done;
        } catch (IOException e) {
            throw DiskTrouble.of(e)
                    .map(trouble -> new IOException(trouble.words(file.getParent()), e))
                    .orElse(e);
        } finally {
            Files.deleteIfExists(part);
            Files.deleteIfExists(catalog);
        }
    }

    private Done fill(OutputStream out, String uuid, Path config, Path catalog, boolean media) throws IOException {
        List<Listed> listed = list(media);
        long most = Files.size(catalog) + Files.size(config);
        for (Listed one : listed) {
            most += one.size();
        }
        allBytes = most;
        allFiles = listed.size() + 2;
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            put(zip, MANIFEST, manifest(uuid, media));
            put(zip, CONFIG, new Listed(config, Files.size(config)));
            put(zip, DATA + Library.CATALOG_FILE, new Listed(catalog, Files.size(catalog)));
            for (Listed one : listed) {
                put(zip, DATA + data.relativize(one.file()), one);
            }
            put(zip, COMPLETE, complete());
            return new Done(files, bytes, gone);
        }
    }

    private List<Listed> list(boolean media) throws IOException {
        List<Listed> listed = new ArrayList<>();
        Files.walkFileTree(data, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean isLeftOut = isTransient(folder) || (!media && folder.equals(data.resolve(MEDIA)));
                return isLeftOut ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()
                        && !isTransient(file)
                        && !file.getFileName().toString().contains(Durable.PART)) {
                    listed.add(new Listed(file, attributes.size()));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw new IOException(file + " may not be read; run this as the user that runs porchlight", e);
            }
        });
        return listed;
    }

    private boolean isTransient(Path path) {
        String name = path.getFileName().toString();
        return data.equals(path.getParent()) && (TRANSIENT.contains(name) || name.startsWith(Library.CATALOG_FILE));
    }

    /** At most as much of it as was said; it may grow meanwhile. */
    private void put(ZipOutputStream zip, String name, Listed one) throws IOException {
        try (InputStream in = Files.newInputStream(one.file())) {
            // Pictures and films are as small as they get.
            zip.setLevel(name.startsWith(DATA + MEDIA) ? Deflater.NO_COMPRESSION : Deflater.DEFAULT_COMPRESSION);
            zip.putNextEntry(new ZipEntry(name));
            long left = one.size();
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    break;
                }
                zip.write(buffer, 0, count);
                left -= count;
                bytes += count;
                progress.at(files, allFiles, bytes, allBytes);
            }
            zip.closeEntry();
            files++;
        } catch (NoSuchFileException e) {
            gone++;
        }
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private byte[] manifest(String uuid, boolean media) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeStringField("made", Instant.now().toString());
            json.writeStringField("library", uuid);
            json.writeBooleanField("media", media);
            json.writeNumberField("files", allFiles);
            json.writeNumberField("bytes", allBytes);
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private byte[] complete() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("files", files);
            json.writeNumberField("bytes", bytes);
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
