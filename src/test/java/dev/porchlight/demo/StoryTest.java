package dev.porchlight.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.board.Link;
import dev.porchlight.camera.PictureSize;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StoryTest {
    private final Story story = new Story();

    private Scene at(double seconds) {
        return story.at(Duration.ofMillis(Math.round(seconds * 1_000)));
    }

    private double firstTime(java.util.function.Predicate<Scene> holds) {
        double seconds = 0;
        while (!holds.test(at(seconds))) {
            seconds += 0.05;
        }
        return seconds;
    }

    @Test
    void theFirstVisitorIsInRangeWithinSixSeconds() {
        assertTrue(firstTime(scene -> scene.isMotion() && scene.isEcho() && scene.distanceMm() <= 1_500) < 6);
    }

    @Test
    void nobodyJumps() {
        for (double seconds = 0; seconds < 120; seconds += 0.05) {
            Scene before = at(seconds);
            Scene after = at(seconds + 0.05);
            if (before.visitor().isPresent() && after.visitor().isPresent()) {
                assertTrue(Math.abs(before.distanceMm() - after.distanceMm()) < 100, "at " + seconds);
            }
        }
    }

    @Test
    void betweenTwoVisitorsTheSensorsRestLongEnoughForAVisitToEnd() {
        double gone = 12;
        while (at(gone).isMotion()) {
            gone += 0.05;
        }
        double next = gone;
        while (!at(next).isMotion()) {
            next += 0.05;
        }
        assertTrue(next - gone > 6, next - gone + " s of rest");
    }

    @Test
    void everybodyComesInTurn() {
        Set<Visitor> came = EnumSet.noneOf(Visitor.class);
        for (double seconds = 0; seconds < 110; seconds++) {
            at(seconds).visitor().ifPresent(came::add);
        }
        assertEquals(EnumSet.allOf(Visitor.class), came);
    }

    @Test
    void aSceneLikeTheOneBeforeIsNotPaintedAgain() throws IOException {
        Stage stage = new Stage(320, 180, Light.NIGHT);
        byte[] empty = stage.show(at(0));

        assertSame(empty, stage.show(at(0.5)));
        byte[] somebody = stage.show(at(6.5));
        assertNotEquals(Arrays.hashCode(empty), Arrays.hashCode(somebody));
        assertEquals(Optional.of(new PictureSize(320, 180)), PictureSize.of(somebody));
    }

    @Test
    void theSameSceneGivesTheSamePictureOnAnyStage() throws IOException {
        assertArrayEquals(new Stage(320, 180, Light.DAY).show(at(5)), new Stage(320, 180, Light.DAY).show(at(5)));
    }

    @Test
    @Timeout(20)
    void theCameraGivesFramesAtItsRateAndEndsWhenToldTo() throws InterruptedException {
        HouseClock clock = HouseClock.ofThisMachine();
        BlockingQueue<Long> times = new LinkedBlockingQueue<>();
        SimulatedCamera camera = new SimulatedCamera(story, clock.now(), clock, ZoneId.of("UTC"), 160, 90, 50);
        Thread thread = new Thread(() -> {
            try {
                camera.run(jpeg -> times.add(System.nanoTime()));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        long first = times.poll(10, TimeUnit.SECONDS);
        long last = first;
        for (int i = 0; i < 50; i++) {
            last = times.poll(10, TimeUnit.SECONDS);
        }
        thread.interrupt();
        thread.join(5_000);

        assertFalse(thread.isAlive());
        assertTrue(last - first > 900_000_000L, "50 frames in " + (last - first) / 1e9 + " s");
    }

    @Test
    @Timeout(20)
    void theBoardIntroducesItselfAndMeasuresWhatTheCameraShows() throws IOException {
        HouseClock clock = HouseClock.ofThisMachine();
        // the first visitor stands at the door now
        try (Link line = new SimulatedBoard(story, clock.now().minus(Duration.ofSeconds(7)), clock)
                .opener()
                .open(115_200)) {
            byte[] buffer = new byte[256];
            String said = new String(buffer, 0, line.read(buffer), StandardCharsets.US_ASCII);

            assertTrue(said.startsWith("$H,1,demo,porch,60,cold*"), said);
            assertTrue(said.contains("$R,1,60,03,820*"), said);
        }
    }
}
