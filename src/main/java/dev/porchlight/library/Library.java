package dev.porchlight.library;

import dev.porchlight.library.Catalog.Priority;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything kept. A visit is <em>taken</em> when its row is committed: from then on no crash, kill or power cut loses
 * it, every file its row names is on the disk, complete, and its alerts are owed. Safe on every thread.
 */
public final class Library implements VisitShelf, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Library.class);

    static final String CATALOG_FILE = "porchlight.db";

    private final ZoneId zone;
    private final HouseClock clock;
    private final Catalog catalog;
    private final MediaFolder media;
    private final Sidecars sidecars;
    private final Recovery recovery;
    private final Deliveries deliveries;
    private volatile Subscriptions subscriptions = Subscriptions.none();

    private Library(DataFolder data, ZoneId zone, HouseClock clock, Catalog catalog) {
        this.zone = zone;
        this.clock = clock;
        this.catalog = catalog;
        this.media = new MediaFolder(data.path().resolve("media"), zone);
        this.sidecars = new Sidecars(catalog, media);
        this.recovery = new Recovery(catalog, media, data.cleanlyLeft());
        this.deliveries = new Deliveries(catalog, clock);
    }

    /** @throws IOException with a sentence for the owner */
    public static Library open(DataFolder data, ZoneId zone, HouseClock clock) throws IOException {
        return new Library(data, zone, clock, Catalog.open(data.path().resolve(CATALOG_FILE)));
    }

    /**
     * Puts right what a crash left, then takes visits. Call it once, before the first visit.
     *
     * @param subscriptions asked which sinks are owed an alert
     */
    public void start(Subscriptions subscriptions) throws IOException {
        this.subscriptions = subscriptions;
        for (Visit visit : recovery.unfinished()) {
            finish(visit.id(), new Ending(visit.start(), visit.closestMm(), List.of()));
        }
        recovery.start();
        sidecars.start();
    }

    /** The alerts owed to sinks. */
    public Deliveries deliveries() {
        return deliveries;
    }

    /**
     * Takes a visit: its photo is on the disk and its row, its {@code visit.started} alert and the deliveries of it are
     * committed when this returns. A photo that cannot be written does not cost the visit; it is taken with the reason.
     *
     * @throws IOException if the row cannot be committed; then the visit was not taken
     */
    public Visit take(Taking taking) throws IOException {
        Instant start = taking.trigger().wall();
        String folder = media.folderFor(taking.id(), taking.camera(), start);
        List<MediaFile> files = List.of();
        Optional<String> problem = taking.problem();
        if (taking.photo().isPresent()) {
            Taking.Photo photo = taking.photo().get();
            try {
                files = List.of(media.store(folder, Role.PHOTO, photo.jpeg(), 1, photo.width(), photo.height()));
            } catch (IOException e) {
                log.error("the photo of visit {} cannot be written", taking.id(), e);
                problem = Optional.of(
                        "the photo could not be written (" + e.getMessage() + "); free some space or check the disk");
            }
        }
        Visit bare = new Visit(
                taking.id(),
                0,
                taking.triggerId(),
                taking.board(),
                taking.camera(),
                Instant.ofEpochMilli(start.toEpochMilli()),
                Optional.empty(),
                taking.trigger().nanos(),
                clock.bootId(),
                taking.clockSet(),
                LocalDate.ofInstant(start, zone),
                taking.why(),
                taking.closestMm(),
                false,
                problem,
                folder,
                files,
                Optional.empty());
        Visit taken = catalog.write(Priority.TAKE, c -> {
            Visit numbered = bare.withSeq(VisitRows.insert(c, bare));
            owe(c, Alerts.VISIT_STARTED, numbered.seq());
            return numbered;
        });
        tellAround();
        return taken;
    }

    /**
     * Ends a visit; its {@code visit.finished} alert is owed in the same commit.
     *
     * @throws NoSuchVisitException if there is none of this id
     */
    public Visit finish(VisitId id, Ending ending) throws IOException {
        Visit finished = change(Priority.TAKE, id, (c, visit) -> {
            VisitRows.end(c, visit.seq(), ending);
            owe(c, Alerts.VISIT_FINISHED, visit.seq());
        });
        tellAround();
        return finished;
    }

    /**
     * Keeps the photo of a visit that was taken without it, because the disk took the row but not the file.
     *
     * @throws NoSuchVisitException if there is none of this id any more
     */
    public Visit addPhoto(VisitId id, Taking.Photo photo) throws IOException {
        Visit visit = find(id).orElseThrow(() -> new NoSuchVisitException(id));
        MediaFile file = media.store(visit.folder(), Role.PHOTO, photo.jpeg(), 1, photo.width(), photo.height());
        Visit changed = change(Priority.TAKE, id, (c, v) -> VisitRows.addMedia(c, v.seq(), file));
        sidecars.wakeUp();
        return changed;
    }

    /** Owes a {@code health.changed} alert to the sinks that want it. */
    public void tellHealth(String part, String from, String to, String words) throws IOException {
        catalog.write(Priority.WEB, c -> {
            List<String> sinks = subscriptions.owed(Alerts.HEALTH_CHANGED);
            if (!sinks.isEmpty()) {
                Alerts.oweHealth(c, sinks, clock.now().wall(), part, from, to, words);
            }
            return sinks.size();
        });
        subscriptions.wakeUp();
    }

    private void owe(Connection c, String type, long visit) throws SQLException {
        Alerts.oweVisit(c, subscriptions.owed(type), clock.now().wall(), type, visit);
    }

    private void tellAround() {
        subscriptions.wakeUp();
        sidecars.wakeUp();
    }

    @Override
    public Visit keep(VisitId id, boolean kept) throws IOException {
        Visit changed = change(Priority.WEB, id, (c, visit) -> VisitRows.keep(c, visit.seq(), kept));
        sidecars.wakeUp();
        return changed;
    }

    private interface Change {
        void make(Connection c, Visit visit) throws SQLException;
    }

    private Visit change(Priority priority, VisitId id, Change change) throws IOException {
        return catalog.write(priority, c -> {
            Visit before = VisitRows.find(c, id).orElseThrow(() -> new NoSuchVisitException(id));
            change.make(c, before);
            return VisitRows.bySeq(c, before.seq()).orElseThrow();
        });
    }

    @Override
    public Optional<Visit> find(VisitId id) throws IOException {
        return catalog.read(c -> VisitRows.find(c, id));
    }

    @Override
    public VisitPage page(VisitQuery query) throws IOException {
        return catalog.read(c -> VisitRows.page(c, query));
    }

    @Override
    public List<DayCount> days(Optional<String> camera) throws IOException {
        return catalog.read(c -> VisitRows.days(c, camera));
    }

    @Override
    public List<ReadingRow> readings(VisitId id) throws IOException {
        return catalog.read(c -> VisitRows.readings(c, id));
    }

    @Override
    public Path folder(Visit visit) {
        return media.resolve(visit.folder());
    }

    @Override
    public Optional<byte[]> thumbnail(Visit visit) throws IOException {
        return visit.picture().isEmpty()
                ? Optional.empty()
                : Optional.of(Thumbnail.of(folder(visit), visit.picture().get()));
    }

    @Override
    public Optional<VisitId> older(Visit visit) throws IOException {
        return neighbour("SELECT * FROM visit WHERE seq < ? AND deleted_ms IS NULL ORDER BY seq DESC LIMIT 1", visit);
    }

    @Override
    public Optional<VisitId> newer(Visit visit) throws IOException {
        return neighbour("SELECT * FROM visit WHERE seq > ? AND deleted_ms IS NULL ORDER BY seq LIMIT 1", visit);
    }

    private Optional<VisitId> neighbour(String sql, Visit visit) throws IOException {
        return catalog.read(c -> VisitRows.first(c, sql, visit.seq()).map(Visit::id));
    }

    /** Writes what is still to be written and lets go. The data folder stays taken. */
    @Override
    public void close() {
        recovery.close();
        sidecars.close();
        catalog.close();
    }
}
