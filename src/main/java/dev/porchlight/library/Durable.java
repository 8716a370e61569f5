package dev.porchlight.library;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Files that survive a power cut once a method here has returned: written aside as {@code .part}, synchronised, renamed,
 * and the folder synchronised. A failed synchronisation is final for that file: it is removed and the error rises; Linux
 * would call the next fsync of the same pages a success (wiki.postgresql.org/wiki/Fsync_Errors).
 */
final class Durable {
    static final String PART = ".part";

    private Durable() {}

    /** Writes {@code bytes} as {@code file}, in one piece or not at all. Replaces an older file of that name. */
    static void write(Path file, byte[] bytes) throws IOException {
        write(file, bytes, took -> {});
    }

    /** @param fsync hears how long the file's synchronisation took */
    static void write(Path file, byte[] bytes, Consumer<Duration> fsync) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + PART);
        try {
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                long begin = System.nanoTime();
                channel.force(true);
                fsync.accept(Duration.ofNanos(System.nanoTime() - begin));
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        sync(file.getParent());
    }

    /** Makes {@code folder} and what is missing above it; every new name is on the disk on return, or none is there. */
    static void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        createFolders(parent);
        Files.createDirectories(folder);
        try {
            sync(parent);
        } catch (IOException e) {
            Files.deleteIfExists(folder);
            throw e;
        }
    }

    /**
     * Puts the names in a folder, or the bytes of a file that another program wrote, on the disk. Opening it for reading and
     * forcing it works on Linux.
     */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
