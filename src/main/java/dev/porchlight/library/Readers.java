package dev.porchlight.library;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections a catalog is read by, at most four. One is opened without holding up those who use the others, since a
 * card may stall. When the catalog is left for another file they belong to the past, and are closed as they come back.
 * Safe on every thread.
 */
final class Readers {
    private static final Logger log = LoggerFactory.getLogger(Readers.class);
    private static final int MOST = 4;
    private static final long WAIT_SECONDS = 60;
    private static final long CLOSE_SECONDS = 2;

    private final Opener opener;
    private final Deque<Reader> idle = new ArrayDeque<>();
    private int count;
    private long generation;
    private boolean closed;

    /** Opens a connection that can only read. */
    interface Opener {
        Connection open() throws SQLException;
    }

    /** A connection, and of which file of that name it is. */
    record Reader(Connection connection, long generation) {}

    Readers(Opener opener) {
        this.opener = opener;
    }

    /** @throws IOException if all are in use for 60 s, or it is closed */
    Reader borrow() throws IOException, SQLException {
        Optional<Reader> known = take();
        if (known.isPresent()) {
            return known.get();
        }
        long now = generation();
        boolean opened = false;
        try {
            Reader reader = new Reader(opener.open(), now);
            opened = true;
            return reader;
        } finally {
            if (!opened) {
                oneLess();
            }
        }
    }

    /** An idle one, or the right to open another. */
    private synchronized Optional<Reader> take() throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
        try {
            while (!closed && idle.isEmpty() && count == MOST) {
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0) {
                    throw new IOException("the catalog is too busy to be read");
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("told to stop while waiting to read the catalog");
        }
        if (closed) {
            throw new IOException("the catalog is closed");
        }
        if (idle.isEmpty()) {
            count++;
            return Optional.empty();
        }
        return Optional.of(idle.pop());
    }

    private synchronized long generation() {
        return generation;
    }

    private synchronized void oneLess() {
        count--;
        notifyAll();
    }

    /** @param sound whether it may be used again */
    void giveBack(Reader reader, boolean sound) {
        synchronized (this) {
            if (sound && !closed && reader.generation() == generation) {
                idle.push(reader);
                notifyAll();
                return;
            }
        }
        close(reader);
        oneLess();
    }

    /** Whether it reads the file that is in use now. */
    synchronized boolean isCurrent(Reader reader) {
        return reader.generation() == generation;
    }

    /** The catalog is left: those that are idle are closed now, the others when they come back. */
    void leave() {
        Deque<Reader> left;
        synchronized (this) {
            generation++;
            left = new ArrayDeque<>(idle);
            idle.clear();
            count -= left.size();
            notifyAll();
        }
        left.forEach(Readers::close);
    }

    /** Waits for those in use, at most 2 s. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        leave();
        awaitNone();
    }

    private synchronized void awaitNone() {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        try {
            for (long left = 1; count > 0 && left > 0; ) {
                left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                wait(Math.max(1, left));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(Reader reader) {
        try {
            reader.connection().close();
        } catch (SQLException e) {
            log.debug("closing a reader of the catalog", e);
        }
    }
}
