package dev.porchlight.engine;

import dev.porchlight.library.Ending;
import dev.porchlight.library.VisitId;
import dev.porchlight.time.Moment;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The visits taken by hand whose clip goes on: no board tells when they are over, so they last as long as a visit does in
 * which nothing more happens. Filled by every thread, ended by the engine's.
 */
final class HandVisits {
    private volatile Duration length;
    private final Queue<HandVisit> underWay = new ConcurrentLinkedQueue<>();

    private record HandVisit(VisitId id, Recorder recorder, Moment start) {}

    HandVisits(Duration length) {
        this.length = length;
    }

    void last(Duration newLength) {
        length = newLength;
    }

    void add(VisitId id, Recorder recorder, Moment start) {
        underWay.add(new HandVisit(id, recorder, start));
    }

    boolean areUnderWay() {
        return !underWay.isEmpty();
    }

    void passTo(Moment now) {
        for (HandVisit visit : underWay) {
            if (now.since(visit.start()).compareTo(length) >= 0) {
                end(visit, visit.start().plus(length));
            }
        }
    }

    /** The host stops: what goes on ends now. */
    void stop(Moment now) {
        underWay.forEach(visit -> end(visit, now));
    }

    private void end(HandVisit visit, Moment end) {
        if (underWay.remove(visit)) {
            visit.recorder().finish(visit.id(), new Ending(end.wall(), OptionalInt.empty(), List.of()));
        }
    }
}
