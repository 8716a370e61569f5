package dev.porchlight.engine;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.porchlight.board.Reading;
import dev.porchlight.config.VisitsConfig;
import dev.porchlight.config.VisitsConfig.Keep;
import dev.porchlight.engine.VisitDetector.Change;
import dev.porchlight.engine.VisitDetector.Closed;
import dev.porchlight.engine.VisitDetector.Opened;
import dev.porchlight.health.Health;
import dev.porchlight.library.Ending;
import dev.porchlight.library.VisitId;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Watches for one board, and tells the recorders of its cameras. Used by the engine's thread. */
final class Watch {
    private final String board;
    private final List<Recorder> recorders;
    private final HouseClock clock;
    private final Health health;
    private final VisitDetector detector;
    private final VisitLog log;
    private Set<Keep> record;
    private final Map<VisitId, Recorder> underWay = new LinkedHashMap<>();
    private Moment start;

    Watch(String board, VisitsConfig visits, List<Recorder> recorders, HouseClock clock, Health health) {
        this.board = board;
        this.recorders = recorders;
        this.clock = clock;
        this.health = health;
        this.record = visits.record();
        this.detector = new VisitDetector(visits);
        this.log = new VisitLog(visits.preroll(), visits.rangeMinCm() * 10);
    }

    /** Goes by other rules from now on. */
    void goBy(VisitsConfig visits) {
        detector.goBy(visits);
        log.goBy(visits.preroll(), visits.rangeMinCm() * 10);
        record = visits.record();
    }

    boolean isOpen() {
        return detector.isOpen();
    }

    void on(Reading reading) {
        boolean wasLimited = detector.isLimited();
        List<Change> changes = detector.on(reading);
        boolean goesOn = detector.isOpen() && changes.isEmpty();
        log.add(reading, goesOn);
        changes.forEach(this::obey);
        if (detector.isLimited() && !wasLimited) {
            health.warning(
                    "visits at " + board,
                    "far too many triggers: more than 60 visits at once; from now on 6 a minute are kept."
                            + " Check the motion sensor of board " + board + ": it seems to chatter");
        } else if (wasLimited && !detector.isLimited()) {
            health.ok("visits at " + board, "triggers come at a sensible rate again");
        }
    }

    void passTo(Moment now) {
        detector.passTo(now).forEach(this::obey);
    }

    /** The host stops: what goes on ends now. */
    void stop() {
        if (detector.isOpen()) {
            finish(clock.now());
        }
    }

    private void obey(Change change) {
        if (change instanceof Opened opened) {
            open(opened);
        } else if (change instanceof Closed closed) {
            finish(closed.end());
        }
    }

    private void open(Opened opened) {
        log.begin();
        start = opened.at();
        String triggerId = UlidCreator.getMonotonicUlid().toString();
        for (Recorder recorder : recorders) {
            VisitId id = VisitId.create();
            underWay.put(id, recorder);
            recorder.take(
                    id,
                    new Trigger(triggerId, Optional.of(board), opened.at(), opened.why(), log.closestMm(), record),
                    new CompletableFuture<>());
        }
    }

    private void finish(Moment end) {
        Ending ending = new Ending(start.wall().plus(end.since(start)), log.closestMm(), log.rows(start));
        underWay.forEach((id, recorder) -> recorder.finish(id, ending));
        underWay.clear();
    }
}
