package dev.porchlight.web.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small file that several processes change: who holds it is alone with it, and it is replaced in one piece. Only the
 * folder's owner may read it. Its callers take turns within this process.
 */
final class SharedFile {
    private static final Logger log = LoggerFactory.getLogger(SharedFile.class);

    private static final Duration LOCK_LIMIT = Duration.ofSeconds(5);
    private static final long LOCK_POLL_MILLIS = 20;
    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<?> MADE_SO = PosixFilePermissions.asFileAttribute(OURS_ALONE);

    private final Path folder;
    private final Path file;
    private final String lockName;

    SharedFile(Path folder, String name, String lockName) {
        this.folder = folder;
        this.file = folder.resolve(name);
        this.lockName = lockName;
    }

    /** The file while it is held; closing it lets the others in. */
    record Held(FileChannel channel, FileLock lock) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try (channel) {
                lock.release();
            }
        }
    }

    /** @throws IOException with a sentence, when another process does not let go of it, or the folder is read-only */
    Held hold() throws IOException, InterruptedException {
        FileChannel channel = openLock();
        boolean isHeld = false;
        try {
            Held held = new Held(channel, lock(channel));
            isHeld = true;
            return held;
        } finally {
            if (!isHeld) {
                channel.close();
            }
        }
    }

    private FileChannel openLock() throws IOException {
        Path path = folder.resolve(lockName);
        if (Files.isSymbolicLink(path)) {
            throw new IOException(path + " is a link to another file; remove the link, and try again");
        }
        FileChannel channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                new FileAttribute<?>[] {MADE_SO});
        giveToOwnerOfFolder(path);
        return channel;
    }

    private FileLock lock(FileChannel channel) throws IOException, InterruptedException {
        long until = System.nanoTime() + LOCK_LIMIT.toNanos();
        while (System.nanoTime() < until) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                log.trace("held within this process");
            }
            Thread.sleep(LOCK_POLL_MILLIS);
        }
        throw new IOException("another porchlight holds " + lockName + " for " + LOCK_LIMIT.toSeconds()
                + " s already; try again, or stop the one that hangs");
    }

    /** Another one after each replacement; empty if there is no file. The inode tells two within one tick of the file system's clock apart. */
    String stamp() throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** @throws IOException with a sentence about whose the file must be */
    byte[] read() throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IOException(
                    file + " cannot be read (" + e.getMessage() + "); give it to the user that runs porchlight", e);
        }
    }

    long size() throws IOException {
        return Files.size(file);
    }

    /** Puts it aside under this name. */
    void moveTo(String aside) throws IOException {
        Files.move(file, folder.resolve(aside), StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Replaces it, also against a power cut; only while it is held.
     *
     * @throws IOException with a sentence: its disk is full or read-only
     */
    void write(byte[] bytes) throws IOException {
        Path part = folder.resolve(file.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            try (FileChannel channel = FileChannel.open(
                    part,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    new FileAttribute<?>[] {MADE_SO})) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            giveToOwnerOfFolder(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        } catch (IOException e) {
            throw new IOException(
                    file.getFileName() + " cannot be written (" + e.getMessage() + "); make room on its disk, or give "
                            + folder + " to the user that runs porchlight",
                    e);
        }
    }

    /**
     * {@code sudo porchlight passwd} must not leave a file that the host's own user cannot read. No link is followed: in
     * its folder that user could have root give it any file of the machine.
     */
    private void giveToOwnerOfFolder(Path path) throws IOException {
        UserPrincipal owner = Files.getOwner(folder);
        FileOwnerAttributeView view =
                Files.getFileAttributeView(path, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (!view.getOwner().equals(owner)) {
            view.setOwner(owner);
        }
    }
}
