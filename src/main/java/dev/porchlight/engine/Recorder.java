package dev.porchlight.engine;

import dev.porchlight.camera.Camera;
import dev.porchlight.camera.Frame;
import dev.porchlight.camera.PictureSize;
import dev.porchlight.health.Feed;
import dev.porchlight.health.Health;
import dev.porchlight.library.Ending;
import dev.porchlight.library.Library;
import dev.porchlight.library.Taking;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes and finishes the visits of one camera, on its thread {@code recorder-<camera>}. The photo is the frame nearest
 * the trigger: it is already there, so nobody waits for the camera.
 */
final class Recorder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Recorder.class);

    /** A visit each ten seconds, and a disk that hangs for twenty minutes: beyond it visits are refused, and told. */
    private static final int MAX_WAITING = 256;

    /** A picture this old shows another moment. */
    private static final Duration MAX_FRAME_AGE = Duration.ofSeconds(2);

    private static final long STOP_SECONDS = 30;

    private final Camera camera;
    private final Library library;
    private final ZoneId zone;
    private final String house;
    private final boolean keepsPhoto;
    private final HouseClock clock;
    private final Health health;
    private final Feed feed;
    private final Thumbnails thumbnails;
    private final Set<VisitId> taken = new HashSet<>();
    private boolean failed;
    private final ThreadPoolExecutor thread;

    Recorder(
            Camera camera,
            Library library,
            ZoneId zone,
            String house,
            boolean keepsPhoto,
            HouseClock clock,
            Health health,
            Feed feed,
            Thumbnails thumbnails) {
        this.camera = camera;
        this.library = library;
        this.zone = zone;
        this.house = house;
        this.keepsPhoto = keepsPhoto;
        this.clock = clock;
        this.health = health;
        this.feed = feed;
        this.thumbnails = thumbnails;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                work -> new Thread(work, "recorder-" + camera.name()),
                (work, pool) -> health.failed(
                        "library",
                        "visits of camera " + camera.name()
                                + " cannot be kept: the disk does not answer; check it, then start porchlight anew"));
    }

    void start() {
        thread.prestartAllCoreThreads();
    }

    String camera() {
        return camera.name();
    }

    /**
     * Takes a visit; does not block.
     *
     * @param told gets the visit, or why it could not be taken
     */
    void take(VisitId id, Trigger trigger, CompletableFuture<Visit> told) {
        thread.execute(() -> takeNow(id, trigger, told));
    }

    /** Ends a visit taken before; does not block. */
    void finish(VisitId id, Ending ending) {
        thread.execute(() -> finishNow(id, ending));
    }

    private void takeNow(VisitId id, Trigger trigger, CompletableFuture<Visit> told) {
        try {
            Visit visit = library.take(taking(id, trigger));
            long millis = TimeUnit.NANOSECONDS.toMillis(
                    clock.now().nanos() - trigger.at().nanos());
            taken.add(id);
            told.complete(visit);
            log.info(
                    "visit {} taken after {} ms: {}{}",
                    id,
                    millis,
                    trigger.why(),
                    visit.problem().map(p -> "; " + p).orElse(""));
            if (failed) {
                failed = false;
                health.ok("library", "visits are kept");
            }
            feed.tell("visit.started", id.value());
            thumbnails.make(visit);
        } catch (IOException | RuntimeException e) {
            failed = true;
            log.error("visit {} could not be taken", id, e);
            health.failed(
                    "library", "visits cannot be kept: " + e.getMessage() + "; check the disk of the data folder");
            told.completeExceptionally(e);
        }
    }

    private Taking taking(VisitId id, Trigger trigger) {
        Optional<Frame> frame = keepsPhoto ? camera.ring().nearest(trigger.at().nanos()) : Optional.empty();
        boolean isFresh = frame.isPresent()
                && Math.abs(frame.get().at().nanos() - trigger.at().nanos()) <= MAX_FRAME_AGE.toNanos();
        Optional<Taking.Photo> photo = frame.filter(f -> isFresh).map(f -> photo(f, trigger));
        Optional<String> problem = keepsPhoto && !isFresh
                ? Optional.of(camera.problem()
                        .orElse("camera " + camera.name() + " gave no picture for more than "
                                + MAX_FRAME_AGE.toSeconds() + " s"))
                : Optional.empty();
        return new Taking(
                id,
                trigger.id(),
                trigger.board(),
                camera.name(),
                trigger.at(),
                clock.isSet(),
                trigger.why(),
                trigger.distanceMm(),
                photo,
                problem);
    }

    private Taking.Photo photo(Frame frame, Trigger trigger) {
        String description = house + ": " + trigger.why();
        byte[] jpeg = Exif.into(
                frame.jpeg(), frame.at().wall().atZone(zone).toOffsetDateTime(), trigger.distanceMm(), description);
        PictureSize size = PictureSize.of(frame.jpeg()).orElse(new PictureSize(0, 0));
        return new Taking.Photo(jpeg, size.width(), size.height());
    }

    private void finishNow(VisitId id, Ending ending) {
        if (!taken.remove(id)) {
            return;
        }
        try {
            Visit visit = library.finish(id, ending);
            log.info(
                    "visit {} ended after {} s",
                    id,
                    Duration.between(visit.start(), ending.end()).toSeconds());
            feed.tell("visit.finished", id.value());
        } catch (IOException e) {
            log.error("the end of visit {} could not be kept; it is made good at the next start", id, e);
        }
    }

    /** Ends what waits, at most 30 s. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                log.error("recorder of camera {} does not end: the disk hangs", camera.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
