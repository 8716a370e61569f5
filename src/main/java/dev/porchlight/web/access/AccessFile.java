package dev.porchlight.web.access;

import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
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

    private final Path folder;
    private final SharedFile file;
    private final Optional<String> wantedId;
    private final HouseClock clock;
    private final Runnable changed;

    /** Held by who looks or changes. */
    private final ReentrantLock turn = new ReentrantLock();

    private String stamp = "";
    private long lookedNanos;
    private String seenId = "";
    private String away = "";
    private volatile AccessState state = AccessState.NOTHING;
    private volatile boolean everLooked;
    private volatile String setAside = "";

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
        this.file = new SharedFile(folder, "access.json", "access.lock");
        this.wantedId = wantedId;
        this.clock = clock;
        this.changed = changed;
    }

    /**
     * What the file says, not older than a second; never fails. While its disk stalls under another thread, what was known
     * last: one web page may have to wait for a card, not all of them.
     */
    AccessState state() {
        if (!turn.tryLock()) {
            if (everLooked) {
                return state;
            }
            turn.lock();
        }
        boolean news;
        AccessState now;
        try {
            news = look(false);
            now = state;
        } finally {
            turn.unlock();
        }
        if (news) {
            changed.run();
        }
        return now;
    }

    /** For a test of a disk that stalls. */
    boolean isLooking() {
        return turn.isLocked();
    }

    /** One sentence about a damaged file that was set aside since the start. */
    Optional<String> setAside() {
        return Optional.of(setAside).filter(words -> !words.isEmpty());
    }

    /**
     * Reads, changes and writes it, alone. Nothing is written if nothing changes.
     *
     * @throws IOException with a sentence for the owner: its disk is away, full or read-only
     */
    AccessState change(Change change) throws IOException, RefusedException, InterruptedException {
        AccessState after;
        turn.lock();
        try {
            requireFolder();
            try (SharedFile.Held held = file.hold()) {
                look(true);
                if (!away.isEmpty()) {
                    throw new IOException(away);
                }
                after = change.of(state);
                if (!after.equals(state)) {
                    file.write(AccessJson.write(after));
                    state = after;
                    stamp = file.stamp();
                }
                log.trace("{} was held", held);
            }
        } finally {
            turn.unlock();
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
        AccessState before = state;
        try {
            requireFolder();
            String now = file.stamp();
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
        everLooked = true;
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

    private AccessState read() throws IOException {
        if (file.size() > MAX_BYTES) {
            throw new DamagedException(new IOException("it is too large"));
        }
        byte[] bytes = file.read();
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
        try (SharedFile.Held held = file.hold()) {
            look(true);
            log.trace("{} was held", held);
        } catch (IOException e) {
            away = "access.json is damaged and cannot be set aside: " + e.getMessage();
            log.error("{}", away);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void moveAside(DamagedException why) {
        String aside = "access.json.damaged-" + clock.now().wall().getEpochSecond();
        try {
            file.moveTo(aside);
            state = AccessState.NOTHING;
            stamp = "";
            away = "";
            setAside = "access.json, which says who may come in, was damaged and is now " + aside
                    + "; set this house up anew with the code that porchlight prints";
            log.error("{}", setAside, why);
        } catch (IOException e) {
            away = "access.json is damaged and cannot be set aside: " + e.getMessage();
            log.error("{}", away);
        }
    }
}
