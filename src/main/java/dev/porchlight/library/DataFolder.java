package dev.porchlight.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of everything kept, held by one host at a time. It names itself in {@code id.json}, so that a wrong disk is
 * refused instead of filled.
 */
public final class DataFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DataFolder.class);

    /** What the layout below this folder is called; a greater number is not understood. */
    static final int FORMAT = 1;

    private static final Pattern ID_JSON =
            Pattern.compile("\\{\"uuid\": \"([0-9a-f-]{36})\", \"format\": ([0-9]{1,9})\\}\\s*");
    private static final int MAX_HOLDER_LENGTH = 200;

    private final Path path;
    private final String uuid;
    private final Optional<FileChannel> lockFile;
    private final boolean cleanlyLeft;

    private DataFolder(Path path, String uuid, Optional<FileChannel> lockFile, boolean cleanlyLeft) {
        this.path = path;
        this.uuid = uuid;
        this.lockFile = lockFile;
        this.cleanlyLeft = cleanlyLeft;
    }

    /** Takes it whatever library is in it. */
    public static DataFolder take(Path path) throws IOException {
        return take(path, Optional.empty());
    }

    /**
     * Makes the folder if need be and takes it for this process.
     *
     * @param wanted the id of the library that must be in it; nothing is made then
     * @throws DataAwayException with a sentence for the owner: its disk is full, read-only, away or another one
     * @throws IOException with a sentence for the owner: another host holds it, it is of a newer format, this user may
     *     not write to it
     */
    static DataFolder take(Path path, Optional<String> wanted) throws IOException {
        try {
            if (wanted.isPresent()) {
                expect(path, wanted.get());
            }
            Durable.createFolders(path.toAbsolutePath());
        } catch (IOException e) {
            throw unusable(
                    path,
                    "data folder " + path + " cannot be made: " + e.getMessage()
                            + "; make it and give it to the user that runs porchlight",
                    e);
        }
        Path lockPath = path.resolve("lock");
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    lockPath, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unusable(
                    path,
                    "data folder " + path + " cannot be written: " + e.getMessage()
                            + "; give it to the user that runs porchlight",
                    e);
        }
        try {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw new IOException("data folder " + path + " is in use by " + holder(channel)
                        + "; stop that one first, or give this one another 'data:'");
            }
            boolean cleanlyLeft = channel.size() == 0;
            // Never empty in between: an empty one says that the last host stopped in an orderly way.
            byte[] words = ("process " + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8);
            channel.write(ByteBuffer.wrap(words), 0);
            channel.truncate(words.length);
            // Only a mark that a power cut cannot take back makes the next start look for what this one leaves.
            channel.force(true);
            Durable.sync(path.toAbsolutePath());
            String uuid = readId(path).orElse("");
            if (uuid.isEmpty()) {
                uuid = UUID.randomUUID().toString();
                log.info("a new library begins in {}; its id is {}", path, uuid);
                Durable.write(
                        path.resolve("id.json"),
                        ("{\"uuid\": \"" + uuid + "\", \"format\": " + FORMAT + "}\n")
                                .getBytes(StandardCharsets.UTF_8));
            }
            Durable.createFolders(path.toAbsolutePath().resolve("media"));
            return new DataFolder(path.toAbsolutePath(), uuid, Optional.of(channel), cleanlyLeft);
        } catch (IOException e) {
            channel.close();
            throw unusable(path, e.getMessage(), e);
        }
    }

    private static IOException unusable(Path path, String words, IOException e) {
        if (e instanceof DataAwayException) {
            return e;
        }
        return DiskTrouble.of(e)
                .<IOException>map(trouble -> new DataAwayException(trouble.words(path), e))
                .orElseGet(() -> new IOException(words, e));
    }

    private static void expect(Path path, String wanted) throws IOException {
        Optional<String> found = readId(path);
        if (found.isEmpty()) {
            throw new DataAwayException(
                    "library " + wanted + " is not in " + path
                            + ": its disk is not there; plug it in and mount it (nothing is written to the place where it was)");
        }
        if (!found.get().equals(wanted)) {
            throw new DataAwayException("in " + path + " is another library, " + found.get() + ", and not " + wanted
                    + ": this is the wrong disk; plug the right one in, or correct 'data_id'");
        }
    }

    /** Notices that the disk was pulled out, or another one put in its place. Reads one small file, writes nothing. */
    void lookAgain() throws IOException {
        try {
            expect(path, uuid);
        } catch (IOException e) {
            throw unusable(path, e.getMessage(), e);
        }
    }

    /** The folder as it is, without taking it: for looking only, also beside a running host. */
    public static DataFolder lookInto(Path path) throws IOException {
        String uuid = readId(path)
                .orElseThrow(() -> new IOException("there is no library in " + path + ": id.json is missing"));
        return new DataFolder(path.toAbsolutePath(), uuid, Optional.empty(), true);
    }

    /** Who holds it now, in words; empty if nobody does. Changes nothing in it. */
    public static Optional<String> heldBy(Path path) throws IOException {
        Path lock = path.resolve("lock");
        if (!Files.exists(lock)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return tryLock(channel) == null ? Optional.of(holder(channel)) : Optional.empty();
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_HOLDER_LENGTH);
        channel.read(buffer, 0);
        String words = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        return words.isBlank() ? "another porchlight" : "another porchlight, " + words.strip();
    }

    private static Optional<String> readId(Path path) throws IOException {
        Path file = path.resolve("id.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Matcher id = ID_JSON.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!id.matches()) {
            throw new IOException(file + " is not what porchlight wrote; put it back, or give another 'data:'");
        }
        if (Integer.parseInt(id.group(2)) > FORMAT) {
            throw new IOException("data folder " + path + " has format " + id.group(2) + ", this porchlight knows "
                    + FORMAT + "; install the newer porchlight");
        }
        return Optional.of(id.group(1));
    }

    public Path path() {
        return path;
    }

    public String uuid() {
        return uuid;
    }

    /** Whether the last host that held it stopped in an orderly way. */
    boolean cleanlyLeft() {
        return cleanlyLeft;
    }

    /** Lets go of a folder whose disk is gone. */
    void letGo() {
        try {
            if (lockFile.isPresent()) {
                lockFile.get().close();
            }
        } catch (IOException e) {
            log.debug("the lock of {} cannot be closed", path, e);
        }
    }

    /** Lets go, and leaves the mark of an orderly stop: an empty lock file. */
    @Override
    public void close() throws IOException {
        if (lockFile.isPresent()) {
            try (FileChannel channel = lockFile.get()) {
                channel.truncate(0);
            }
        }
    }
}
