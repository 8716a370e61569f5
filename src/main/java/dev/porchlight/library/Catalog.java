package dev.porchlight.library;

import dev.porchlight.health.VitalThread;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.JDBC;

/**
 * The SQLite file, and the one thread ({@code catalog}) that owns its writing connection. Takes go before lane notes
 * before web; each piece of work is one commit, durable when it returns (WAL, synchronous=FULL). Readers have their own
 * connections, at most four, and wait for nobody who writes. Checkpoints happen here between two pieces of work, never
 * inside a commit that somebody waits for.
 */
final class Catalog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Catalog.class);

    /** About 1 MB: a checkpoint writes that much in a few ms and the log stays small. */
    private static final int CHECKPOINT_AFTER_PAGES = 256;

    /** More waiting work than this is refused: something is badly wrong with the disk. */
    private static final int MAX_WAITING = 10_000;

    private static final int READERS = 4;
    private static final long WAIT_SECONDS = 60;
    private static final long LINGER_MILLIS = 200;

    /** Whose work goes first. */
    enum Priority {
        TAKE,
        LANE,
        WEB,
        CHECKPOINT,
        STOP
    }

    /** Work on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException, IOException;
    }

    private record Job(Priority priority, long number, Runnable run) implements Comparable<Job> {
        @Override
        public int compareTo(Job other) {
            int byPriority = priority.compareTo(other.priority);
            return byPriority != 0 ? byPriority : Long.compare(number, other.number);
        }
    }

    private final Path file;
    private final Connection writer;
    private final PriorityBlockingQueue<Job> waiting = new PriorityBlockingQueue<>();
    private final AtomicLong numbers = new AtomicLong();
    private final Thread thread = new VitalThread(this::run, "catalog");
    private final Deque<Connection> idleReaders = new ArrayDeque<>();
    private int readers;
    private volatile boolean stopped;
    private boolean looksOnly;
    private int pagesInLog;

    private Catalog(Path file, Connection writer) {
        this.file = file;
        this.writer = writer;
    }

    static Catalog open(Path file) throws IOException {
        boolean isNew = !Files.exists(file);
        try {
            Connection writer = connect(file);
            try (Statement statement = writer.createStatement()) {
                statement.execute("PRAGMA wal_autocheckpoint = 0");
                statement.execute("PRAGMA journal_size_limit = 4000000");
                Schema.bringUpToDate(writer);
            }
            if (isNew) {
                Durable.sync(file.getParent());
            }
            writer.setAutoCommit(false);
            Catalog catalog = new Catalog(file, writer);
            catalog.thread.start();
            return catalog;
        } catch (SQLException e) {
            throw new IOException("the catalog " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Only for reading, also beside a running host. */
    static Catalog lookInto(Path file) throws IOException {
        try {
            Connection connection = connect(file);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA query_only = ON");
            }
            Catalog catalog = new Catalog(file, connection);
            catalog.looksOnly = true;
            return catalog;
        } catch (SQLException e) {
            throw new IOException("the catalog " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Connection connect(Path file) throws SQLException {
        Connection connection = JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 5000");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA foreign_keys = ON");
            statement.execute("PRAGMA temp_store = MEMORY");
            statement.execute("PRAGMA cache_size = -2000");
        }
        return connection;
    }

    /** Does {@code work} on the catalog thread in one commit, and waits for it. On failure nothing of it is kept. */
    <T> T write(Priority priority, Work<T> work) throws IOException {
        if (looksOnly) {
            throw new IllegalStateException("this catalog was opened for looking only");
        }
        if (stopped || waiting.size() > MAX_WAITING) {
            throw new IOException(
                    stopped ? "the catalog is closed" : "the catalog is too far behind: the disk hardly answers");
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        waiting.add(new Job(priority, numbers.incrementAndGet(), () -> commit(work, result)));
        try {
            return result.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException stop = new InterruptedIOException("told to stop while waiting for the catalog");
            stop.initCause(e);
            throw stop;
        } catch (TimeoutException e) {
            throw new IOException("the catalog did not answer for " + WAIT_SECONDS + " s: the disk hangs", e);
        } catch (ExecutionException e) {
            throw new IOException("the catalog says: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private <T> void commit(Work<T> work, CompletableFuture<T> result) {
        try {
            T value = work.on(writer);
            writer.commit();
            pagesInLog++;
            result.complete(value);
        } catch (SQLException | IOException | RuntimeException e) {
            try {
                writer.rollback();
            } catch (SQLException again) {
                e.addSuppressed(again);
            }
            result.completeExceptionally(e);
        }
    }

    private void run() {
        try {
            while (!stopped || !waiting.isEmpty()) {
                Job job = waiting.poll(LINGER_MILLIS, TimeUnit.MILLISECONDS);
                if (job != null) {
                    job.run().run();
                } else if (pagesInLog * 8 > CHECKPOINT_AFTER_PAGES) {
                    checkpoint();
                }
                // Never idle for long enough: check all the same, or the log grows without end.
                if (pagesInLog > CHECKPOINT_AFTER_PAGES * 4) {
                    checkpoint();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void checkpoint() {
        pagesInLog = 0;
        try {
            // A checkpoint inside a transaction is refused.
            writer.setAutoCommit(true);
            try (Statement statement = writer.createStatement()) {
                statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
            } finally {
                writer.setAutoCommit(false);
            }
        } catch (SQLException e) {
            log.warn("the catalog could not be tidied ({}); it goes on and grows meanwhile", e.getMessage());
        }
    }

    /** Reads on a connection of its own. Keep it short: a long reader makes the log grow. */
    <T> T read(Work<T> work) throws IOException {
        Connection connection = borrow();
        boolean sound = false;
        try {
            T value = work.on(connection);
            sound = true;
            return value;
        } catch (SQLException e) {
            throw new IOException("the catalog cannot be read: " + e.getMessage(), e);
        } finally {
            giveBack(connection, sound);
        }
    }

    private synchronized Connection borrow() throws IOException {
        try {
            long left = TimeUnit.SECONDS.toMillis(WAIT_SECONDS);
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(left);
            while (idleReaders.isEmpty() && readers == READERS) {
                left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0) {
                    throw new IOException("the catalog is too busy to be read");
                }
                wait(left);
            }
            if (!idleReaders.isEmpty()) {
                return idleReaders.pop();
            }
            Connection connection = connect(file);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA query_only = ON");
            }
            readers++;
            return connection;
        } catch (SQLException e) {
            throw new IOException("the catalog cannot be read: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("told to stop while waiting to read the catalog");
        }
    }

    private synchronized void giveBack(Connection connection, boolean sound) {
        if (sound && !stopped) {
            idleReaders.push(connection);
        } else {
            readers--;
            closeQuietly(connection);
        }
        notifyAll();
    }

    /** Ends the work that waits, checkpoints and closes. */
    @Override
    public void close() {
        stopped = true;
        if (looksOnly) {
            closeReaders();
            closeQuietly(writer);
            return;
        }
        waiting.add(new Job(Priority.STOP, numbers.incrementAndGet(), this::checkpoint));
        try {
            thread.join(TimeUnit.SECONDS.toMillis(WAIT_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeReaders();
        closeQuietly(writer);
    }

    private synchronized void closeReaders() {
        idleReaders.forEach(Catalog::closeQuietly);
        idleReaders.clear();
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            log.debug("closing the catalog", e);
        }
    }

    /** A statement with its parameters in order; {@code null} is SQL's NULL. */
    static PreparedStatement prepare(Connection connection, String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /** Runs one changing statement and says how many rows it touched. */
    static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }
}
