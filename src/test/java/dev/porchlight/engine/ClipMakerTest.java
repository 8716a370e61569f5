package dev.porchlight.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.config.RetentionConfig;
import dev.porchlight.health.Feed;
import dev.porchlight.health.Feed.News;
import dev.porchlight.health.Health;
import dev.porchlight.library.Clips.Made;
import dev.porchlight.library.Ending;
import dev.porchlight.library.Library;
import dev.porchlight.library.Recordings;
import dev.porchlight.library.Role;
import dev.porchlight.library.Subscriptions;
import dev.porchlight.library.Taking;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Visits that are over, with a real library and the real ffmpeg. */
@Timeout(60)
class ClipMakerTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    /** How many seconds pass in one; where nobody is to lose patience, one. */
    private volatile int haste = 1;

    private final long began = System.nanoTime();
    private final HouseClock clock = new HouseClock(
            () -> Instant.parse("2026-11-23T06:15:00Z").plusNanos((System.nanoTime() - began) * haste),
            System::nanoTime,
            "boot",
            false);
    private final Health health = new Health(clock);
    private final Feed feed = new Feed();
    private final Feed.Listening news = feed.listen();
    private final List<String> finished = new ArrayList<>();
    private Library library;
    private Thumbnails thumbnails;
    private ClipMaker maker;

    @BeforeEach
    void aHouse(@TempDir Path folder) throws IOException {
        library = new Library(
                folder.resolve("data"), Optional.empty(), UTC, new RetentionConfig(30, 30, 1L << 34, 0), clock, health);
        library.start(Subscriptions.none());
        thumbnails = new Thumbnails(library);
        maker = new ClipMaker(
                library,
                50,
                new Darkroom("Porch", UTC),
                new Encoder(UTC, Duration.ofMillis(20)),
                Set.of(),
                thumbnails,
                clock,
                health,
                feed);
    }

    @AfterEach
    void close() throws IOException {
        maker.close();
        thumbnails.close();
        library.close();
    }

    private Visit visit() throws IOException {
        return visit(10, 66, NumberedPictures.jpeg(1), 64, 48);
    }

    private Visit visit(int frames, int intervalMs, byte[] jpeg, int width, int height) throws IOException {
        Moment start = clock.now();
        Visit visit = library.take(new Taking(
                VisitId.create(),
                "trigger",
                Optional.of("door"),
                "front",
                start,
                true,
                "motion",
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty()));
        Files.createDirectories(library.folder(visit));
        try (Recordings recording = Recordings.create(recorded(visit), width, height)) {
            for (int i = 0; i < frames; i++) {
                recording.append(i * intervalMs, jpeg);
            }
        }
        return library.clips()
                .end(visit.id(), new Ending(start.wall(), OptionalInt.empty(), List.of()), Optional.empty());
    }

    private Path recorded(Visit visit) {
        return library.folder(visit).resolve("clip.part.mkv");
    }

    private Visit now(Visit visit) throws IOException {
        return library.find(visit.id()).orElseThrow();
    }

    /** The visits told of as finished, in order, once there are so many. */
    private List<String> awaitFinished(int count) throws InterruptedException {
        while (finished.size() < count) {
            news.next(1, TimeUnit.SECONDS).map(News::subject).ifPresent(finished::add);
        }
        return finished;
    }

    @Test
    void aRecordingThatCannotBeReadHoldsUpNoOther() throws Exception {
        Visit good = visit();
        Visit bad = visit();
        Files.writeString(recorded(bad), "zeros, or worse");

        maker.start();

        assertEquals(List.of(bad.id().value(), good.id().value()), awaitFinished(2));
        assertTrue(now(good).media(Role.CLIP).isPresent());
        assertTrue(now(bad).problem().orElseThrow().startsWith("its clip cannot be read: "));
    }

    @Test
    void aClipWhoseFileIsGoneIsLookedForOnce() throws Exception {
        Visit gone = visit();
        library.clips()
                .finish(
                        gone.id(),
                        Optional.empty(),
                        Optional.of(new Made(Role.MJPEG, 64, 48, 0, 600)),
                        Optional.empty());
        Files.delete(library.folder(gone).resolve("clip.mkv"));

        maker.start();
        Visit next = visit();
        maker.wakeUp();
        while (!finished.contains(next.id().value())) {
            awaitFinished(finished.size() + 1);
        }

        assertTrue(finished.stream().filter(gone.id().value()::equals).count() <= 1, finished.toString());
    }

    @Test
    void whoWaitedLongEnoughIsToldOfBeforeItsClipIsMade() throws Exception {
        haste = 60;
        Visit waiting = visit();
        Visit large = visit(200, 660, NumberedPictures.noise(), 640, 480);

        maker.start();

        assertEquals(List.of(waiting.id().value()), awaitFinished(1));
        assertTrue(now(large).media(Role.CLIP).isEmpty());
        // On a slow machine the large one waits long enough too.
        while (now(waiting).media(Role.CLIP).isEmpty()) {
            awaitFinished(finished.size() + 1);
        }
        assertTrue(now(large).media(Role.CLIP).isPresent());
        assertTrue(now(waiting).media(Role.MJPEG).isEmpty());
        assertTrue(now(waiting).media(Role.BEST).isPresent());
    }
}
