package dev.porchlight.library;

import dev.porchlight.library.Catalog.Priority;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees deleted visits off for good a day after their deletion, on the thread {@code library}. At every moment a folder
 * without a row is either named in the table {@code leaving} or no visit's; so a crash after any step leaves nothing
 * wrong, and the next look goes on from there:
 *
 * <ol>
 *   <li>the {@code visit.json} is removed, so that no catalog made anew brings the visit back;
 *   <li>one commit removes the row, gives up the deliveries still owed and names the folder in {@code leaving};
 *   <li>the files and the folder are removed;
 *   <li>the folder is forgotten.
 * </ol>
 *
 * <p>Does nothing while the clock is not known to be right.
 */
final class Purge {
    private static final Logger log = LoggerFactory.getLogger(Purge.class);
    static final Duration GRACE = Duration.ofHours(24);
    static final Duration LOOK_EACH = Duration.ofHours(1);

    private static final String DELETED = "the visit was deleted";

    /** The keeper looks after the disk again after so many. */
    private static final int AT_ONCE = 100;

    private final Catalog catalog;
    private final MediaFolder media;
    private final Sidecars sidecars;
    private final Leaving leaving;
    private final HouseClock clock;
    private Optional<Moment> looked = Optional.empty();

    Purge(Catalog catalog, MediaFolder media, Sidecars sidecars, Leaving leaving, HouseClock clock) {
        this.catalog = catalog;
        this.media = media;
        this.sidecars = sidecars;
        this.leaving = leaving;
        this.clock = clock;
    }

    /** Looks once an hour, and the next time at once if there was more than is done in one go. */
    void lookIfTime() {
        Moment now = clock.now();
        if (!clock.isSet()
                || looked.filter(last -> now.since(last).compareTo(LOOK_EACH) < 0)
                        .isPresent()) {
            return;
        }
        try {
            looked = look() < AT_ONCE ? Optional.of(now) : Optional.empty();
        } catch (IOException e) {
            looked = Optional.of(now);
            log.warn("some deleted visits could not be removed from the disk; it is tried again in an hour", e);
        }
    }

    /** How many visits it saw off. */
    private int look() throws IOException {
        beginGraceOfUndated();
        long before = clock.now().wall().minus(GRACE).toEpochMilli();
        List<Visit> due = catalog.read(c -> VisitRows.list(
                c, "SELECT * FROM visit WHERE deleted_ms <= ? ORDER BY deleted_ms LIMIT " + AT_ONCE, before));
        for (Visit visit : due) {
            sidecars.whileNoneIsWritten(() -> {
                removeSidecar(visit);
                removeRow(visit);
            });
        }
        leaving.remove();
        if (!due.isEmpty()) {
            log.info("{} visits deleted a day ago are gone for good", due.size());
        }
        return due.size();
    }

    private void beginGraceOfUndated() throws IOException {
        if (catalog.read(Purge::hasUndated)) {
            catalog.write(Priority.WEB, c -> {
                Catalog.update(c, "INSERT OR IGNORE INTO stale(visit) SELECT visit FROM deleted_undated");
                Catalog.update(
                        c,
                        "UPDATE visit SET deleted_ms = ? WHERE seq IN (SELECT visit FROM deleted_undated)",
                        clock.now().wall().toEpochMilli());
                return Catalog.update(c, "DELETE FROM deleted_undated");
            });
            sidecars.wakeUp();
        }
    }

    private static boolean hasUndated(Connection c) throws SQLException {
        try (PreparedStatement s = Catalog.prepare(c, "SELECT 1 FROM deleted_undated LIMIT 1");
                ResultSet row = s.executeQuery()) {
            return row.next();
        }
    }

    void removeSidecar(Visit visit) throws IOException {
        media.removeSidecar(visit.folder());
    }

    /** A delivery that was still owed is answered for: its alert stays, without the visit. */
    void removeRow(Visit visit) throws IOException {
        boolean stays = catalog.write(Priority.WEB, c -> {
            if (VisitRows.bySeq(c, visit.seq())
                    .filter(now -> now.deletedAt().isPresent())
                    .isEmpty()) {
                VisitRows.markStale(c, visit.seq());
                return true;
            }
            Deliveries.giveUpOf(c, visit.seq(), clock.now().wall(), DELETED);
            Leaving.name(c, visit.folder());
            Catalog.update(c, "DELETE FROM visit WHERE seq = ?", visit.seq());
            return false;
        });
        if (stays) {
            sidecars.wakeUp();
        }
    }
}
