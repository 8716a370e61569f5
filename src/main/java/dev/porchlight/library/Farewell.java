package dev.porchlight.library;

import dev.porchlight.library.Catalog.Priority;
import dev.porchlight.library.Retention.Going;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lets go of visits and of clips. A crash after any step leaves nothing wrong, and the next start goes on from there:
 *
 * <ol>
 *   <li>one commit takes the row out, gives up the deliveries still owed and names the files in {@link Leaving};
 *   <li>the {@code visit.json} is removed, so that no catalog made anew brings the visit back;
 *   <li>{@link Leaving#remove} takes the files off the disk;
 *   <li>and forgets them.
 * </ol>
 *
 * <p>Safe on every thread: who comes second finds the row gone.
 */
final class Farewell {
    private final Catalog catalog;
    private final MediaFolder media;
    private final Sidecars sidecars;
    private final HouseClock clock;

    Farewell(Catalog catalog, MediaFolder media, Sidecars sidecars, HouseClock clock) {
        this.catalog = catalog;
        this.media = media;
        this.sidecars = sidecars;
        this.clock = clock;
    }

    /**
     * Takes the first two steps. Not too many at once: a take waits for no more than one commit.
     *
     * @param why said of each delivery that is given up
     */
    void letGo(List<Going> some, String why, Priority priority) throws IOException {
        // Or a visit.json, begun before, would be written after the folder is gone.
        sidecars.whileNoneIsWritten(() -> removeSidecars(takeOut(some, why, priority)));
        sidecars.wakeUp();
    }

    void removeSidecars(List<Visit> gone) throws IOException {
        for (Visit visit : gone) {
            media.drop(visit.folder(), MediaFolder.SIDECAR);
        }
    }

    /** @return the visits that left */
    List<Visit> takeOut(List<Going> some, String why, Priority priority) throws IOException {
        return catalog.write(priority, c -> {
            List<Visit> gone = new ArrayList<>();
            for (Going one : some) {
                Optional<Visit> visit = VisitRows.bySeq(c, one.seq()).filter(now -> mayGo(now, one));
                if (visit.isPresent() && one.whole()) {
                    takeOut(c, visit.get(), why);
                    gone.add(visit.get());
                } else if (visit.isPresent()) {
                    takeOutClip(c, visit.get());
                }
            }
            return gone;
        });
    }

    /** Somebody may have starred it since it was chosen. */
    private static boolean mayGo(Visit now, Going one) {
        boolean isStarred = now.kept() && now.deletedAt().isEmpty();
        return now.end().isPresent() && (one.starred() || !isStarred);
    }

    private void takeOut(Connection c, Visit visit, String why) throws SQLException {
        Deliveries.giveUpOf(c, visit.seq(), clock.now().wall(), why);
        Leaving.name(c, visit.folder());
        if (visit.deletedAt().isEmpty()) {
            VisitRows.count(c, visit.day(), visit.camera(), -1);
        }
        Catalog.update(c, "DELETE FROM visit WHERE seq = ?", visit.seq());
    }

    private static void takeOutClip(Connection c, Visit visit) throws SQLException {
        for (MediaFile clip : visit.clip().stream().toList()) {
            Leaving.name(c, visit.folder() + "/" + clip.file());
            VisitRows.removeMedia(c, visit.seq(), clip.role());
            VisitRows.markStale(c, visit.seq());
        }
    }
}
