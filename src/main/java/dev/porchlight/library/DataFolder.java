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

/**
 * The folder of everything kept, held by one host at a time. It names itself in {@code id.json}, so that a wrong disk is
 * refused instead of filled.
 */
public final class DataFolder implements AutoCloseable {
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

    /**
     * Makes the folder if need be and takes it for this process.
     *
     * @throws IOException with a sentence for the owner: another host holds it, it is of a newer format, it cannot be
     *     written
     */
    public static DataFolder take(Path path) throws IOException {
        try {
            Durable.createFolders(path.toAbsolutePath());
        } catch (IOException e) {
            throw new IOException(
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
            throw new IOException(
                    "data folder " + path + " cannot be written: " + e.getMessage()
                            + "; check its owner, and that the disk is not read-only",
                    e);
        }
        try {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw new IOException("data folder " + path + " is in use by " + holder(channel)
                        + "; stop that one first, or give this one another 'data:'");
            }
            boolean cleanlyLeft = channel.size() == 0;
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(("process " + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)), 0);
            String uuid = readId(path).orElse("");
            if (uuid.isEmpty()) {
                uuid = UUID.randomUUID().toString();
                Durable.write(
                        path.resolve("id.json"),
                        ("{\"uuid\": \"" + uuid + "\", \"format\": " + FORMAT + "}\n")
                                .getBytes(StandardCharsets.UTF_8));
            }
            Durable.createFolders(path.toAbsolutePath().resolve("media"));
            return new DataFolder(path.toAbsolutePath(), uuid, Optional.of(channel), cleanlyLeft);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The folder as it is, without taking it: for looking only, also beside a running host. */
    public static DataFolder lookInto(Path path) throws IOException {
        String uuid = readId(path)
                .orElseThrow(() -> new IOException("there is no library in " + path + ": id.json is missing"));
        return new DataFolder(path.toAbsolutePath(), uuid, Optional.empty(), true);
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
        Matcher id = ID_JSON.matcher(Files.readString(file));
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
