package dev.porchlight.web.access;

import dev.porchlight.time.HouseClock;
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
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code access.json}, shared by a running host and the commands beside it: a change takes the lock, reads what the file
 * says now, and replaces it in one piece; a reader notices within a second that it was replaced. While its disk is away
 * the last known state stands. Safe on every thread.
 */
final class AccessFile {
    private static final Logger log = LoggerFactory.getLogger(AccessFile.class);

    private static final int MAX_BYTES = 4_000_000;
    private static final Duration LOOK_EACH = Duration.ofSeconds(1);
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(5);
    private static final long LOCK_POLL_MILLIS = 20;
    private static final Set<PosixFilePermission> OURS_ALONE = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<?> MADE_SO = PosixFilePermissions.asFileAttribute(OURS_ALONE);

    private final Path folder;
    private final Path file;
    private final Optional<String> wantedId;
    private final HouseClock clock;
    private final Runnable changed;

    private AccessState state = AccessState.NOTHING;
    private String stamp = "";
    private long lookedNanos;
    private boolean everLooked;
    private String seenId = "";
    private String away = "";
    private String setAside = "";

    /** What a change does to the state. */
    interface Change {
        AccessState of(AccessState before) throws RefusedException;
    }

    /**
     * @param wantedId the uuid that the folder's {@code id.json} must hold
     * @param changed is called behind each change of the state, with no lock held, on the thread that noticed
     */
    AccessFile(Path folder, Optional<String> wantedId, HouseClock clock, Runnable changed) {
        this.folder = folder;
        this.file = folder.resolve("access.json");
        this.wantedId = wantedId;
        this.clock = clock;
        this.changed = changed;
    }

    /** What the file says, not older than a second; never fails. */
    AccessState state() {
        boolean news;
        AccessState now;
        synchronized (this) {
            news = look(false);
            now = state;
        }
        if (news) {
            changed.run();
        }
        return now;
    }

    /** One sentence about a damaged file that was set aside since the start. */
    synchronized Optional<String> setAside() {
        return Optional.of(setAside).filter(words -> !words.isEmpty());
    }

    /**
     * Reads, changes and writes it, alone. Nothing is written if nothing changes.
     *
     * @throws IOException with a sentence for the owner: its disk is away, full or read-only
     */
    AccessState change(Change change) throws IOException, RefusedException, InterruptedException {
        AccessState after;
        synchronized (this) {
            requireFolder();
            try (FileChannel channel = openLock();
                    FileLock lock = lock(channel)) {
                look(true);
                if (!away.isEmpty()) {
                    throw new IOException(away);
                }
                after = change.of(state);
                if (!after.equals(state)) {
                    write(AccessJson.write(after));
                    state = after;
                    stamp = stampOf();
                }
                log.trace("{} was held", lock);
            }
        }
        changed.run();
        return after;
    }

    /** @return whether the state is another one now */
    private boolean look(boolean isLocked) {
        long nanos = clock.now().nanos();
        if (!isLocked && everLooked && nanos - lookedNanos < LOOK_EACH.toNanos()) {
            return false;
        }
        lookedNanos = nanos;
        everLooked = true;
        AccessState before = state;
        try {
            requireFolder();
            String now = stampOf();
            if (!now.equals(stamp)) {
                state = now.isEmpty() ? AccessState.NOTHING : read();
                stamp = now;
            }
            away = "";
        } catch (DamagedException e) {
            if (isLocked) {
                moveAside(e);
            } else {
                lookAlone();
            }
        } catch (IOException e) {
            if (away.isEmpty()) {
                log.warn("{}", e.getMessage());
            }
            away = String.valueOf(e.getMessage());
        }
        return !before.equals(state);
    }

    /** A missing or a wrong disk must not look like a house without users. */
    private void requireFolder() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("the data folder " + folder + " is away; signing in waits until it is back");
        }
        String id;
        try {
            id = Files.readString(folder.resolve("id.json"));
        } catch (NoSuchFileException e) {
            id = "";
        }
        if (!id.contains(wantedId.orElse("")) || (!seenId.isEmpty() && !id.equals(seenId))) {
            throw new IOException("the disk of the data folder " + folder
                    + " is away or another one; signing in waits until the right one is back");
        }
        seenId = id;
    }

    /** Empty if there is no file. The inode tells two writes within one tick of the file system's clock apart. */
    private String stampOf() throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private AccessState read() throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new DamagedException(new IOException("it is too large"));
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IOException(
                    file + " cannot be read (" + e.getMessage() + "); give it to the user that runs porchlight", e);
        }
        try {
            return AccessJson.read(bytes);
        } catch (AccessJson.NewerFormatException e) {
            throw e;
        } catch (IOException e) {
            throw new DamagedException(e);
        }
    }

    private static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1;

        DamagedException(IOException cause) {
            super(cause);
        }
    }

    /** Looks again once alone with it: a command beside us may have set it aside and written a good one. */
    private void lookAlone() {
        try (FileChannel channel = openLock();
                FileLock lock = lock(channel)) {
            look(true);
            log.trace("{} was held", lock);
        } catch (IOException e) {
            away = "access.json is damaged and cannot be set aside: " + e.getMessage();
            log.error("{}", away);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void moveAside(DamagedException why) {
        Path aside = folder.resolve("access.json.damaged-" + clock.now().wall().getEpochSecond());
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            state = AccessState.NOTHING;
            stamp = "";
            away = "";
            setAside = "access.json, which says who may come in, was damaged and is now " + aside.getFileName()
                    + "; set this house up anew with the code that porchlight prints";
            log.error("{}", setAside, why);
        } catch (IOException e) {
            away = "access.json is damaged and cannot be set aside: " + e.getMessage();
            log.error("{}", away);
        }
    }

    private FileChannel openLock() throws IOException {
        Path path = folder.resolve("access.lock");
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

    private static FileLock lock(FileChannel channel) throws IOException, InterruptedException {
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
        throw new IOException("another porchlight holds access.lock for " + LOCK_LIMIT.toSeconds()
                + " s already; try again, or stop the one that hangs");
    }

    private void write(byte[] bytes) throws IOException {
        Path part = folder.resolve("access.json.part");
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
                    "access.json cannot be written (" + e.getMessage() + "); make room on its disk, or give " + folder
                            + " to the user that runs porchlight",
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
