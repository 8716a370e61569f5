package dev.porchlight.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.config.CameraConfig;
import dev.porchlight.config.CameraConfig.SourceChoice;
import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CameraTest {
    private final HouseClock clock = HouseClock.ofThisMachine();
    private final Health health = new Health(clock);
    private final CameraConfig config = new CameraConfig(
            "door", SourceChoice.COMMAND, 64, 48, 15, 0, List.of(), Optional.empty(), Optional.empty(), List.of("x"));

    private interface Run {
        void run(int number, FrameSink frames) throws IOException, InterruptedException;
    }

    private Camera camera(Run run) {
        AtomicInteger runs = new AtomicInteger();
        Camera camera = new Camera(
                config,
                Duration.ofSeconds(1),
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
                clock,
                health);
        camera.start();
        return camera;
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
                Thread.onSpinWait();
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
}
