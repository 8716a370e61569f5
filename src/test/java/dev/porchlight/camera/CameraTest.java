package dev.porchlight.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.config.CameraConfig;
import dev.porchlight.config.CameraConfig.SourceChoice;
import dev.porchlight.config.PictureCare;
import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Pause;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CameraTest {
    private final HouseClock clock = HouseClock.ofThisMachine();
    private final Health health = new Health(clock);
    private final CameraConfig config = new CameraConfig(
            "door",
            SourceChoice.COMMAND,
            64,
            48,
            15,
            PictureCare.NONE,
            false,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of("x"));

    private interface Run {
        void run(int number, FrameSink frames) throws IOException, InterruptedException;
    }

    private Camera camera(Run run) {
        return camera(run, clock);
    }

    private Camera camera(Run run, HouseClock time) {
        AtomicInteger runs = new AtomicInteger();
        return started(
                new FrameSource() {
                    @Override
                    public String describe() {
                        return "the test camera";
                    }

                    @Override
                    public void run(FrameSink frames) throws IOException, InterruptedException {
                        run.run(runs.incrementAndGet(), frames);
                    }
                },
                time);
    }

    private Camera started(FrameSource source, HouseClock time) {
        Camera camera = new Camera(config, Duration.ofSeconds(1), source, time, health);
        camera.start();
        return camera;
    }

    private Condition condition() {
        return health.conditions().get(0);
    }

    private static void waitForever() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Test
    void framesAreNumberedFromOneAndGoToTheRing() throws InterruptedException {
        try (Camera camera = camera((run, frames) -> {
            frames.frame(Jpegs.ofShade(1));
            frames.frame(Jpegs.ofShade(2));
            waitForever();
        })) {
            assertEquals(
                    2,
                    camera.awaitAfter(1, Duration.ofSeconds(10)).orElseThrow().seq());
            assertEquals(2, camera.ring().latest().orElseThrow().seq());
            assertEquals(Optional.empty(), camera.problem());
            assertEquals(
                    "the test camera gives pictures, 64x48",
                    health.conditions().get(0).words());
        }
    }

    @Test
    void aSourceThatFailsIsRunAgainAndItsProblemIsToldMeanwhile() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(1);
        try (Camera camera = camera((run, frames) -> {
            if (run == 1) {
                throw new IOException("the cable is out");
            }
            second.await();
            frames.frame(Jpegs.ofShade(1));
            waitForever();
        })) {
            while (camera.problem().orElseThrow().contains("not given")) {
                Pause.aMoment();
            }
            assertEquals(Optional.of("the cable is out"), camera.problem());
            second.countDown();
            assertTrue(camera.awaitAfter(0, Duration.ofSeconds(10)).isPresent());
            assertEquals(Condition.State.OK, health.conditions().get(0).state());
        }
    }

    @Test
    void nothingNewerInTimeIsEmpty() throws InterruptedException {
        try (Camera camera = camera((run, frames) -> waitForever())) {
            assertEquals(Optional.empty(), camera.awaitAfter(0, Duration.ofMillis(20)));
        }
    }

    @Test
    void closeEndsTheThread() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Camera camera = camera((run, frames) -> {
            try {
                began.countDown();
                waitForever();
            } finally {
                ended.countDown();
            }
        });
        assertTrue(began.await(5, TimeUnit.SECONDS));

        camera.close();

        assertTrue(ended.await(5, TimeUnit.SECONDS));
    }

    @Test
    void aHangIsToldWhileTheSourceStillLetsGo() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        try (Camera camera = camera((run, frames) -> {
            frames.frame(Jpegs.ofShade(1));
            frames.hangs("the lens fell off");
            told.countDown();
            waitForever();
        })) {
            assertTrue(told.await(10, TimeUnit.SECONDS));

            assertEquals(Optional.of("the lens fell off"), camera.problem());
            assertEquals(Condition.State.FAILED, condition().state());
            assertEquals(
                    "the lens fell off; it is tried again by itself, and visits are kept without a picture meanwhile",
                    condition().words());
        }
    }

    @Test
    void aFaultThatComesBackAgainAndAgainIsToldOnce() throws InterruptedException {
        List<Condition> changes = new CopyOnWriteArrayList<>();
        health.addListener((from, to) -> changes.add(to));
        CountDownLatch fourth = new CountDownLatch(4);
        try (Camera camera = camera((run, frames) -> {
            frames.frame(Jpegs.ofShade(run));
            fourth.countDown();
            if (run == 4) {
                waitForever();
            }
            throw new IOException("process " + (1_000 + run) + " ended");
        })) {
            assertTrue(fourth.await(20, TimeUnit.SECONDS));

            // Good with its first picture; then it soon ended, so a picture alone does not make it good again.
            assertEquals(2, changes.size(), changes.toString());
            assertTrue(changes.get(1).words().startsWith("process 1001 ended; "), changes.toString());
            assertEquals(Optional.empty(), camera.problem());
        }
    }

    @Test
    void aListenerThatFailsEndsNeitherTheFramesNorTheOtherListeners() throws InterruptedException {
        CountDownLatch ten = new CountDownLatch(10);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger tries = new AtomicInteger();
        try (Camera camera = camera((run, frames) -> {
            go.await();
            for (int i = 0; i < 10; i++) {
                frames.frame(Jpegs.ofShade(i));
            }
            waitForever();
        })) {
            camera.addListener(frame -> {
                tries.incrementAndGet();
                throw new IllegalStateException("a defect of a listener");
            });
            camera.addListener(frame -> ten.countDown());

            go.countDown();

            assertTrue(ten.await(10, TimeUnit.SECONDS));
            assertEquals(10, tries.get());
            assertEquals(Optional.empty(), camera.problem());
        }
    }

    @Test
    void aFrozenPictureIsAWarningUntilItMovesAgain() throws InterruptedException {
        AtomicLong nanos = new AtomicLong();
        HouseClock moved = new HouseClock(() -> Instant.ofEpochSecond(0, nanos.get()), nanos::get, "boot", false);
        BlockingQueue<Condition> changes = new LinkedBlockingQueue<>();
        health.addListener((from, to) -> changes.add(to));
        try (Camera camera = camera(
                (run, frames) -> {
                    for (int second = 0; second < 61; second++) {
                        frames.frame(Jpegs.ofShade(1));
                        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
                    }
                    frames.frame(Jpegs.ofShade(2));
                    waitForever();
                },
                moved)) {
            assertTrue(camera.awaitAfter(61, Duration.ofSeconds(10)).isPresent());

            assertEquals(Condition.State.OK, changes.poll(10, TimeUnit.SECONDS).state());
            Condition frozen = changes.poll(10, TimeUnit.SECONDS);
            assertEquals(Condition.State.WARNING, frozen.state());
            assertTrue(frozen.words().contains("frozen; unplug it and plug it in again"), frozen.words());
            assertEquals(Condition.State.OK, changes.poll(10, TimeUnit.SECONDS).state());
            assertEquals(Optional.empty(), camera.problem());
        }
    }
}
