package dev.porchlight.library;

import dev.porchlight.config.RetentionConfig;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides what is let go of next; looks at nothing itself. When space is needed, in this order: the oldest clip that no
 * sink waits for, the oldest visit that none waits for, then those that sinks wait for, clips before visits; what a person
 * starred comes last. By age only what nobody starred.
 */
final class Retention {
    /** {@code retention.min_free} is of a usual disk; of a small one a tenth is enough. */
    private static final int LEAST_SHARE = 10;

    private final RetentionConfig limits;

    Retention(RetentionConfig limits) {
        this.limits = limits;
    }

    /**
     * A visit that is over.
     *
     * @param day it is known to be at least as old as this
     * @param clipBytes of its clip; 0 if it has none
     * @param restBytes of its other media
     * @param starred by a person who did not delete it
     * @param owed whether a sink waits for it, or will when its clip is made
     */
    record Row(long seq, LocalDate day, long clipBytes, long restBytes, boolean starred, boolean owed) {}

    /**
     * What is let go of.
     *
     * @param whole the visit, or else its clip only
     * @param bytes that get free
     */
    record Going(long seq, boolean whole, long bytes, boolean starred) {}

    /** What lies on the disk, and how much of it is starred, in bytes. */
    record Stock(long kept, long starred) {}

    /** Whether nothing is let go of that the other one keeps. */
    boolean keepsAllOf(Retention other) {
        return limits.days() >= other.limits.days()
                && limits.clipsDays() >= other.limits.clipsDays()
                && limits.maxSize() >= other.limits.maxSize()
                && limits.minFree() <= other.limits.minFree();
    }

    /** What must stay free on a disk of this size, in bytes. */
    long leastFree(long diskSize) {
        return Math.min(limits.minFree(), diskSize / LEAST_SHARE);
    }

    /**
     * How many bytes have to go. A free space that other programs took so much of that all visits together would not give
     * it back is not paid for with them, and neither with starred ones.
     */
    long excess(Stock stock, long diskSize, long diskFree) {
        long overSize = stock.kept() - limits.maxSize();
        long missing = leastFree(diskSize) - diskFree;
        return Math.max(0, Math.max(overSize, missing <= stock.kept() - stock.starred() ? missing : 0));
    }

    /** How much visits may take in all as the disk is now, in bytes. */
    long roomForVisits(Stock stock, long diskSize, long diskFree) {
        return Math.max(0, Math.min(limits.maxSize(), stock.kept() + diskFree - leastFree(diskSize)));
    }

    /** Visits of an earlier day are too old. */
    LocalDate firstDay(LocalDate today) {
        return today.minusDays(limits.days());
    }

    /** Clips of an earlier day are too old. */
    LocalDate firstDayOfClips(LocalDate today) {
        return today.minusDays(limits.clipsDays());
    }

    /** Whether clips are kept less long than their visits. */
    boolean partsWithClipsSooner() {
        return limits.clipsDays() < limits.days();
    }

    /** What is too old. */
    List<Going> tooOld(List<Row> rows, LocalDate today) {
        List<Going> going = new ArrayList<>();
        for (Row row : rows) {
            if (!row.starred() && row.day().isBefore(firstDay(today))) {
                going.add(new Going(row.seq(), true, row.clipBytes() + row.restBytes(), false));
            } else if (!row.starred() && row.clipBytes() > 0 && row.day().isBefore(firstDayOfClips(today))) {
                going.add(new Going(row.seq(), false, row.clipBytes(), false));
            }
        }
        return going;
    }

    /**
     * What makes room for so many bytes.
     *
     * @param rows of each kind at least the {@code most} oldest
     * @param most so many at once
     */
    List<Going> forRoom(List<Row> rows, long bytes, int most) {
        Map<Long, Going> going = new LinkedHashMap<>();
        long missing = bytes;
        for (Sacrifice next : Sacrifice.values()) {
            List<Row> oldest = rows.stream()
                    .filter(next::concerns)
                    .sorted(Comparator.comparingLong(Row::seq))
                    .toList();
            for (Row row : oldest) {
                if (missing <= 0 || (going.size() == most && !going.containsKey(row.seq()))) {
                    return List.copyOf(going.values());
                }
                Going one = next.of(row);
                Going before = going.put(row.seq(), one);
                missing -= one.bytes() - (before == null ? 0 : before.bytes());
            }
        }
        return List.copyOf(going.values());
    }

    /** The order of sacrifice. A visit without a file gives no room. */
    private enum Sacrifice {
        CLIP(false, false, false),
        VISIT(true, false, false),
        OWED_CLIP(false, true, false),
        OWED_VISIT(true, true, false),
        STARRED_CLIP(false, false, true),
        STARRED_VISIT(true, false, true);

        private final boolean whole;
        private final boolean owed;
        private final boolean starred;

        Sacrifice(boolean whole, boolean owed, boolean starred) {
            this.whole = whole;
            this.owed = owed;
            this.starred = starred;
        }

        private boolean concerns(Row row) {
            boolean isThisKind = starred ? row.starred() : !row.starred() && row.owed() == owed;
            return isThisKind && (whole ? row.clipBytes() + row.restBytes() > 0 : row.clipBytes() > 0);
        }

        private Going of(Row row) {
            return new Going(row.seq(), whole, row.clipBytes() + (whole ? row.restBytes() : 0), row.starred());
        }
    }
}
