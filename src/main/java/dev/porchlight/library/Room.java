package dev.porchlight.library;

import dev.porchlight.config.RetentionConfig;
import dev.porchlight.health.Metrics;
import dev.porchlight.library.Catalog.Priority;
import dev.porchlight.library.Farewell.Gone;
import dev.porchlight.library.Retention.Going;
import dev.porchlight.library.Retention.Row;
import dev.porchlight.library.Retention.Stock;
import dev.porchlight.library.RetentionRows.Kind;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps room for what is to come: lets go of what is too old or too much, as {@link Retention} decides. Looks on the
 * keeper's thread; {@link #makeNow} is for whoever finds the disk full with a picture in hand.
 */
final class Room {
    private static final Logger log = LoggerFactory.getLogger(Room.class);

    private static final String DISK_FULL = "removed, disk full";

    /** Visits grow too old by the day. */
    static final Duration LOOK_AT_AGE_EACH = Duration.ofHours(1);

    /** The keeper looks after the disk again after so many. */
    private static final int AT_ONCE = 100;

    /** A take waits for no more than one commit. */
    private static final int IN_ONE_COMMIT = 10;

    private static final int TRIES = 3;

    /** A number is mistyped, and corrected when what it means is read. */
    static final Duration MERCY = Duration.ofMinutes(10);

    /** So much more is made free than is missing, or the next frame would be in the same want. */
    private static final long SPARE = 4_000_000;

    /** Whoever filled the disk is done when nobody was in want for so long. */
    static final Duration LULL = Duration.ofMinutes(1);

    /** With less room than this the owner is told, whatever must stay free; of a small disk a twentieth. */
    private static final long LITTLE = 20_000_000;

    private static final int LITTLE_SHARE = 20;

    private final Catalog catalog;
    private volatile Retention retention;
    private Optional<Coming> coming = Optional.empty();
    private final Farewell farewell;
    private final Leaving leaving;
    private final Disk disk;
    private final StarredLoss starredLoss;
    private final ZoneId zone;
    private final Metrics metrics;
    private final HouseClock clock;
    private final BooleanSupplier stopping;
    private volatile Optional<Moment> lookedAtAge = Optional.empty();
    private volatile Optional<Moment> wanted = Optional.empty();
    private volatile boolean isShort;
    private volatile boolean isSpent;
    private boolean failed;

    /** Tighter limits, and from when on they hold. */
    private record Coming(RetentionConfig limits, Moment from) {}

    /** The disk that everything is kept on. */
    interface Disk {
        /** In bytes. */
        long size() throws IOException;

        /** What this user may still write, in bytes. */
        long free() throws IOException;

        /** The one that a folder lies on. */
        static Disk of(Path folder) {
            return new Disk() {
                @Override
                public long size() throws IOException {
                    return told(folder.toFile().getTotalSpace());
                }

                @Override
                public long free() throws IOException {
                    told(folder.toFile().getTotalSpace());
                    return folder.toFile().getUsableSpace();
                }

                /** {@link java.io.File} answers 0 when it gets no answer. */
                private long told(long size) throws IOException {
                    if (size == 0) {
                        throw new IOException("the disk of " + folder + " does not tell its size");
                    }
                    return size;
                }
            };
        }
    }

    Room(
            Catalog catalog,
            Retention retention,
            Farewell farewell,
            Leaving leaving,
            Disk disk,
            StarredLoss starredLoss,
            ZoneId zone,
            Metrics metrics,
            HouseClock clock,
            BooleanSupplier stopping) {
        this.catalog = catalog;
        this.retention = retention;
        this.farewell = farewell;
        this.leaving = leaving;
        this.disk = disk;
        this.starredLoss = starredLoss;
        this.zone = zone;
        this.metrics = metrics;
        this.clock = clock;
        this.stopping = stopping;
    }

    /**
     * Goes by other limits: if they keep all that was kept before, from the next look on, else in ten minutes, so that a
     * mistyped number costs nothing. Safe on every thread.
     *
     * @return from when on; empty: at once
     */
    synchronized Optional<Instant> limit(RetentionConfig limits) {
        Moment now = clock.now();
        if (new Retention(limits).keepsAllOf(retention)) {
            coming = Optional.empty();
            goBy(new Retention(limits));
            return Optional.empty();
        }
        if (coming.filter(next -> next.limits().equals(limits)).isEmpty()) {
            coming = Optional.of(new Coming(limits, now.plus(MERCY)));
        }
        return coming.map(next -> next.from().wall());
    }

    private void goBy(Retention limits) {
        retention = limits;
        lookedAtAge = Optional.empty();
    }

    private synchronized void goByWhatIsDue() {
        coming.filter(next -> next.from().since(clock.now()).compareTo(Duration.ZERO) <= 0)
                .ifPresent(next -> {
                    goBy(new Retention(next.limits()));
                    coming = Optional.empty();
                });
    }

    /** Whether tighter limits are still to come. */
    synchronized boolean isTighterSoon() {
        return coming.isPresent();
    }

    /**
     * Lets go of some of what has to go.
     *
     * @return whether there may be more
     */
    boolean look() {
        try {
            goByWhatIsDue();
            leaving.remove();
            boolean isMoreTooOld = lookAtAge();
            boolean isMoreTooMuch = lookAtRoom();
            failed = false;
            return isMoreTooOld || isMoreTooMuch;
        } catch (IOException e) {
            if (!failed) {
                log.warn("nothing could be let go of to keep room on the disk; it is tried again", e);
            }
            failed = true;
            return false;
        }
    }

    private boolean lookAtAge() throws IOException {
        Moment now = clock.now();
        if (!clock.isSet()
                || lookedAtAge
                        .filter(last -> now.since(last).compareTo(LOOK_AT_AGE_EACH) < 0)
                        .isPresent()) {
            return false;
        }
        Retention limits = retention;
        LocalDate today = LocalDate.ofInstant(now.wall(), zone);
        List<Row> rows =
                new ArrayList<>(catalog.read(c -> RetentionRows.visitsBefore(c, limits.firstDay(today), AT_ONCE)));
        if (limits.partsWithClipsSooner() && rows.size() < AT_ONCE) {
            rows.addAll(catalog.read(c -> RetentionRows.clipsBefore(c, limits.firstDayOfClips(today), AT_ONCE)));
        }
        letGo(limits.tooOld(rows, today), "removed, older than retention.days");
        synchronized (this) {
            boolean more = rows.size() >= AT_ONCE || limits != retention;
            lookedAtAge = more ? Optional.empty() : Optional.of(now);
            return more;
        }
    }

    private boolean lookAtRoom() throws IOException {
        long size = disk.size();
        long free = disk.free();
        long kept = catalog.read(RetentionRows::kept);
        metrics.disk(kept, free);
        boolean isTooMuch = retention.excess(new Stock(kept, 0), size, free) > 0;
        int count = 0;
        if (isTooMuch || starredLoss.isTold()) {
            Stock stock = catalog.read(RetentionRows::stock);
            List<Going> going = choose(retention.excess(stock, size, free), AT_ONCE);
            letGo(going, DISK_FULL);
            count = going.size();
            starredLoss.look(stock, retention.roomForVisits(stock, size, free));
        }
        isShort = disk.free() < enough(size);
        isSpent = isShort && count == 0;
        return count == AT_ONCE;
    }

    private long enough(long size) {
        return Math.max(retention.leastFree(size), Math.min(LITTLE, size / LITTLE_SHARE));
    }

    /** Whether a look of the keeper would help. */
    boolean isInWant() {
        try {
            return !isSpent && disk.free() < retention.leastFree(disk.size());
        } catch (IOException e) {
            log.debug("the disk does not tell its room", e);
            return false;
        }
    }

    /**
     * Makes room for a picture that did not fit: lets go of a few, on the thread of whoever has it in hand. Takes no lock
     * that anybody holds for more than one commit and one small file. On a disk that says it is full and has room all the
     * same (it is out of inodes, or at a quota), no visit pays for what its going may not mend.
     *
     * @param bytes that should be free
     * @return whether something was let go of
     */
    boolean makeNow(long bytes) {
        try {
            if (disk.free() >= bytes + SPARE) {
                return false;
            }
            boolean isMade = false;
            // The keeper may have chosen the same ones at the same time; then there are others.
            for (int i = 0; i < TRIES && (i == 0 || disk.free() < bytes); i++) {
                long missing = bytes - disk.free();
                List<Going> going = choose(Math.max(0, missing) + SPARE, AT_ONCE);
                if (sum(going) >= missing) { // or all of them would not be enough
                    List<Gone> gone = farewell.letGo(going, DISK_FULL, Priority.TAKE);
                    starredLoss.tell(gone.stream().map(Gone::visit).toList());
                    isMade |= !gone.isEmpty();
                }
                leaving.removeFiles();
            }
            if (isMade) {
                wanted = Optional.of(clock.now());
                log.info("the disk was full; old visits were removed at once for a new picture");
            }
            return isMade || disk.free() >= bytes;
        } catch (IOException e) {
            log.debug("no room could be made at once", e);
            return false;
        }
    }

    /**
     * What of the room its owner has to know, as one sentence.
     *
     * @param folder on the disk
     */
    Optional<String> trouble(Path folder) {
        Moment now = clock.now();
        if (wanted.filter(last -> isShort || now.since(last).compareTo(LULL) < 0)
                .isPresent()) {
            return Optional.of("the disk of " + folder + " was filled by something else: the oldest visits are removed"
                    + " at once so that new ones fit; make room on it (df -h shows it)");
        }
        wanted = Optional.empty();
        return isSpent
                ? Optional.of("the disk of " + folder + " has little room, and the removal of old visits would not"
                        + " give it back: soon no picture fits any more; make room on it (df -h shows it)")
                : Optional.empty();
    }

    /** Looks at what is to go later only when what goes first is not enough. */
    private List<Going> choose(long bytes, int most) throws IOException {
        List<Row> rows = new ArrayList<>();
        List<Going> going = List.of();
        for (List<Kind> kinds : List.of(Kind.FIRST, Kind.SECOND, Kind.LAST)) {
            if (sum(going) >= bytes || going.size() >= most) {
                return going;
            }
            for (Kind kind : kinds) {
                rows.addAll(catalog.read(c -> kind.oldest(c, most)));
            }
            going = retention.forRoom(rows.stream().distinct().toList(), bytes, most);
        }
        return going;
    }

    private void letGo(List<Going> going, String why) throws IOException {
        for (int i = 0; i < going.size() && !stopping.getAsBoolean(); i += IN_ONE_COMMIT) {
            List<Going> some = going.subList(i, Math.min(going.size(), i + IN_ONE_COMMIT));
            List<Gone> gone = farewell.letGo(some, why, Priority.LANE);
            leaving.remove();
            starredLoss.tell(gone.stream().map(Gone::visit).toList());
            log.info("{}: {}", why, words(some));
        }
    }

    private static long sum(List<Going> going) {
        return going.stream().mapToLong(Going::bytes).sum();
    }

    private static String words(List<Going> going) {
        long visits = going.stream().filter(Going::whole).count();
        return visits + " visits and the clips of " + (going.size() - visits) + " others, " + sum(going) / 1_000
                + " kB";
    }
}
