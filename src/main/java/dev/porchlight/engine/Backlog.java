package dev.porchlight.engine;

import dev.porchlight.camera.Frame;
import dev.porchlight.library.Ending;
import dev.porchlight.library.Taking;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a recorder has still to put on the disk, oldest first; usually nothing, and all that happens while a disk is full,
 * stalled or away. Holds 256 visits, and its share of 24 MB for pictures and readings: beyond the bytes a visit waits without its
 * picture, and beyond the visits it is refused. Filled by the engine, emptied by the recorder.
 */
final class Backlog {
    private static final int MAX_VISITS = 256;

    /** Of all cameras together; the host has 96 MB. */
    static final long MAX_BYTES = 24_000_000;

    /** A reading in memory, with what the list needs for it. */
    private static final long READING_BYTES = 48;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Deque<LatePhoto> latePhotos = new ArrayDeque<>();
    private final Set<VisitId> accepted = new HashSet<>();
    private final long maxBytes;
    private int visits;
    private long bytes;
    private boolean closed;

    /** @param maxBytes this camera's share of {@link #MAX_BYTES} */
    Backlog(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** One thing to put on the disk. */
    sealed interface Entry permits Take, Finish {
        /** What it takes in memory. */
        long bytes();
    }

    /**
     * A visit to be taken.
     *
     * @param frame its picture
     * @param problem why it has none
     * @param told gets the visit, or why it could not be taken at once
     */
    record Take(
            VisitId id, Trigger trigger, Optional<Frame> frame, Optional<String> problem, CompletableFuture<Visit> told)
            implements Entry {
        @Override
        public long bytes() {
            return frame.map(f -> (long) f.jpeg().length).orElse(0L);
        }

        private Take withoutPicture() {
            return new Take(
                    id,
                    trigger,
                    Optional.empty(),
                    Optional.of("the disk did not answer, and too many pictures were waiting for it"),
                    told);
        }
    }

    /** A visit to be ended. */
    record Finish(VisitId id, Ending ending) implements Entry {
        @Override
        public long bytes() {
            return ending.readings().size() * READING_BYTES;
        }

        private Finish withoutReadings() {
            return new Finish(id, new Ending(ending.end(), ending.closestMm(), List.of()));
        }
    }

    /** The picture of a visit that had to be taken without it. */
    record LatePhoto(VisitId id, Taking.Photo photo) {
        private long bytes() {
            return photo.jpeg().length;
        }
    }

    /** False when too many visits wait. */
    boolean add(Take take) {
        lock.lock();
        try {
            if (visits == MAX_VISITS) {
                return false;
            }
            visits++;
            accepted.add(take.id());
            put(bytes + take.bytes() <= maxBytes ? take : take.withoutPicture());
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The end of a visit that was refused is of no use and dropped. */
    void add(Finish finish) {
        lock.lock();
        try {
            if (accepted.remove(finish.id())) {
                put(bytes + finish.bytes() <= maxBytes ? finish : finish.withoutReadings());
            }
        } finally {
            lock.unlock();
        }
    }

    private void put(Entry entry) {
        entries.addLast(entry);
        bytes += entry.bytes();
        changed.signal();
    }

    /** Kept until the disk takes it; false when there is no room for it. */
    boolean addLate(LatePhoto photo) {
        lock.lock();
        try {
            if (bytes + photo.bytes() > maxBytes) {
                return false;
            }
            latePhotos.addLast(photo);
            bytes += photo.bytes();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The oldest, which stays until {@link #removeFirst}; empty if none came in time, or none will come any more. */
    Optional<Entry> first(Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (entries.isEmpty() && left > 0 && !closed) {
                left = changed.awaitNanos(left);
            }
            return Optional.ofNullable(entries.peekFirst());
        } finally {
            lock.unlock();
        }
    }

    void removeFirst() {
        lock.lock();
        try {
            Entry done = entries.removeFirst();
            bytes -= done.bytes();
            visits -= done instanceof Take ? 1 : 0;
        } finally {
            lock.unlock();
        }
    }

    Optional<LatePhoto> firstLate() {
        lock.lock();
        try {
            return Optional.ofNullable(latePhotos.peekFirst());
        } finally {
            lock.unlock();
        }
    }

    void removeFirstLate() {
        lock.lock();
        try {
            bytes -= latePhotos.removeFirst().bytes();
        } finally {
            lock.unlock();
        }
    }

    /** How many visits are not on the disk yet. */
    int visits() {
        lock.lock();
        try {
            return visits;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will come. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
