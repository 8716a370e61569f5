package dev.porchlight.library;

import dev.porchlight.library.Catalog.Priority;
import dev.porchlight.library.Retention.Going;
import dev.porchlight.library.Retention.Row;
import dev.porchlight.library.Retention.Stock;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
 * keeper's thread.
 */
final class Room {
    private static final Logger log = LoggerFactory.getLogger(Room.class);

    /** Visits grow too old by the day. */
    static final Duration LOOK_AT_AGE_EACH = Duration.ofHours(1);

    /** The keeper looks after the disk again after so many. */
    private static final int AT_ONCE = 100;

    /** A take waits for no more than one commit. */
    private static final int IN_ONE_COMMIT = 10;

    private final Catalog catalog;
    private final Retention retention;
    private final Farewell farewell;
    private final Leaving leaving;
    private final Disk disk;
    private final ZoneId zone;
    private final HouseClock clock;
    private final BooleanSupplier stopping;
    private Optional<Moment> lookedAtAge = Optional.empty();
    private boolean failed;

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
                    return Files.getFileStore(folder).getTotalSpace();
                }

                @Override
                public long free() throws IOException {
                    return Files.getFileStore(folder).getUsableSpace();
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
            ZoneId zone,
            HouseClock clock,
            BooleanSupplier stopping) {
        this.catalog = catalog;
        this.retention = retention;
        this.farewell = farewell;
        this.leaving = leaving;
        this.disk = disk;
        this.zone = zone;
        this.clock = clock;
        this.stopping = stopping;
    }

    /**
     * Lets go of some of what has to go.
     *
     * @return whether there may be more
     */
    boolean look() {
        try {
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
        LocalDate today = LocalDate.ofInstant(now.wall(), zone);
        List<Row> rows =
                new ArrayList<>(catalog.read(c -> RetentionRows.visitsBefore(c, retention.firstDay(today), AT_ONCE)));
        if (retention.partsWithClipsSooner() && rows.size() < AT_ONCE) {
            rows.addAll(catalog.read(c -> RetentionRows.clipsBefore(c, retention.firstDayOfClips(today), AT_ONCE)));
        }
        letGo(retention.tooOld(rows, today), "removed, older than retention.days");
        boolean more = rows.size() >= AT_ONCE;
        lookedAtAge = more ? Optional.empty() : Optional.of(now);
        return more;
    }

    private boolean lookAtRoom() throws IOException {
        long size = disk.size();
        long free = disk.free();
        long kept = catalog.read(RetentionRows::kept);
        if (retention.excess(new Stock(kept, 0), size, free) == 0) {
            return false;
        }
        long excess = retention.excess(catalog.read(RetentionRows::stock), size, free);
        List<Going> going = choose(excess, AT_ONCE);
        letGo(going, "removed, disk full");
        return going.size() == AT_ONCE;
    }

    /** One kind after the other, until it is enough. */
    private List<Going> choose(long bytes, int most) throws IOException {
        List<Row> rows = new ArrayList<>();
        List<Going> going = List.of();
        for (RetentionRows.Kind kind : RetentionRows.Kind.values()) {
            if (going.stream().mapToLong(Going::bytes).sum() >= bytes || going.size() >= most) {
                return going;
            }
            rows.addAll(catalog.read(c -> kind.oldest(c, most)));
            going = retention.forRoom(rows.stream().distinct().toList(), bytes, most);
        }
        return going;
    }

    private void letGo(List<Going> going, String why) throws IOException {
        for (int i = 0; i < going.size() && !stopping.getAsBoolean(); i += IN_ONE_COMMIT) {
            List<Going> some = going.subList(i, Math.min(going.size(), i + IN_ONE_COMMIT));
            farewell.letGo(some, why, Priority.LANE);
            leaving.remove();
            log.info("{}: {}", why, words(some));
        }
    }

    private static String words(List<Going> going) {
        long visits = going.stream().filter(Going::whole).count();
        return visits + " visits and the clips of " + (going.size() - visits) + " others, "
                + going.stream().mapToLong(Going::bytes).sum() / 1_000 + " kB";
    }
}
