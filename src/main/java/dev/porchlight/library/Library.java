package dev.porchlight.library;

import dev.porchlight.config.RetentionConfig;
import dev.porchlight.health.Health;
import dev.porchlight.library.Catalog.Priority;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything kept. A visit is <em>taken</em> when its row is committed: from then on no crash, kill or power cut loses
 * it, every file its row names is on the disk, complete, and its alerts are owed. Safe on every thread.
 */
public final class Library implements VisitShelf, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Library.class);

    static final String CATALOG_FILE = "porchlight.db";

    private static final String CATALOG_PART = "catalog";
    private static final String RETENTION_PART = "retention";
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private static final int MANY = 100;

    private final Path path;
    private final Moment begin;
    private final ZoneId zone;
    private final HouseClock clock;
    private final Health health;
    private final Catalog catalog;
    private final DayBook dayBook;
    private final MediaFolder media;
    private final Sidecars sidecars;
    private final Deliveries deliveries;
    private final Diary diary;
    private final Clips clips;
    private final SensorLog sensorLog;
    private final Purge purge;
    private final Keeper keeper;
    private final Room room;
    private volatile Subscriptions subscriptions = Subscriptions.none();
    private volatile Optional<String> wantedId;

    /** Empty while the disk is away. Changed in {@link #start} and then by the keeper only, as is {@link #recovery}. */
    private volatile Optional<DataFolder> data = Optional.empty();

    private Optional<Recovery> recovery = Optional.empty();

    /** Whether the last run may have ended visits without a line in its diary. */
    private boolean isFirstEntry = true;

    private volatile Optional<HostFile> announced = Optional.empty();

    /**
     * @param path the data folder
     * @param wantedId the id of the library that must be in it, if the owner named one
     * @param retention how much is kept
     */
    public Library(
            Path path,
            Optional<String> wantedId,
            ZoneId zone,
            RetentionConfig retention,
            HouseClock clock,
            Health health) {
        this(path, wantedId, zone, retention, clock, health, Keeper.LOOK_EACH);
    }

    Library(
            Path path,
            Optional<String> wantedId,
            ZoneId zone,
            RetentionConfig retention,
            HouseClock clock,
            Health health,
            Duration lookAtDiskEach) {
        this.path = path.toAbsolutePath();
        this.begin = clock.now();
        this.wantedId = wantedId;
        this.zone = zone;
        this.clock = clock;
        this.health = health;
        this.catalog = new Catalog(this.path.resolve(CATALOG_FILE));
        this.dayBook = new DayBook(catalog);
        this.media = new MediaFolder(this.path.resolve("media"), zone, new Ground(), this::tellFailing);
        this.sidecars = new Sidecars(catalog, media);
        this.diary = new Diary(catalog, zone, clock);
        this.clips =
                new Clips(catalog, media, (c, visit) -> owe(c, Alerts.VISIT_FINISHED, visit), diary, this::tellAround);
        this.sensorLog = new SensorLog(this.path.resolve("log"), zone, clock, this::expectDisk);
        Leaving leaving = new Leaving(catalog, media);
        this.purge = new Purge(catalog, media, sidecars, leaving, clock);
        this.deliveries = new Deliveries(catalog, clock);
        this.keeper = new Keeper(this.path, new Door(), health, lookAtDiskEach);
        this.room = new Room(
                catalog,
                new Retention(retention),
                new Farewell(catalog, media, sidecars, clock),
                leaving,
                Room.Disk.of(this.path),
                new StarredLoss(zone, health),
                zone,
                health.metrics(),
                clock,
                keeper::isStopping);
    }

    /**
     * Takes the data folder, puts right what a crash left, then takes visits. Call it once. If the disk is away, full or
     * read-only, or the catalog is damaged, this returns all the same; the library is opened as soon as that can be done,
     * and refuses everything with the reason meanwhile.
     *
     * @param subscriptions asked which sinks are owed an alert
     * @throws IOException with a sentence for the owner, if trying again would not help: another host holds the folder, it
     *     is of a newer format, this user may not write to it
     */
    public void start(Subscriptions subscriptions) throws IOException {
        this.subscriptions = subscriptions;
        try {
            enter();
            keeper.lookAtDisk();
        } catch (DataAwayException e) {
            keeper.tellAway(e);
        }
        sidecars.start();
        diary.start();
        keeper.start();
    }

    private void enter() throws IOException {
        DataFolder taken;
        try {
            taken = DataFolder.take(path, wantedId);
        } catch (IOException e) {
            catalog.refuse(e.getMessage());
            throw e;
        }
        wantedId = Optional.of(taken.uuid());
        data = Optional.of(taken);
        try {
            openCatalog();
            putRight(taken);
        } catch (IOException e) {
            if (catalog.damage().isPresent()) {
                // Made anew by the keeper, since that may take minutes and the start must not.
                keeper.wakeUp();
                return;
            }
            data = Optional.empty();
            catalog.leave(e.getMessage());
            taken.letGo();
            throw DiskTrouble.of(e).isPresent()
                    ? new DataAwayException(DiskTrouble.of(e).get().words(path), e)
                    : e;
        }
    }

    private void openCatalog() throws IOException {
        rebuild().putInPlaceIfDone();
        if (!catalog.isThere() && !media.days().isEmpty()) {
            catalog.noteDamage("it is missing");
            throw new IOException("the catalog is missing");
        }
        catalog.open();
    }

    private Rebuild rebuild() {
        return new Rebuild(path.resolve(CATALOG_FILE), media, clock, keeper::isStopping);
    }

    private void putRight(DataFolder taken) throws IOException {
        if (isFirstEntry && !taken.cleanlyLeft()) {
            clips.unfinished(MANY).stream()
                    .sorted(Comparator.comparingLong(Visit::seq))
                    .forEach(diary::ended);
        }
        isFirstEntry = false;
        Recovery fresh = new Recovery(catalog, media, clips, taken.cleanlyLeft(), begin.wall(), keeper::wakeUp);
        fresh.endWhatWentOn(
                visit -> !isOfThisRun(visit),
                visit -> finish(visit.id(), new Ending(visit.start(), visit.closestMm(), List.of())));
        int givenUp = deliveries.giveUpAllBut(subscriptions.sinks());
        if (givenUp > 0) {
            log.warn("{} alerts were given up: their sinks were taken out of the configuration", givenUp);
        }
        fresh.start();
        recovery = Optional.of(fresh);
        tellAround();
        writeHostFile();
    }

    /** Tells the commands of this machine how to reach this host, in {@code host.json}, until the library is closed. */
    public void announce(HostFile host) {
        announced = Optional.of(host);
        writeHostFile();
    }

    /** A host that cannot say where it is works all the same. */
    private void writeHostFile() {
        try {
            if (announced.isPresent() && data.isPresent()) {
                expectDisk();
                announced.get().write(path);
            }
        } catch (IOException e) {
            log.warn("commands beside this host will not find it: host.json cannot be written: {}", e.getMessage());
        }
    }

    private void removeHostFile() {
        try {
            if (announced.isPresent() && data.isPresent()) {
                expectDisk();
                HostFile.remove(path);
            }
        } catch (IOException e) {
            log.debug("host.json stays behind", e);
        }
    }

    /** It may still go on, though its disk was away for a while; its recorder ends it. */
    private boolean isOfThisRun(Visit visit) {
        return visit.bootId().equals(clock.bootId()) && visit.nanos() - begin.nanos() > 0;
    }

    /** A disk pulled out between two looks of the keeper is noticed before anything is written to the place where it was. */
    private void expectDisk() throws IOException {
        data.orElseThrow(() -> new IOException("the disk is away")).lookAgain();
    }

    private void leave(String why) {
        log.debug("the library is left: {}", why);
        health.metrics().diskIsAway();
        catalog.leave(why);
        recovery.ifPresent(Recovery::close);
        recovery = Optional.empty();
        data.ifPresent(DataFolder::letGo);
        data = Optional.empty();
    }

    private void makeAnew(DataFolder taken) throws IOException {
        String words = "the catalog is damaged and is being made anew";
        health.failed(CATALOG_PART, words + "; visits wait in memory meanwhile");
        catalog.leave(words);
        recovery.ifPresent(Recovery::close);
        String done = rebuild().run();
        catalog.open();
        putRight(taken);
        health.warning(CATALOG_PART, done);
    }

    private void tellFailing(IOException e) {
        log.debug("a file is written anew", e);
        health.warning(
                "card",
                "a file could not be kept at the first try (" + e.getMessage()
                        + ") and was written anew: the card begins to" + " fail. Copy it and replace it");
    }

    /** What lies below the media folder. */
    private final class Ground implements MediaFolder.Ground {
        @Override
        public void expect() throws IOException {
            expectDisk();
            if (room.isInWant()) {
                keeper.wakeUp();
            }
        }

        @Override
        public void synchronised(Duration took) {
            health.metrics().fsync().took(took);
        }

        @Override
        public boolean makeRoom(long bytes) {
            boolean isMade = room.makeNow(bytes);
            keeper.wakeUp();
            return isMade;
        }
    }

    /** What the keeper does with the library. */
    private final class Door implements Keeper.House {
        @Override
        public boolean isOpen() {
            return data.isPresent();
        }

        @Override
        public void enter() throws IOException {
            Library.this.enter();
        }

        @Override
        public void lookAgain() throws IOException {
            DataFolder held = data.orElseThrow();
            held.lookAgain();
            if (catalog.damage().isPresent()) {
                makeAnew(held);
            }
            purge.lookIfTime();
            if (room.look()) {
                keeper.wakeUp();
            }
            if (!room.isTighterSoon()) {
                health.forget(RETENTION_PART);
            }
        }

        @Override
        public Optional<String> troubleWithRoom() {
            return room.trouble(path);
        }

        @Override
        public void leave(String why) {
            Library.this.leave(why);
        }
    }

    /** Keeps as much as another configuration says: if that is less, in ten minutes, and says so until then. */
    public void limit(RetentionConfig retention) {
        room.limit(retention)
                .ifPresentOrElse(
                        from -> health.warning(
                                RETENTION_PART,
                                "less is to be kept: from " + CLOCK.format(from.atZone(zone))
                                        + " on, what is older than "
                                        + retention.days() + " days or too much is removed. Correct 'retention' until"
                                        + " then if that is not what you want"),
                        () -> health.forget(RETENTION_PART));
        keeper.wakeUp();
    }

    /** The clips of visits. */
    public Clips clips() {
        return clips;
    }

    @Override
    public SensorLog sensorLog() {
        return sensorLog;
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
                log.debug("the photo of visit {}", taking.id(), e);
                problem = Optional.of(whyNoPhoto(e));
                keeper.wakeUp();
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
        try {
            Visit taken = catalog.write(Priority.TAKE, c -> commit(c, bare));
            diary.taken(taken.id(), clock.now().since(taking.trigger()));
            tellAround();
            return taken;
        } catch (IOException e) {
            keeper.wakeUp();
            throw e;
        }
    }

    /**
     * The same visit may come again: when the disk stalled, a commit that nobody waited for any longer may be done all the
     * same, and a catalog that was made anew meanwhile knows it by its photo.
     */
    private Visit commit(Connection c, Visit bare) throws SQLException {
        Optional<Visit> before = VisitRows.find(c, bare.id());
        if (before.isPresent()) {
            VisitRows.retake(c, before.get().seq(), bare);
        }
        long seq = before.isPresent() ? before.get().seq() : VisitRows.insert(c, bare);
        if (!Alerts.isOwed(c, Alerts.VISIT_STARTED, seq)) {
            owe(c, Alerts.VISIT_STARTED, seq);
        }
        return bare.withSeq(seq);
    }

    private String whyNoPhoto(IOException e) {
        return DiskTrouble.of(e)
                .map(trouble -> "the photo could not be written: " + trouble.words(path))
                .orElse("the photo could not be written (" + e.getMessage() + "); free some space or check the disk");
    }

    /**
     * Ends a visit; its {@code visit.finished} alert is owed in the same commit.
     *
     * @throws NoSuchVisitException if there is none of this id
     */
    public Visit finish(VisitId id, Ending ending) throws IOException {
        Visit finished = change(Priority.TAKE, id, (c, visit) -> {
            VisitRows.end(c, visit.seq(), ending);
            if (!Alerts.isOwed(c, Alerts.VISIT_FINISHED, visit.seq())) {
                owe(c, Alerts.VISIT_FINISHED, visit.seq());
            }
        });
        diary.ended(finished);
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
        Visit changed;
        try {
            changed = change(Priority.TAKE, id, (c, v) -> VisitRows.addMedia(c, v.seq(), file));
        } catch (NoSuchVisitException e) {
            Leaving.nameStray(catalog, visit);
            throw e;
        }
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

    /** Owes the sensor log of a day that is over to the sinks that want it; does nothing if it was owed before. */
    public void tellLog(LocalDate day) throws IOException {
        if (subscriptions.owed(Alerts.LOG_DAILY).isEmpty()
                || sensorLog.file(day).isEmpty()) {
            return;
        }
        catalog.write(Priority.WEB, c -> {
            List<String> sinks = subscriptions.owed(Alerts.LOG_DAILY);
            Alerts.oweLog(c, sinks, day.atStartOfDay(zone).toInstant());
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

    @Override
    public Visit delete(VisitId id) throws IOException {
        Visit deleted = change(
                Priority.WEB,
                id,
                (c, visit) -> VisitRows.delete(c, visit, clock.now().wall(), clock.isSet()));
        sidecars.wakeUp();
        return deleted;
    }

    @Override
    public Visit restore(VisitId id) throws IOException {
        Visit restored = change(Priority.WEB, id, VisitRows::takeBack);
        sidecars.wakeUp();
        return restored;
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
        return catalog.read(c -> VisitPages.page(c, query));
    }

    @Override
    public List<DayCount> days(Optional<LocalDate> from, Optional<LocalDate> to, Optional<String> camera)
            throws IOException {
        return from.isEmpty() && to.isEmpty()
                ? dayBook.of(camera)
                : catalog.read(c -> VisitPages.days(c, from, to, camera));
    }

    @Override
    public long bytes() throws IOException {
        return catalog.read(RetentionRows::kept);
    }

    @Override
    public List<ReadingRow> readings(VisitId id) throws IOException {
        return catalog.read(c -> VisitRows.readings(c, id));
    }

    @Override
    public Optional<String> wrongWith(Visit visit, MediaFile file) throws IOException {
        return MediaFolder.problemOf(
                folder(visit).resolve(file.file()), file, file.role() != Role.CLIP && file.role() != Role.MJPEG);
    }

    @Override
    public OptionalInt clipPercent(Visit visit) throws IOException {
        return clips.percent(visit);
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

    /** Writes what is still to be written and lets go. */
    @Override
    public void close() throws IOException {
        keeper.close();
        removeHostFile();
        recovery.ifPresent(Recovery::close);
        sidecars.close();
        diary.close();
        catalog.close();
        Optional<DataFolder> held = data;
        data = Optional.empty();
        if (held.isPresent() && catalog.damage().isPresent()) {
            held.get().letGo(); // the next start examines it
        } else if (held.isPresent()) {
            held.get().close();
        }
    }
}
