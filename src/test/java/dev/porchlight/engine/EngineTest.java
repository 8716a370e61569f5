package dev.porchlight.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.board.Reading;
import dev.porchlight.camera.Camera;
import dev.porchlight.camera.FrameSink;
import dev.porchlight.camera.FrameSource;
import dev.porchlight.config.BoardConfig;
import dev.porchlight.config.BoardConfig.DialectChoice;
import dev.porchlight.config.CameraConfig;
import dev.porchlight.config.CameraConfig.SourceChoice;
import dev.porchlight.config.HomeConfig;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.config.PictureCare;
import dev.porchlight.config.RetentionConfig;
import dev.porchlight.config.VisitsConfig;
import dev.porchlight.config.VisitsConfig.Keep;
import dev.porchlight.config.VisitsConfig.Rule;
import dev.porchlight.config.WebConfig;
import dev.porchlight.health.Feed;
import dev.porchlight.health.Feed.News;
import dev.porchlight.health.Health;
import dev.porchlight.library.Library;
import dev.porchlight.library.Role;
import dev.porchlight.library.Subscriptions;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import dev.porchlight.library.VisitQuery;
import dev.porchlight.time.HouseClock;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readings and frames in, visits on a real disk out. */
@Timeout(30)
class EngineTest {
    private static final VisitsConfig VISITS = new VisitsConfig(
            Rule.MOTION_IN_RANGE,
            5,
            150,
            Set.of(Keep.PHOTO),
            Duration.ofSeconds(1),
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            256_000_000);

    private static final RetentionConfig RETENTION = new RetentionConfig(30, 30, 1L << 34, 1L << 30);

    @TempDir
    private Path folder;

    private final HouseClock clock = HouseClock.ofThisMachine();
    private final Health health = new Health(clock);
    private final Feed feed = new Feed();
    private final BlockingQueue<byte[]> pictures = new LinkedBlockingQueue<>();
    private Library library;
    private Camera camera;
    private Engine engine;
    private Feed.Listening news;

    @BeforeEach
    void aHouse() throws IOException {
        library = new Library(
                folder.resolve("data"), Optional.empty(), ZoneId.of("Europe/Berlin"), RETENTION, clock, health);
        library.start(Subscriptions.none());
        camera = new Camera(cameraConfig(), Duration.ofSeconds(1), new Pictures(), clock, health);
        camera.start();
        engine = new Engine(house(folder), List.of(camera), library, clock, health, feed);
        engine.start();
        news = feed.listen();
    }

    /** A camera that shows what the test gives it. */
    private final class Pictures implements FrameSource {
        @Override
        public String describe() {
            return "the test";
        }

        @Override
        public void run(FrameSink frames) throws InterruptedException {
            while (true) {
                frames.frame(pictures.take());
            }
        }
    }

    private static CameraConfig cameraConfig() {
        return new CameraConfig(
                "door",
                SourceChoice.SIMULATED,
                64,
                48,
                15,
                PictureCare.NONE,
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static HouseConfig house(Path folder) {
        return house(folder, VISITS);
    }

    private static HouseConfig house(Path folder, VisitsConfig visits) {
        return new HouseConfig(
                folder.resolve("porchlight.yaml"),
                "Front door",
                new HomeConfig(ZoneId.of("Europe/Berlin"), OptionalDouble.empty(), OptionalDouble.empty()),
                folder.resolve("data"),
                Optional.empty(),
                new WebConfig(
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        false,
                        false,
                        OptionalLong.empty(),
                        List.of(),
                        List.of(),
                        Optional.empty()),
                List.of(new BoardConfig(
                        "door", "auto", OptionalInt.empty(), DialectChoice.AUTO, List.of("door"), Optional.empty())),
                List.of(cameraConfig()),
                visits,
                RETENTION,
                List.of(),
                List.of());
    }

    @AfterEach
    void close() throws IOException {
        news.close();
        engine.close();
        camera.close();
        library.close();
    }

    private void say(boolean motion, int distanceMm) {
        engine.readingsOf("door")
                .accept(new Reading(clock.now(), motion, false, false, false, OptionalInt.of(distanceMm), true, false));
    }

    private void somebodyComes() {
        say(false, 2_330);
        say(true, 1_400);
        say(true, 1_200);
    }

    private byte[] show() throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "jpeg", out);
        long before = camera.ring().latest().map(frame -> frame.seq()).orElse(0L);
        pictures.add(out.toByteArray());
        assertTrue(camera.awaitAfter(before, Duration.ofSeconds(5)).isPresent());
        return out.toByteArray();
    }

    private Visit heard(String type) throws IOException, InterruptedException {
        News told = news.next(10, TimeUnit.SECONDS).orElseThrow();
        assertEquals(type, told.type());
        return library.find(new VisitId(told.subject())).orElseThrow();
    }

    @Test
    void somebodyAtTheDoorIsOneVisitWithTheLatestFrameAsItsPhoto() throws Exception {
        byte[] shown = show();

        somebodyComes();
        say(true, 640);

        Visit started = heard("visit.started");
        byte[] photo = Files.readAllBytes(library.folder(started)
                .resolve(started.media(Role.PHOTO).orElseThrow().file()));
        assertArrayEquals(
                Arrays.copyOfRange(shown, 2, shown.length),
                Arrays.copyOfRange(photo, photo.length - shown.length + 2, photo.length));
        assertEquals("motion, and somebody in range", started.why());
        assertEquals(OptionalInt.of(1_200), started.closestMm());

        Visit finished = heard("visit.finished");
        assertEquals(started.id(), finished.id());
        assertEquals(OptionalInt.of(640), finished.closestMm());
        assertEquals(4, library.readings(finished.id()).size());
        assertEquals(1, library.page(VisitQuery.newest(10)).visits().size());
    }

    @Test
    void withoutACameraTheVisitIsKeptAndSaysWhy() throws Exception {
        somebodyComes();

        Visit visit = heard("visit.started");

        assertEquals(List.of(), visit.media());
        assertEquals(Optional.of("it has not given a picture yet"), visit.problem());
    }

    @Test
    void aPersonTakesAVisitByHand() throws Exception {
        show();

        Visit visit = engine.byHand("door").get(10, TimeUnit.SECONDS);

        assertEquals(Optional.empty(), visit.board());
        assertEquals("taken by hand", visit.why());
        assertTrue(visit.media(Role.PHOTO).isPresent());
        heard("visit.started");
        assertTrue(heard("visit.finished").end().isPresent());
    }

    @Test
    void anUnknownCameraIsNamedWithThoseThereAre() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> engine.byHand("garage"));

        assertEquals("there is no camera garage; there is door", e.getMessage());
    }

    @Test
    void aVisitThatCannotBeKeptIsToldAndStopsNothing() throws Exception {
        show();
        library.close();

        CompletionException e = assertThrows(
                CompletionException.class, () -> engine.byHand("door").join());

        assertTrue(e.getCause() instanceof IOException, e.toString());
        assertTrue(
                health.conditions().stream()
                        .anyMatch(c -> c.part().equals("library") && c.words().startsWith("visits cannot be kept")),
                health.conditions().toString());
    }

    @Test
    void whatGoesOnWhenTheHostStopsIsEndedAndKept() throws Exception {
        show();
        somebodyComes();
        Visit started = heard("visit.started");

        engine.close();

        assertTrue(library.find(started.id()).orElseThrow().end().isPresent());
    }

    @Test
    void otherRulesHoldForTheNextReading() throws Exception {
        show();
        say(false, 2_330);
        say(true, 2_330);
        engine.goBy(house(
                folder,
                new VisitsConfig(
                        Rule.MOTION,
                        5,
                        150,
                        Set.of(Keep.PHOTO),
                        VISITS.preroll(),
                        VISITS.quiet(),
                        VISITS.maxLength(),
                        VISITS.maxSize())));
        say(true, 2_330);

        assertEquals("motion", heard("visit.started").why());
        heard("visit.finished");
    }
}
