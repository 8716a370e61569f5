package dev.porchlight.engine;

import dev.porchlight.board.Reading;
import dev.porchlight.library.ReadingRow;
import dev.porchlight.time.Moment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;

/**
 * What one board said lately, and all of it while a visit goes on. Used by the engine's thread.
 */
final class VisitLog {
    /** A visit of 10 minutes at 16 readings a second; of a longer one the first 10 minutes are kept. */
    private static final int MAX_READINGS = 10_000;

    private long preroll;
    private int nearestMm;
    private final Deque<Reading> lately = new ArrayDeque<>();
    private final List<Reading> visit = new ArrayList<>();
    private OptionalInt closestMm = OptionalInt.empty();

    /** @param nearestMm what is nearer is an echo from the housing, not a person */
    VisitLog(Duration preroll, int nearestMm) {
        goBy(preroll, nearestMm);
    }

    /** The same, from now on. */
    final void goBy(Duration newPreroll, int newNearestMm) {
        preroll = newPreroll.toNanos();
        nearestMm = newNearestMm;
    }

    void add(Reading reading, boolean visitIsOpen) {
        if (visitIsOpen) {
            keep(reading);
        }
        lately.addLast(reading);
        while (lately.size() > MAX_READINGS
                || reading.at().nanos() - lately.getFirst().at().nanos() > preroll) {
            lately.removeFirst();
        }
    }

    /** A visit begins with the reading added last; what was said before it belongs to it, but not to its distance. */
    void begin() {
        visit.clear();
        visit.addAll(lately);
        visit.remove(visit.size() - 1);
        closestMm = OptionalInt.empty();
        keep(lately.getLast());
    }

    private void keep(Reading reading) {
        if (visit.size() < MAX_READINGS) {
            visit.add(reading);
        }
        OptionalInt distance = reading.distanceMm();
        if (distance.isPresent()
                && distance.getAsInt() >= nearestMm
                && (closestMm.isEmpty() || distance.getAsInt() < closestMm.getAsInt())) {
            closestMm = distance;
        }
    }

    /** The least distance of the visit so far, in millimetres. */
    OptionalInt closestMm() {
        return closestMm;
    }

    /** What was measured, without the repetitions between two measurements, and every change of motion. */
    List<ReadingRow> rows(Moment start) {
        List<ReadingRow> rows = new ArrayList<>();
        boolean motion = false;
        for (Reading reading : visit) {
            if (reading.ranged() || reading.motion() != motion || rows.isEmpty()) {
                rows.add(new ReadingRow(
                        (int) reading.at().since(start).toMillis(), reading.motion(), reading.distanceMm()));
            }
            motion = reading.motion();
        }
        return rows;
    }
}
