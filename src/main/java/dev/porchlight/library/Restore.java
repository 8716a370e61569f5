package dev.porchlight.library;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Puts back what {@link Backup} wrote, into a data folder that is not there yet. Every entry is written beside it and looked
 * at; then one renaming puts all of it in its place, so that a restore which is cut short changes nothing.
 */
public final class Restore implements AutoCloseable {
    private static final int MAX_CONFIG_BYTES = 1 << 20;
    private static final int MAX_JSON_BYTES = 4_096;

    /** A catalog becomes a tenth; nothing that porchlight keeps becomes a hundredth (OWASP ASVS 5.2.3 asks for a bound). */
    private static final long MAX_RATIO = 100;

    private static final long SMALL = 10_000_000;
    private static final long SPARE = 50_000_000;
    private static final int MAX_DEPTH = 12;
    private static final int MAX_NAME = 200;

    /** What a running host or SQLite would take for its own. */
    private static final Set<String> NEVER =
            Set.of("lock", "host.json", Library.CATALOG_FILE + "-wal", Library.CATALOG_FILE + "-shm");

    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final FileAttribute<?>[] OURS_ALONE = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
    private static final FileAttribute<?>[] NO_WISH = {};

    private final Path zip;
    private final ZipInputStream in;
    private final Map<String, String> manifest;
    private final String config;
    private final byte[] buffer = new byte[1 << 16];
    private final Set<Path> folders = new HashSet<>();
    private int files = 1;
    private long bytes;

    /** @param media whether photos and clips were in it */
    public record Done(int files, long bytes, boolean media) {}

    private Restore(Path zip, ZipInputStream in) throws IOException {
        this.zip = zip;
        this.in = in;
        this.manifest = fields(expect(Backup.MANIFEST, MAX_JSON_BYTES));
        if (number("format") > Backup.FORMAT) {
            throw new IOException(zip + " was made by a newer porchlight; install that one");
        }
        if (number("bytes") > MAX_RATIO * Files.size(zip) + SMALL) {
            throw notOurs("it says to hold " + number("bytes") + " bytes, which it cannot");
        }
        byte[] text = expect(Backup.CONFIG, MAX_CONFIG_BYTES);
        this.bytes = text.length;
        this.config = new String(text, StandardCharsets.UTF_8);
    }

    /** Looks at its beginning. @throws IOException with a sentence for the owner */
    public static Restore open(Path zip) throws IOException {
        if (!Files.isRegularFile(zip)) {
            throw new IOException(zip + " is not there; name the file that porchlight backup wrote");
        }
        ZipInputStream in = new ZipInputStream(new BufferedInputStream(Files.newInputStream(zip)));
        boolean isOpen = false;
        try {
            Restore restore = new Restore(zip, in);
            isOpen = true;
            return restore;
        } catch (EOFException | ZipException e) {
            throw new IOException(zip + " is cut short or damaged: " + e.getMessage() + "; take another backup", e);
        } finally {
            if (!isOpen) {
                in.close();
            }
        }
    }

    /** The configuration in it. */
    public String config() {
        return config;
    }

    /** What belongs to the same change, done when everything in the backup was found good, just before it is put in place. */
    @FunctionalInterface
    public interface Before {
        void putInPlace() throws IOException;
    }

    /**
     * @param data is not there, or empty
     * @throws IOException with a sentence for the owner; nothing has changed then
     */
    public Done into(Path data, Before before, Backup.Progress progress) throws IOException {
        Path place = data.toAbsolutePath();
        expectNobody(place);
        Durable.createFolders(place.getParent());
        long free = Files.getFileStore(place.getParent()).getUsableSpace();
        if (free < number("bytes") + SPARE) {
            throw new IOException("the backup needs " + megabytes(number("bytes") + SPARE) + " MB, and on the disk of "
                    + place.getParent() + " are " + megabytes(free) + " MB free; make room on it");
        }
        Path part = place.resolveSibling(place.getFileName() + ".restore" + Durable.PART);
        remove(part);
        try {
            Files.createDirectory(part);
            unpack(part, progress);
            expectSound(part);
            // Not empty, so that the next start looks for what the backup was taken in the middle of.
            Durable.write(part.resolve("lock"), "restored".getBytes(StandardCharsets.UTF_8));
            for (Path folder : folders) {
                Durable.sync(folder);
            }
            Durable.sync(part);
            expectNobody(place);
            before.putInPlace();
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Durable.sync(place.getParent());
        } catch (EOFException | ZipException e) {
            throw new IOException(zip + " is cut short or damaged: " + e.getMessage() + "; nothing was changed", e);
        } catch (IOException e) {
            throw DiskTrouble.of(e)
                    .map(trouble -> new IOException(trouble.words(place.getParent()), e))
                    .orElse(e);
        } finally {
            remove(part);
        }
        return new Done(files, bytes, Boolean.parseBoolean(manifest.get("media")));
    }

    private static void expectNobody(Path place) throws IOException {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> there = Files.list(place)) {
            if (there.findAny().isPresent()) {
                throw new IOException("there is something in " + place
                        + " already, and nothing is overwritten; stop porchlight and move it away first: mv " + place
                        + " " + place + ".before");
            }
        }
    }

    private void unpack(Path part, Backup.Progress progress) throws IOException {
        while (true) {
            ZipEntry entry = next();
            if (entry == null) {
                throw new EOFException("its end is missing");
            }
            if (entry.getName().equals(Backup.COMPLETE)) {
                Map<String, String> complete = fields(read(MAX_JSON_BYTES));
                if (number(complete, "files") != files || number(complete, "bytes") != bytes) {
                    throw new ZipException("something is missing from its middle");
                }
                return;
            }
            Path file = placeOf(entry, part);
            if (++files > number("files")) {
                throw notOurs("it holds more files than it says");
            }
            // Hashes of passwords and keys lie beside the folders.
            write(file, file.getParent().equals(part), progress);
        }
    }

    private Path placeOf(ZipEntry entry, Path part) throws IOException {
        String name = entry.getName();
        String below = name.startsWith(Backup.DATA) ? name.substring(Backup.DATA.length()) : "";
        List<String> steps = List.of(below.split("/", -1));
        boolean isPlain = steps.size() <= MAX_DEPTH
                && steps.stream()
                        .allMatch(step -> !step.isBlank()
                                && !step.equals(".")
                                && !step.equals("..")
                                && step.length() <= MAX_NAME
                                && step.chars().noneMatch(c -> c < ' ' || c == '\\' || c == 0x7F));
        if (!isPlain || NEVER.contains(below)) {
            throw notOurs("nothing of porchlight's is called " + shown(name));
        }
        Path file = part;
        for (String step : steps) {
            folders.add(file);
            Files.createDirectories(file);
            file = file.resolve(step);
        }
        return file;
    }

    private static String shown(String name) {
        String printable = name.replaceAll("\\p{Cntrl}", "?");
        return "'" + (printable.length() > MAX_NAME ? printable.substring(0, MAX_NAME) + "..." : printable) + "'";
    }

    private void write(Path file, boolean isPrivate, Backup.Progress progress) throws IOException {
        try (FileChannel channel = FileChannel.open(file, NEW, isPrivate ? OURS_ALONE : NO_WISH);
                OutputStream out = Channels.newOutputStream(channel)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                bytes += count;
                if (bytes > number("bytes")) {
                    throw notOurs("it holds more than it says");
                }
                out.write(buffer, 0, count);
                progress.at(files, (int) number("files"), bytes, number("bytes"));
            }
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw notOurs("it holds " + shown(file.getFileName().toString()) + " twice");
        }
    }

    private void expectSound(Path part) throws IOException {
        String found = DataFolder.lookInto(part).uuid();
        if (!found.equals(manifest.get("library"))) {
            throw notOurs("it holds another library than it says");
        }
        Path catalog = part.resolve(Library.CATALOG_FILE);
        if (!Files.exists(catalog)) {
            throw notOurs("it holds no catalog");
        }
        Catalog.expectSound(catalog);
    }

    private ZipEntry next() throws IOException {
        try {
            return in.getNextEntry();
        } catch (IllegalArgumentException e) {
            throw (IOException) new ZipException("a name in it is no text").initCause(e);
        }
    }

    private byte[] expect(String name, int limit) throws IOException {
        ZipEntry entry = next();
        if (entry == null || !entry.getName().equals(name)) {
            throw notOurs("it does not begin with " + name);
        }
        return read(limit);
    }

    private byte[] read(int limit) throws IOException {
        byte[] content = in.readNBytes(limit + 1);
        if (content.length > limit) {
            throw notOurs("its first words are too long");
        }
        return content;
    }

    private Map<String, String> fields(byte[] json) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            parser.nextToken();
            for (JsonToken token = parser.nextToken(); token == JsonToken.FIELD_NAME; token = parser.nextToken()) {
                parser.nextToken();
                fields.put(parser.currentName(), String.valueOf(parser.getText()));
            }
        } catch (JsonProcessingException e) {
            throw notOurs("its first words are damaged");
        }
        return fields;
    }

    private long number(String name) throws IOException {
        return number(manifest, name);
    }

    private long number(Map<String, String> from, String name) throws IOException {
        try {
            return Long.parseLong(from.getOrDefault(name, ""));
        } catch (NumberFormatException e) {
            throw notOurs("it does not say its '" + name + "'");
        }
    }

    private IOException notOurs(String why) {
        return new IOException(zip + " is no backup that porchlight wrote: " + why + "; nothing was changed");
    }

    private static long megabytes(long bytes) {
        return bytes / 1_000_000;
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
