package dev.porchlight.engine;

import dev.porchlight.camera.Camera;
import dev.porchlight.camera.Frame;
import dev.porchlight.engine.Backlog.Entry;
import dev.porchlight.engine.Backlog.Finish;
import dev.porchlight.engine.Backlog.LatePhoto;
import dev.porchlight.engine.Backlog.Take;
import dev.porchlight.health.Feed;
import dev.porchlight.health.Health;
import dev.porchlight.health.Turn;
import dev.porchlight.health.VitalThread;
import dev.porchlight.library.Ending;
import dev.porchlight.library.Library;
import dev.porchlight.library.NoSuchVisitException;
import dev.porchlight.library.Role;
import dev.porchlight.library.Taking;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes and finishes the visits of one camera, on its thread {@code recorder-<camera>}. The photo is the frame nearest
 * the trigger: it is already there, so nobody waits for the camera. What the disk does not take waits in the backlog, with
 * its picture, and is tried again until the disk does.
 */
final class Recorder {
    private static final Logger log = LoggerFactory.getLogger(Recorder.class);

    /** A picture this old shows another moment. */
    private static final Duration MAX_FRAME_AGE = Duration.ofSeconds(2);

    /** SD cards are known to stall for twenty seconds (moonfire-nvr, guide/troubleshooting.md). */
    private static final Duration SLOW = Duration.ofSeconds(5);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LATE_PHOTOS_EACH = Duration.ofSeconds(5);

    /** A few frames at a time; as many are lost when the host is killed. */
    private static final Duration FILM_EACH = Duration.ofMillis(200);

    private static final String PART = "library";

    private final Camera camera;
    private final Library library;
    private final Darkroom darkroom;
    private final Filming filming;
    private final Runnable onClip;
    private final HouseClock clock;
    private final Health health;
    private final Feed feed;
    private final Thumbnails thumbnails;
    private final Backlog backlog;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private Optional<Taking> begun = Optional.empty();
    private Optional<Filming.Filmed> filmed = Optional.empty();
    private volatile Optional<Moment> atWorkSince = Optional.empty();
    private volatile boolean isTroubled;

    Recorder(
            Camera camera,
            Library library,
            Darkroom darkroom,
            Filming filming,
            Runnable onClip,
            HouseClock clock,
            Health health,
            Feed feed,
            Thumbnails thumbnails,
            long backlogBytes) {
        this.camera = camera;
        this.backlog = new Backlog(backlogBytes);
        this.library = library;
        this.darkroom = darkroom;
        this.filming = filming;
        this.onClip = onClip;
        this.clock = clock;
        this.health = health;
        this.feed = feed;
        this.thumbnails = thumbnails;
        this.thread = new VitalThread(this::run, "recorder-" + camera.name());
        health.metrics().camera(camera.name()); // counts from the first scrape on
    }

    void start() {
        thread.start();
    }

    String camera() {
        return camera.name();
    }

    /**
     * Takes a visit with the frame that is nearest now; does not block.
     *
     * @param told gets the visit, or why it could not be taken at once
     */
    void take(VisitId id, Trigger trigger, CompletableFuture<Visit> told) {
        Optional<Frame> frame = trigger.keepsPhoto() ? freshFrame(trigger) : Optional.empty();
        Optional<String> problem =
                trigger.keepsPhoto() && frame.isEmpty() ? Optional.of(whyNoFrame()) : Optional.empty();
        if (trigger.keepsClip()) {
            filming.begin(id, trigger.at());
        }
        if (!backlog.add(new Take(id, trigger, frame, problem, told))) {
            filming.forget(id);
            String words =
                    "a visit of camera " + camera.name() + " cannot be kept: the disk has not answered for so long"
                            + " that no more fits into the memory; check the disk of the data folder";
            health.failed(part(), words);
            told.completeExceptionally(new IOException(words));
        } else if (isTroubled) {
            told.completeExceptionally(new IOException(
                    "the disk takes no visits at the moment (the status page tells why); this one waits in memory until"
                            + " it does"));
        }
    }

    private Optional<Frame> freshFrame(Trigger trigger) {
        long at = trigger.at().nanos();
        return camera.ring().nearest(at).filter(frame -> Math.abs(frame.at().nanos() - at) <= MAX_FRAME_AGE.toNanos());
    }

    private String whyNoFrame() {
        return camera.problem()
                .orElse("camera " + camera.name() + " gave no picture for more than " + MAX_FRAME_AGE.toSeconds()
                        + " s");
    }

    /** Ends a visit taken before; does not block. */
    void finish(VisitId id, Ending ending) {
        backlog.add(new Finish(id, ending));
    }

    /** Notices that the disk stalls. Called by the engine now and then. */
    void passTo(Moment now) {
        Optional<Moment> since = atWorkSince;
        if (since.isPresent() && now.since(since.get()).compareTo(SLOW) >= 0) {
            health.warning(
                    PART,
                    "the disk has not answered for " + SLOW.toSeconds()
                            + " s; visits wait in memory until it does. If this comes again, the card is failing: copy it"
                            + " and replace it");
            isTroubled = true;
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try (Turn turn = health.turns().of(thread.getName())) {
            while (true) {
                turn.turned();
                Optional<Entry> entry = backlog.first(untilNextLook());
                if (entry.isEmpty() && isStopping()) {
                    return;
                }
                if (entry.isEmpty()) {
                    film();
                    keepLatePhotos(turn);
                } else if (isKept(entry.get())) {
                    backlog.removeFirst();
                    pause = FIRST_PAUSE;
                } else if (stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    log.error(
                            "stopped while the disk took nothing; visits of camera {} that are lost: {}",
                            camera.name(),
                            backlog.visits());
                    return;
                } else {
                    pause = longer(pause);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            filming.close();
        }
    }

    /** A pre-roll is written as soon as no photo waits: until then a power cut takes it. */
    private Duration untilNextLook() {
        if (filming.isBeginning()) {
            return Duration.ZERO;
        }
        return filming.isOn() ? FILM_EACH : LATE_PHOTOS_EACH;
    }

    /** What no longer fits is told apart from what waits, or the two would take turns. */
    private String part() {
        return PART + " of camera " + camera.name();
    }

    private boolean isStopping() {
        return stop.getCount() == 0;
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    /** Whether the disk is done with it; a mistake of ours is not made again and again. */
    private boolean isKept(Entry entry) {
        atWorkSince = Optional.of(clock.now());
        try {
            if (entry instanceof Take take) {
                take(take);
            } else if (entry instanceof Finish finish) {
                finish(finish);
            }
            if (isTroubled) {
                isTroubled = false;
                health.ok(PART, "visits are kept");
                health.forget(part());
            }
            return true;
        } catch (NoSuchVisitException e) {
            log.warn("the end of a visit could not be kept: {}", e.getMessage());
            return true;
        } catch (IOException e) {
            String words =
                    "visits cannot be kept: " + e.getMessage() + "; they wait in memory until the disk takes them";
            log.debug("camera {}", camera.name(), e);
            health.failed(PART, words);
            // Whoever is sent to the status page by this finds the reason there.
            isTroubled = true;
            if (entry instanceof Take take) {
                take.told().completeExceptionally(new IOException(words, e));
            }
            return false;
        } catch (RuntimeException e) {
            log.error(
                    "camera {}: this could not be kept because of a mistake in porchlight: {}",
                    camera.name(),
                    entry,
                    e);
            if (entry instanceof Take take) {
                take.told().completeExceptionally(e);
            }
            return true;
        } finally {
            atWorkSince = Optional.empty();
        }
    }

    private void take(Take take) throws IOException {
        Trigger trigger = take.trigger();
        Taking taking = begun.filter(same -> same.id().equals(take.id())).orElseGet(() -> taking(take));
        // A second try is the same to the byte: the first may have come through all the same.
        begun = Optional.of(taking);
        Visit visit = library.take(taking);
        begun = Optional.empty();
        Duration after = clock.now().since(trigger.at());
        health.metrics().camera(camera.name()).visits().increment();
        if (visit.media(Role.PHOTO).isPresent()) {
            health.metrics().photo().took(after);
        }
        take.told().complete(visit);
        filming.taken(visit);
        log.debug(
                "visit {} taken after {} ms: {}{}",
                visit.id(),
                after.toMillis(),
                trigger.why(),
                visit.problem().map(p -> "; " + p).orElse(""));
        feed.tell("visit.started", visit.id().value());
        if (taking.photo().isPresent() && visit.media(Role.PHOTO).isEmpty()) {
            keepLater(visit, taking.photo().get());
        } else {
            thumbnails.make(visit);
        }
    }

    private Taking taking(Take take) {
        Trigger trigger = take.trigger();
        Optional<Frame> frame = trigger.keepsPhoto() ? nearest(take) : Optional.empty();
        return new Taking(
                take.id(),
                trigger.id(),
                trigger.board(),
                camera.name(),
                trigger.at(),
                clock.isSet(),
                trigger.why(),
                trigger.distanceMm(),
                frame.map(f -> darkroom.photo(f.jpeg(), f.at().wall(), trigger.distanceMm(), trigger.why())),
                frame.isPresent() ? Optional.empty() : take.problem());
    }

    /** The frame that was nearest at the trigger, or one that came since and is nearer still; nobody waits for it. */
    private Optional<Frame> nearest(Take take) {
        long at = take.trigger().at().nanos();
        return Stream.concat(take.frame().stream(), freshFrame(take.trigger()).stream())
                .min(Comparator.comparingLong(frame -> Math.abs(frame.at().nanos() - at)));
    }

    private void keepLater(Visit visit, Taking.Photo photo) {
        if (!backlog.addLate(new LatePhoto(visit.id(), photo))) {
            log.warn("the photo of visit {} is lost: too many pictures wait for the disk", visit.id());
        }
    }

    private void film() {
        atWorkSince = Optional.of(clock.now());
        filming.append();
        atWorkSince = Optional.empty();
    }

    private void finish(Finish finish) throws IOException {
        Ending ending = finish.ending();
        filmed = filmed.filter(same -> same.visit().equals(finish.id())).or(() -> filming.end(finish.id(), ending));
        Visit visit = filmed.isPresent()
                ? library.clips().end(finish.id(), ending, filmed.get().problem())
                : library.finish(finish.id(), ending);
        log.debug(
                "visit {} ended after {} s",
                visit.id(),
                Duration.between(visit.start(), finish.ending().end()).toSeconds());
        if (filmed.isPresent()) {
            health.metrics()
                    .camera(camera.name())
                    .missedFrames()
                    .add(filmed.get().missedFrames());
            filmed = Optional.empty();
            feed.tell("visit.changed", visit.id().value());
            onClip.run();
        } else {
            feed.tell("visit.finished", visit.id().value());
        }
    }

    /** The pictures of visits that were taken without them; they are tried until the disk takes them. */
    private void keepLatePhotos(Turn turn) {
        try {
            for (Optional<LatePhoto> late = backlog.firstLate(); late.isPresent(); late = backlog.firstLate()) {
                keepLatePhoto(late.get());
                backlog.removeFirstLate();
                turn.turned();
            }
        } catch (IOException e) {
            log.debug("camera {}: a late photo has to wait", camera.name(), e);
        } catch (RuntimeException e) {
            log.error("camera {}: a late photo is lost because of a mistake in porchlight", camera.name(), e);
            backlog.removeFirstLate();
        }
    }

    private void keepLatePhoto(LatePhoto late) throws IOException {
        try {
            Visit visit = library.addPhoto(late.id(), late.photo());
            log.info("visit {} has its photo after all", visit.id());
            feed.tell("visit.changed", visit.id().value());
            thumbnails.make(visit);
        } catch (NoSuchVisitException e) {
            log.warn("a late photo is of no use: {}", e.getMessage());
        }
    }

    /** Nothing more comes; ends what waits as far as the disk takes it, and does not wait for that. */
    void stopSoon() {
        stop.countDown();
        backlog.close();
    }

    /** Waits for the end of what waits, at most until {@code limit}. */
    void close(Moment limit) {
        stopSoon();
        try {
            thread.join(Math.max(1, limit.since(clock.now()).toMillis()));
            if (thread.isAlive()) {
                log.error(
                        "stopped while the disk hung; visits of camera {} that are lost: {}",
                        camera.name(),
                        backlog.visits());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
