package dev.porchlight.engine;

import com.github.f4b6a3.ulid.UlidCreator;
import dev.porchlight.board.Reading;
import dev.porchlight.camera.Camera;
import dev.porchlight.config.BoardConfig;
import dev.porchlight.config.CameraConfig;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.config.VisitsConfig;
import dev.porchlight.config.VisitsConfig.Keep;
import dev.porchlight.engine.Mailbox.Letter;
import dev.porchlight.health.Feed;
import dev.porchlight.health.Health;
import dev.porchlight.health.Turn;
import dev.porchlight.health.VitalThread;
import dev.porchlight.library.Ending;
import dev.porchlight.library.Library;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Turns what the boards say and what the cameras see into visits. Its thread {@code engine} reads the mailbox, asks each
 * board's detector and tells the recorders; it never touches a disk.
 */
public final class Engine implements HandTrigger, AutoCloseable {
    /** How exactly a visit's end is noticed; its time is exact all the same. */
    private static final long TICK_MILLIS = 50;

    private static final long STOP_SECONDS = 2;
    private static final Duration RECORDERS_STOP = Duration.ofSeconds(4);

    private final HouseClock clock;
    private final Health health;
    private final Mailbox mailbox = new Mailbox();
    private final Thumbnails thumbnails;
    private final Darkroom darkroom;
    private final ClipMaker clipMaker;
    private final HandVisits handVisits;
    private final List<Filming> filmings = new ArrayList<>();
    private final Map<String, Recorder> recorders = new LinkedHashMap<>();
    private final Map<String, Watch> watches = new LinkedHashMap<>();
    private final AtomicReference<HouseConfig> changed = new AtomicReference<>();
    private final Thread thread = new VitalThread(this::run, "engine");
    private volatile Set<Keep> recordByHand;
    private volatile boolean stopping;

    public Engine(
            HouseConfig config, List<Camera> cameras, Library library, HouseClock clock, Health health, Feed feed) {
        this.clock = clock;
        this.health = health;
        VisitsConfig usual = config.visits();
        this.darkroom = new Darkroom(config.name(), config.home().timeZone());
        this.thumbnails = new Thumbnails(library);
        this.clipMaker = new ClipMaker(
                library,
                usual.rangeMinCm() * 10,
                darkroom,
                new Encoder(config.home().timeZone()),
                config.cameras().stream()
                        .filter(CameraConfig::timeInClip)
                        .map(CameraConfig::name)
                        .collect(Collectors.toSet()),
                thumbnails,
                clock,
                health,
                feed);
        this.recordByHand = usual.record();
        this.handVisits = new HandVisits(usual.quiet());
        for (Camera camera : cameras) {
            Filming filming = new Filming(
                    camera, library.clips(), usual.preroll(), usual.maxSize(), Filming.MAX_BYTES / cameras.size());
            filmings.add(filming);
            recorders.put(
                    camera.name(),
                    new Recorder(
                            camera,
                            library,
                            darkroom,
                            filming,
                            clipMaker::wakeUp,
                            clock,
                            health,
                            feed,
                            thumbnails,
                            Backlog.MAX_BYTES / cameras.size()));
        }
        for (BoardConfig board : config.boards()) {
            VisitsConfig visits = config.visitsOf(board);
            List<Recorder> itsRecorders =
                    board.cameras().stream().map(recorders::get).toList();
            watches.put(board.name(), new Watch(board.name(), visits, itsRecorders, clock, health));
        }
    }

    /**
     * Goes by what another configuration says of visits, within a second; a visit that is open goes on by it. Boards and
     * cameras stay those of the start. Safe on every thread.
     */
    public void goBy(HouseConfig config) {
        changed.set(config);
    }

    private void goByChanged(HouseConfig config) {
        VisitsConfig usual = config.visits();
        darkroom.rename(config.name());
        clipMaker.goBy(usual.rangeMinCm() * 10);
        recordByHand = usual.record();
        handVisits.last(usual.quiet());
        filmings.forEach(filming -> filming.goBy(usual.preroll(), usual.maxSize()));
        for (BoardConfig board : config.boards()) {
            watches.get(board.name()).goBy(config.visitsOf(board));
        }
    }

    /** Where the board of this name puts its readings; safe on every thread, does not block. */
    public Consumer<Reading> readingsOf(String board) {
        Watch watch = watches.get(board);
        return reading -> mailbox.put(watch, reading);
    }

    public void start() {
        recorders.values().forEach(Recorder::start);
        clipMaker.start();
        thread.start();
    }

    private void run() {
        try (Turn turn = health.turns().of(thread.getName())) {
            while (!stopping) {
                turn.turned();
                boolean someVisitIsOpen = watches.values().stream().anyMatch(Watch::isOpen);
                long timeout = someVisitIsOpen || handVisits.areUnderWay() ? TICK_MILLIS : TimeUnit.SECONDS.toMillis(1);
                Optional<Letter> letter = mailbox.next(timeout, TimeUnit.MILLISECONDS);
                Optional.ofNullable(changed.getAndSet(null)).ifPresent(this::goByChanged);
                if (letter.isPresent()) {
                    letter.get().to().on(letter.get().reading());
                } else {
                    Moment now = clock.now();
                    watches.values().forEach(watch -> watch.passTo(now));
                    handVisits.passTo(now);
                    recorders.values().forEach(recorder -> recorder.passTo(now));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watches.values().forEach(Watch::stop);
            handVisits.stop(clock.now());
        }
    }

    @Override
    public CompletableFuture<Visit> byHand(String camera) {
        Recorder recorder = recorders.get(camera);
        if (recorder == null) {
            throw new IllegalArgumentException("there is no camera " + camera + "; there is "
                    + String.join(", ", new ArrayList<>(recorders.keySet())));
        }
        VisitId id = VisitId.create();
        Moment now = clock.now();
        String triggerId = UlidCreator.getMonotonicUlid().toString();
        CompletableFuture<Visit> visit = new CompletableFuture<>();
        Trigger trigger =
                new Trigger(triggerId, Optional.empty(), now, "taken by hand", OptionalInt.empty(), recordByHand);
        recorder.take(id, trigger, visit);
        if (trigger.keepsClip()) {
            handVisits.add(id, recorder, now);
        } else {
            recorder.finish(id, new Ending(now.wall(), OptionalInt.empty(), List.of()));
        }
        return visit;
    }

    /** Ends the visits that go on, and waits until they are kept. */
    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        recorders.values().forEach(Recorder::stopSoon);
        Moment limit = clock.now().plus(RECORDERS_STOP);
        recorders.values().forEach(recorder -> recorder.close(limit));
        clipMaker.close();
        thumbnails.close();
    }
}
