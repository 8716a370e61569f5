package dev.porchlight.library;

import dev.porchlight.health.Health;
import dev.porchlight.health.VitalThread;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the library's disk on the thread {@code library}: opens the library when its disk is there, lets go when it
 * is not, has a damaged catalog made anew, and says how the disk is. Looks every five seconds, and at once when something
 * failed; looking writes nothing.
 */
final class Keeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Keeper.class);

    static final String PART = "disk";

    static final Duration LOOK_EACH = Duration.ofSeconds(5);

    private static final long STOP_MILLIS = 1_000;

    private final Path folder;
    private final House house;
    private final Health health;
    private final Duration lookEach;
    private final Reserve reserve;
    private final Semaphore work = new Semaphore(0);
    private final Thread thread = new VitalThread(this::run, "library");
    private volatile boolean stopping;

    /** The library, as its keeper sees it. Called on the keeper's thread. */
    interface House {
        boolean isOpen();

        /** @throws DataAwayException when it is to be tried again */
        void enter() throws IOException;

        /** @throws DataAwayException when the disk is gone, or another one */
        void lookAgain() throws IOException;

        /** What of its room the owner has to know, as one sentence. */
        Optional<String> troubleWithRoom();

        void leave(String why);
    }

    Keeper(Path folder, House house, Health health, Duration lookEach) {
        this.folder = folder;
        this.house = house;
        this.health = health;
        this.lookEach = lookEach;
        this.reserve = new Reserve(folder);
    }

    void start() {
        thread.start();
    }

    /** Something failed: looks at once. */
    void wakeUp() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    private void run() {
        try {
            while (!stopping) {
                look();
                if (work.tryAcquire(lookEach.toMillis(), TimeUnit.MILLISECONDS)) {
                    work.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            if (house.isOpen()) {
                house.lookAgain();
            } else {
                house.enter();
            }
            lookAtDisk();
        } catch (IOException e) {
            if (house.isOpen()) {
                house.leave(e.getMessage());
            }
            tellAway(e);
        } catch (RuntimeException e) {
            log.error("a mistake in porchlight while it looked after the disk", e);
        }
    }

    boolean isStopping() {
        return stopping;
    }

    void tellAway(IOException e) {
        health.failed(PART, e.getMessage() + "; visits wait in memory meanwhile");
    }

    void lookAtDisk() {
        Optional<String> trouble = house.troubleWithRoom();
        if (DiskTrouble.isReadOnly(folder)) {
            health.failed(PART, DiskTrouble.READ_ONLY.words(folder) + "; visits wait in memory meanwhile");
        } else if (trouble.isPresent()) {
            health.warning(PART, trouble.get());
        } else {
            health.ok(PART, "the disk of " + folder + " has room");
        }
        reserve.makeUp();
    }

    @Override
    public void close() {
        stopping = true;
        wakeUp();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
