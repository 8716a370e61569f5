package dev.porchlight.library;

import dev.porchlight.health.VitalThread;
import dev.porchlight.library.Readers.Reader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
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
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * The SQLite file, and the one thread ({@code catalog}) that owns its writing connection. Takes go before lane notes
 * before web; each piece of work is one commit, durable when it returns (WAL, synchronous=FULL). Readers have their own
 * connections, at most four, and wait for nobody who writes. Checkpoints happen here between two pieces of work, never
 * inside a commit that somebody waits for.
 *
 * <p>It can be away, when its disk is, and be opened again: meanwhile everybody is refused at once with the reason.
 */
final class Catalog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Catalog.class);

    /** About 1 MB: a checkpoint writes that much in a few ms and the log stays small. */
    private static final int CHECKPOINT_AFTER_PAGES = 256;

    /** About so many does a visit or a note of a lane change. */
    private static final int PAGES_A_COMMIT = 8;

    /** More waiting work than this is refused: something is badly wrong with the disk. */
    private static final int MAX_WAITING = 10_000;

    private static final long WAIT_SECONDS = 60;
    private static final long LINGER_MILLIS = 200;
    private static final long LEAVE_SECONDS = 5;

    /** The lowest byte of a result code is the primary one (sqlite.org/rescode.html). */
    private static final int PRIMARY_CODE = 0xFF;

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
    private final Reserve reserve;
    private final PriorityBlockingQueue<Job> waiting = new PriorityBlockingQueue<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();
    private final Thread thread = new VitalThread(this::run, "catalog");
    private final Readers readers = new Readers(this::connectToRead);
    private volatile Optional<Connection> writer = Optional.empty();
    private volatile Optional<String> away = Optional.of("the library is not open yet");
    private volatile Optional<String> damage = Optional.empty();
    private volatile boolean stopped;
    private boolean looksOnly;
    private int commitsInLog;

    /** Is away until it is opened. */
    Catalog(Path file) {
        this.file = file;
        this.reserve = new Reserve(file.toAbsolutePath().getParent());
    }

    static Catalog open(Path file) throws IOException {
        Catalog catalog = new Catalog(file);
        catalog.open();
        return catalog;
    }

    /** @throws IOException with a sentence for the owner; {@link #damage} tells whether it is damaged */
    void open() throws IOException {
        boolean isNew = !Files.exists(file);
        damage = Optional.empty();
        Connection opened = null;
        try {
            opened = connect(file);
            try (Statement statement = opened.createStatement()) {
                statement.execute("PRAGMA wal_autocheckpoint = 0");
                statement.execute("PRAGMA journal_size_limit = 4000000");
                Schema.bringUpToDate(opened);
            }
            if (isNew) {
                Durable.sync(file.toAbsolutePath().getParent());
            }
            writer = Optional.of(opened);
            changes.incrementAndGet();
            away = Optional.empty();
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            }
        } catch (SQLException e) {
            throw trouble("cannot be opened", e);
        } finally {
            if (writer.isEmpty() && opened != null) {
                closeQuietly(opened);
            }
        }
    }

    /** Is away already, and refuses everybody with this reason. */
    void refuse(String why) {
        away = Optional.of(why);
    }

    /** Lets go of the file; from now on everybody is refused with {@code why}, until it is opened again. */
    void leave(String why) {
        refuse(why);
        Optional<Connection> left = writer;
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        waiting.add(new Job(Priority.TAKE, 0, () -> {
            if (writer.equals(left)) {
                writer = Optional.empty();
            }
            left.ifPresent(Catalog::closeQuietly);
            gone.complete(true);
        }));
        readers.leave();
        try {
            gone.get(LEAVE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("the catalog hangs while it is left", e);
        }
    }

    /** An empty file is as good as none. */
    boolean isThere() throws IOException {
        return Files.exists(file) && Files.size(file) > 0;
    }

    void noteDamage(String words) {
        damage = Optional.of(words);
    }

    /** Why the file is no sound catalog, as SQLite noticed; empty while it noticed nothing. */
    Optional<String> damage() {
        return damage;
    }

    /** Looks for damage in the whole file, which takes about a second for 100,000 visits. */
    void examine() throws IOException {
        String said = read(c -> {
            try (PreparedStatement s = prepare(c, "PRAGMA quick_check(1)");
                    ResultSet row = s.executeQuery()) {
                return row.next() ? row.getString(1) : "nothing";
            }
        });
        if (!said.equals("ok")) {
            noteDamage(said);
        }
    }

    /** What SQLite complains of, in words; damage is remembered. */
    private IOException trouble(String what, SQLException e) {
        int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & PRIMARY_CODE : 0;
        if (code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            noteDamage(e.getMessage());
        }
        Path folder = file.toAbsolutePath().getParent();
        if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            return new DataAwayException(DiskTrouble.FULL.words(folder), e);
        }
        if (code == SQLiteErrorCode.SQLITE_READONLY.code) {
            return new DataAwayException(DiskTrouble.READ_ONLY.words(folder), e);
        }
        if (code == SQLiteErrorCode.SQLITE_IOERR.code) {
            return new DataAwayException(DiskTrouble.behindAnError(folder).words(folder), e);
        }
        return new IOException("the catalog " + file + " " + what + ": " + e.getMessage(), e);
    }

    /** Writes it as it is at this moment into a new file, also beside a running host, which is not held up. */
    static void copy(Path file, Path to) throws IOException {
        try (Connection connection = existing(file);
                PreparedStatement copy = prepare(connection, "VACUUM INTO ?", to.toString())) {
            copy.execute();
        } catch (SQLException e) {
            throw new IOException(
                    "the catalog " + file + " cannot be copied: " + e.getMessage()
                            + "; porchlight check says what is wrong with it",
                    e);
        }
        Durable.sync(to);
    }

    /** @throws IOException it is damaged, or no catalog at all */
    static void expectSound(Path file) throws IOException {
        try (Connection connection = existing(file);
                PreparedStatement check = prepare(connection, "PRAGMA quick_check(1)");
                ResultSet rows = check.executeQuery()) {
            if (!rows.next() || !"ok".equals(rows.getString(1))) {
                throw new IOException("the catalog in it is damaged; take another backup (nothing was changed)");
            }
        } catch (SQLException e) {
            throw new IOException(
                    "the catalog in it is damaged: " + e.getMessage() + "; take another backup (nothing was changed)",
                    e);
        }
    }

    private static Connection existing(Path file) throws SQLException {
        SQLiteConfig existing = new SQLiteConfig();
        existing.resetOpenMode(SQLiteOpenMode.CREATE);
        existing.setBusyTimeout(5_000);
        return JDBC.createConnection("jdbc:sqlite:" + file, existing.toProperties());
    }

    /** Only for reading, also beside a running host. */
    static Catalog lookInto(Path file) throws IOException {
        Catalog catalog = new Catalog(file);
        catalog.away = Optional.empty();
        catalog.looksOnly = true;
        return catalog;
    }

    private static Connection connect(Path file) throws SQLException {
        return prepared(JDBC.createConnection("jdbc:sqlite:" + file, new Properties()), "PRAGMA journal_mode = WAL");
    }

    /** Never makes a file: where there is none, its disk is away. */
    private Connection connectToRead() throws SQLException {
        return prepared(existing(file), "PRAGMA query_only = ON");
    }

    private static Connection prepared(Connection connection, String first) throws SQLException {
        boolean isReady = false;
        try {
            execute(connection, "PRAGMA busy_timeout = 5000");
            execute(connection, first);
            execute(connection, "PRAGMA synchronous = FULL");
            execute(connection, "PRAGMA foreign_keys = ON");
            execute(connection, "PRAGMA temp_store = MEMORY");
            execute(connection, "PRAGMA cache_size = -2000");
            isReady = true;
            return connection;
        } finally {
            if (!isReady) {
                closeQuietly(connection);
            }
        }
    }

    /** Does {@code work} on the catalog thread in one commit, and waits for it. On failure nothing of it is kept. */
    <T> T write(Priority priority, Work<T> work) throws IOException {
        CompletableFuture<T> result = ask(priority, work);
        try {
            return result.get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException stop = new InterruptedIOException("told to stop while waiting for the catalog");
            stop.initCause(e);
            throw stop;
        } catch (TimeoutException e) {
            result.cancel(false);
            throw new IOException("the catalog did not answer for " + WAIT_SECONDS + " s: the disk hangs", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw trouble("cannot be written", sql);
            }
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("the catalog cannot do this", e.getCause());
        }
    }

    /**
     * Does {@code work} in its turn, before whatever of its priority is asked for later, and does not wait for it; if it
     * fails, that is in the log only.
     */
    void writeSoon(Priority priority, Work<?> work) throws IOException {
        CompletableFuture<?> unused = ask(priority, work).whenComplete((done, e) -> {
            if (e != null) {
                log.debug("something was not written", e);
            }
        });
    }

    private <T> CompletableFuture<T> ask(Priority priority, Work<T> work) throws IOException {
        if (looksOnly) {
            throw new IllegalStateException("this catalog was opened for looking only");
        }
        refuseIfAway();
        if (stopped || waiting.size() > MAX_WAITING) {
            throw new IOException(
                    stopped ? "the catalog is closed" : "the catalog is too far behind: the disk hardly answers");
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        waiting.add(new Job(priority, numbers.incrementAndGet(), () -> commit(work, result)));
        return result;
    }

    private void refuseIfAway() throws IOException {
        Optional<String> why = away;
        if (why.isPresent()) {
            throw new IOException(why.get());
        }
    }

    private <T> void commit(Work<T> work, CompletableFuture<T> result) {
        if (result.isDone()) {
            return; // whoever asked has gone, and asks again
        }
        Optional<Connection> open = writer;
        if (open.isEmpty()) {
            result.completeExceptionally(new IOException(away.orElse("the catalog is closed")));
            return;
        }
        try {
            T value;
            try {
                value = commit(work, open.get());
            } catch (SQLiteException e) {
                if (e.getResultCode() != SQLiteErrorCode.SQLITE_FULL || !reserve.giveUp()) {
                    throw e;
                }
                value = commit(work, open.get());
            }
            result.complete(value);
        } catch (SQLException | IOException | RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    /**
     * Begins and ends the transaction in SQL, and never through the driver: after an I/O error SQLite rolls back by itself,
     * the driver does not notice, and what follows would be committed row by row.
     */
    private <T> T commit(Work<T> work, Connection connection) throws SQLException, IOException {
        boolean committed = false;
        try {
            execute(connection, "BEGIN IMMEDIATE");
            T value = work.on(connection);
            execute(connection, "COMMIT");
            commitsInLog++;
            committed = true;
            return value;
        } finally {
            changes.incrementAndGet();
            if (!committed) {
                rollBack(connection);
            }
        }
    }

    private static void rollBack(Connection connection) {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            log.debug("SQLite rolled back by itself", e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void run() {
        try {
            while (!stopped || !waiting.isEmpty()) {
                Job job = waiting.poll(LINGER_MILLIS, TimeUnit.MILLISECONDS);
                if (job != null) {
                    job.run().run();
                } else if (commitsInLog * PAGES_A_COMMIT > CHECKPOINT_AFTER_PAGES) {
                    checkpoint();
                }
                // Never idle for long enough: check all the same, or the log grows without end.
                if (commitsInLog > CHECKPOINT_AFTER_PAGES * 4) {
                    checkpoint();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void checkpoint() {
        commitsInLog = 0;
        Optional<Connection> open = writer;
        if (open.isEmpty()) {
            return;
        }
        try {
            execute(open.get(), "PRAGMA wal_checkpoint(PASSIVE)");
        } catch (SQLException e) {
            log.warn(
                    "the catalog could not be tidied; it goes on and grows meanwhile: {}",
                    trouble("cannot be tidied", e).getMessage());
        }
    }

    /** Greater after each commit, before whoever asked for it hears of it, and after another file was opened. */
    long changes() {
        return changes.get();
    }

    /** Reads on a connection of its own. Keep it short: a long reader makes the log grow. */
    <T> T read(Work<T> work) throws IOException {
        refuseIfAway();
        Reader reader;
        try {
            reader = readers.borrow();
        } catch (SQLException e) {
            throw trouble("cannot be read", e);
        }
        boolean sound = false;
        try {
            T value = work.on(reader.connection());
            sound = true;
            return value;
        } catch (SQLException e) {
            if (!readers.isCurrent(reader)) {
                throw new IOException("the catalog was left while it was read", e);
            }
            throw trouble("cannot be read", e);
        } finally {
            readers.giveBack(reader, sound);
        }
    }

    /** Ends the work that waits, checkpoints and closes; waits at most 2 s for readers and 5 s for the disk. */
    @Override
    public void close() {
        stopped = true;
        readers.close();
        waiting.add(new Job(Priority.STOP, numbers.incrementAndGet(), () -> {}));
        try {
            thread.join(TimeUnit.SECONDS.toMillis(LEAVE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            checkpoint();
            writer.ifPresent(Catalog::closeQuietly);
        }
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
