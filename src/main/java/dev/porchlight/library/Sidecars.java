package dev.porchlight.library;

import dev.porchlight.health.VitalThread;
import dev.porchlight.library.Catalog.Priority;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each {@code visit.json} like its row, on the thread {@code sidecars}. A changed row is named in the table
 * {@code stale} by the commit that changes it, so that a crash in between is made good at the next start.
 */
final class Sidecars implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Sidecars.class);

    /** Stays out of the way of the photo of a second camera at the same door. */
    private static final long LINGER_MILLIS = 250;

    private static final long TRY_AGAIN_SECONDS = 60;
    private static final int AT_ONCE = 100;
    private static final long STOP_MILLIS = 2_000;

    private final Catalog catalog;
    private final MediaFolder media;
    private final Semaphore work = new Semaphore(1);
    private final Object writing = new Object();
    private volatile boolean stopping;
    private final Thread thread = new VitalThread(this::run, "sidecars");

    private record Stale(Visit visit, byte[] json) {}

    Sidecars(Catalog catalog, MediaFolder media) {
        this.catalog = catalog;
        this.media = media;
    }

    void start() {
        thread.start();
    }

    void wakeUp() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    private void run() {
        boolean failed = false;
        while (!stopping) {
            try {
                if (failed) {
                    work.tryAcquire(TRY_AGAIN_SECONDS, TimeUnit.SECONDS);
                } else {
                    work.acquire();
                }
                if (!stopping) {
                    Thread.sleep(LINGER_MILLIS);
                    work.drainPermits();
                    writeAll();
                    failed = false;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException e) {
                if (!failed) {
                    log.warn("visit.json cannot be written; it is tried again each minute", e);
                }
                failed = true;
            }
        }
    }

    /** Writes every one that is older than its row. */
    void writeAll() throws IOException {
        boolean more = true;
        while (more) {
            more = writeSome();
        }
    }

    private boolean writeSome() throws IOException {
        List<Stale> some = new ArrayList<>();
        for (long number : stale()) {
            writeOne(number).ifPresent(some::add);
        }
        if (!some.isEmpty()) {
            catalog.write(Priority.LANE, c -> {
                for (Stale one : some) {
                    forgetUnlessChanged(c, one);
                }
                return some.size();
            });
        }
        return !some.isEmpty();
    }

    /** Empty if the visit left meanwhile. Nobody waits here for more than one file. */
    private Optional<Stale> writeOne(long number) throws IOException {
        synchronized (writing) {
            Optional<Stale> one = catalog.read(c -> {
                Optional<Visit> visit = VisitRows.bySeq(c, number);
                return visit.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Stale(
                                visit.get(),
                                Sidecar.of(
                                        visit.get(),
                                        VisitRows.readings(c, visit.get().id()))));
            });
            if (one.isPresent()) {
                media.writeSidecar(one.get().visit().folder(), one.get().json());
            }
            return one;
        }
    }

    /** What may not happen between the reading of a row and the writing of its file. */
    interface Step {
        void make() throws IOException;
    }

    void whileNoneIsWritten(Step step) throws IOException {
        synchronized (writing) {
            step.make();
        }
    }

    private List<Long> stale() throws IOException {
        return catalog.read(c -> {
            List<Long> numbers = new ArrayList<>();
            try (PreparedStatement s = Catalog.prepare(c, "SELECT visit FROM stale LIMIT ?", AT_ONCE);
                    ResultSet row = s.executeQuery()) {
                while (row.next()) {
                    numbers.add(row.getLong(1));
                }
            }
            return numbers;
        });
    }

    private static void forgetUnlessChanged(Connection c, Stale written) throws SQLException, IOException {
        long number = written.visit().seq();
        Visit now = VisitRows.bySeq(c, number).orElse(written.visit());
        if (Arrays.equals(Sidecar.of(now, VisitRows.readings(c, now.id())), written.json())) {
            Catalog.update(c, "DELETE FROM stale WHERE visit = ?", number);
        }
    }

    /** Writes what is left, as far as the disk allows. */
    @Override
    public void close() {
        stopping = true;
        work.release();
        try {
            thread.join(STOP_MILLIS);
            if (!thread.isAlive()) {
                writeAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.warn("some visit.json is written at the next start only", e);
        }
    }
}
