package dev.porchlight.engine;

import dev.porchlight.health.Feed;
import dev.porchlight.health.Health;
import dev.porchlight.health.VitalThread;
import dev.porchlight.library.Clips;
import dev.porchlight.library.Clips.Made;
import dev.porchlight.library.Library;
import dev.porchlight.library.RecordedClip;
import dev.porchlight.library.RecordedClip.Still;
import dev.porchlight.library.Role;
import dev.porchlight.library.Taking;
import dev.porchlight.library.UnreadableClipException;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finishes visits on the thread {@code clips}, one at a time, ffmpeg below everybody else: chooses the best photo, makes the clip, and the
 * alert that the visit is over goes out. The catalog is its queue, so nothing waits in memory and nothing is forgotten when
 * the host stops. An alert never waits for a slow machine: after three times the clip's length it goes out with the clip as
 * it was recorded, which is made later.
 */
final class ClipMaker implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClipMaker.class);
    private static final String PART = "clips";
    private static final Duration LOOK_EACH = Duration.ofMinutes(1);
    private static final long STOP_SECONDS = 4;

    /** Times the clip's length: when its alert goes out at the latest. */
    private static final int PATIENCE = 3;

    /** Of the shortest clips, since ffmpeg has to start too. */
    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(20);

    /** Times the clip's length: a Pi 3 needs some 3 for 720p in software. */
    private static final int LONGEST_MAKING = 30;

    private static final int MANY = 100;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final Clips clips;
    private final Library library;
    private volatile int nearestMm;
    private final Darkroom darkroom;
    private final Thumbnails thumbnails;
    private final HouseClock clock;
    private final Health health;
    private final Feed feed;
    private final Encoder encoder;
    private final Set<String> stamped;
    private final Semaphore work = new Semaphore(1);

    /** Those whose clip was tried in this run; one that stays as it was recorded is tried again by the next. */
    private final Set<VisitId> tried = new HashSet<>();

    /** Those that could not be finished in this round; the others go on. */
    private final Set<VisitId> postponed = new HashSet<>();

    private final Thread thread = new VitalThread(this::run, "clips");
    private volatile Instant begin = Instant.MAX;
    private volatile boolean stopping;

    /** @param stamped the cameras in whose clips date and time stand */
    ClipMaker(
            Library library,
            int nearestMm,
            Darkroom darkroom,
            Encoder encoder,
            Set<String> stamped,
            Thumbnails thumbnails,
            HouseClock clock,
            Health health,
            Feed feed) {
        this.clips = library.clips();
        this.library = library;
        this.nearestMm = nearestMm;
        this.darkroom = darkroom;
        this.encoder = encoder;
        this.stamped = Set.copyOf(stamped);
        this.thumbnails = thumbnails;
        this.clock = clock;
        this.health = health;
        this.feed = feed;
    }

    void start() {
        begin = clock.now().wall();
        thread.start();
    }

    /** @param mm what is nearer is an echo from the housing */
    void goBy(int mm) {
        nearestMm = mm;
    }

    /** A visit is over. */
    void wakeUp() {
        work.release();
    }

    private void run() {
        while (!stopping) {
            try {
                work.tryAcquire(LOOK_EACH.toMillis(), TimeUnit.MILLISECONDS);
                work.drainPermits();
                runOnce();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException e) {
                log.debug("the library is away, clips wait", e);
            } catch (RuntimeException e) {
                log.error("clips wait because of a mistake in porchlight", e);
            }
        }
    }

    /** Finishes everything there is to finish. */
    private void runOnce() throws IOException, InterruptedException {
        postponed.clear();
        for (Optional<Visit> next = next(); next.isPresent() && !stopping; next = next()) {
            Visit visit = next.get();
            tried.add(visit.id());
            try {
                finish(visit);
            } catch (IOException e) {
                postpone(visit, e);
            } catch (RuntimeException e) {
                log.error("visit {} could not be finished because of a mistake in porchlight", visit.id(), e);
                postponed.add(visit.id());
            }
        }
    }

    /** What fails again and again for an hour is finished without its clip, so that its alert goes out. */
    private void postpone(Visit visit, IOException e) throws IOException {
        log.debug("visit {} waits to be finished", visit.id(), e);
        postponed.add(visit.id());
        boolean isOver = !stopping
                && visit.end()
                        .orElseThrow()
                        .plus(LONGEST_WAIT)
                        .isBefore(clock.now().wall());
        if (isOver && visit.clip().isEmpty()) {
            giveUp(visit, Optional.empty(), Optional.empty(), "its clip could not be kept: " + e.getMessage());
        }
    }

    /** The newest visit first: people wait for it. */
    private Optional<Visit> next() throws IOException {
        Optional<Visit> unfinished = clips.unfinished(MANY).stream()
                .filter(visit -> !postponed.contains(visit.id()))
                .findFirst();
        return unfinished.isEmpty() && lookForProgram()
                ? clips.asRecorded(MANY).stream()
                        .filter(visit -> !tried.contains(visit.id()))
                        .findFirst()
                : unfinished;
    }

    private boolean lookForProgram() {
        boolean isThere = Encoder.isThere();
        if (isThere) {
            health.ok(PART, "made by ffmpeg");
        } else {
            health.warning(
                    PART,
                    "ffmpeg is missing, so clips stay as they were recorded: many times as large, and played by this"
                            + " gallery only. Install it (sudo apt install ffmpeg) and they are made at once, the old ones"
                            + " too");
        }
        return isThere;
    }

    private void finish(Visit visit) throws IOException, InterruptedException {
        Path recorded = clips.recorded(visit);
        if (!Files.exists(recorded)) {
            giveUp(visit, Optional.empty(), Optional.empty(), "the file of its clip is gone");
            return;
        }
        try (RecordedClip clip = RecordedClip.open(recorded)) {
            if (clip.stills().isEmpty()) {
                giveUp(visit, Optional.empty(), Optional.empty(), "there is no frame in its clip");
            } else {
                finish(visit, recorded, clip);
            }
        } catch (UnreadableClipException e) {
            giveUp(visit, Optional.empty(), Optional.empty(), "its clip cannot be read: " + e.getMessage());
        }
    }

    private void finish(Visit visit, Path recorded, RecordedClip clip) throws IOException, InterruptedException {
        Optional<Taking.Photo> best = visit.media(Role.BEST).isPresent() ? Optional.empty() : best(visit, clip);
        if (!lookForProgram()) {
            tell(clips.finish(visit.id(), best, Optional.of(made(Role.MJPEG, visit, clip)), Optional.empty()));
            return;
        }
        Path half = clips.half(visit);
        long asked = clock.now().nanos();
        int length = Math.max(1, clip.millis());
        Duration limit = LEAST_PATIENCE.plusMillis((long) length * LONGEST_MAKING);
        try {
            try {
                make(visit, recorded, half, clip, limit);
            } catch (EncoderException e) {
                // On a slow machine it may be told of, and its recording renamed, before ffmpeg has opened it.
                Path renamed = clips.recorded(library.find(visit.id()).orElse(visit));
                if (Files.exists(recorded) || !Files.exists(renamed)) {
                    throw e;
                }
                make(visit, renamed, half, clip, limit);
            }
            Visit finished =
                    clips.finish(visit.id(), best, Optional.of(made(Role.CLIP, visit, clip)), Optional.empty());
            log.debug(
                    "visit {} has its clip: {} s, {} kB, made in {} s",
                    visit.id(),
                    seconds(length),
                    finished.media(Role.CLIP).orElseThrow().size() / 1_000,
                    seconds((int) TimeUnit.NANOSECONDS.toMillis(clock.now().nanos() - asked)));
            tell(finished);
        } catch (EncoderException e) {
            giveUp(
                    visit,
                    best,
                    Optional.of(made(Role.MJPEG, visit, clip)),
                    "its clip stays as it was recorded: " + e.getMessage());
        } finally {
            Files.deleteIfExists(half);
        }
    }

    private void make(Visit visit, Path recorded, Path half, RecordedClip clip, Duration limit)
            throws IOException, InterruptedException {
        int length = Math.max(1, clip.millis());
        encoder.make(
                recorded,
                half,
                Optional.of(clip.firstFrame()).filter(first -> stamped.contains(visit.camera())),
                limit,
                millis -> clips.noteProgress(visit.id(), Math.min(99, 100 * millis / length)),
                this::tellThoseWhoWaitedLongEnough);
    }

    private static String seconds(int millis) {
        return String.format(Locale.ROOT, "%.1f", millis / 1_000.0);
    }

    private void giveUp(Visit visit, Optional<Taking.Photo> best, Optional<Made> clip, String why) throws IOException {
        log.warn("visit {}: {}", visit.id(), why);
        boolean isNews = visit.media(Role.MJPEG).isEmpty();
        tell(clips.finish(
                visit.id(), best, isNews ? clip : Optional.empty(), isNews ? Optional.of(why) : Optional.empty()));
    }

    private void tell(Visit finished) {
        feed.tell("visit.finished", finished.id().value());
        thumbnails.make(finished);
    }

    private Made made(Role role, Visit visit, RecordedClip clip) {
        return new Made(role, clip.width(), clip.height(), startMs(visit, clip), clip.millis());
    }

    private static int startMs(Visit visit, RecordedClip clip) {
        return (int) Duration.between(visit.start(), clip.firstFrame()).toMillis();
    }

    private Optional<Taking.Photo> best(Visit visit, RecordedClip clip) throws IOException {
        int closestMs = BestPhoto.closestMs(library.readings(visit.id()), nearestMm) - startMs(visit, clip);
        Optional<Still> best = BestPhoto.of(clip.stills(), closestMs);
        if (best.isEmpty()) {
            return Optional.empty();
        }
        try {
            Instant at = clip.firstFrame().plusMillis(best.get().millis());
            return Optional.of(darkroom.photo(clip.jpeg(best.get()), at, visit.closestMm(), visit.why()));
        } catch (ClosedByInterruptException e) {
            throw e; // the next start chooses it
        } catch (IOException e) {
            log.warn("visit {} stays without its best photo: {}", visit.id(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Their alerts go out now; their clips are made when it is their turn. */
    private void tellThoseWhoWaitedLongEnough() {
        try {
            for (Visit visit : clips.unfinished(MANY)) {
                tellIfItWaitedLongEnough(visit);
            }
        } catch (IOException e) {
            log.debug("those who wait cannot be told now", e);
        }
    }

    private void tellIfItWaitedLongEnough(Visit visit) {
        try (RecordedClip clip = RecordedClip.open(clips.recorded(visit))) {
            Duration patience = Duration.ofMillis((long) PATIENCE * clip.millis());
            Instant end = visit.end().orElseThrow();
            // One that was recovered waited for the power, not for a slow machine.
            Instant since = end.isBefore(begin) ? begin : end;
            Instant until = since.plus(patience.compareTo(LEAST_PATIENCE) > 0 ? patience : LEAST_PATIENCE);
            if (clock.now().wall().isAfter(until)) {
                log.debug("visit {} is told of before its clip is made: that takes longer", visit.id());
                tell(clips.finish(
                        visit.id(), best(visit, clip), Optional.of(made(Role.MJPEG, visit, clip)), Optional.empty()));
            }
        } catch (IOException e) {
            log.debug("visit {} is told of when it is its turn", visit.id(), e);
        }
    }

    /** What is not made is made by the next start. */
    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
