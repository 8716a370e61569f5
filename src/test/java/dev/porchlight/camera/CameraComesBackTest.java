package dev.porchlight.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.porchlight.config.CameraConfig;
import dev.porchlight.config.CameraConfig.SourceChoice;
import dev.porchlight.config.PictureCare;
import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cameras made of real programs that fail in one way or another, and are there again when the cause is gone. */
@Timeout(60)
class CameraComesBackTest {
    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofMillis(300), Duration.ofMillis(300));
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final HouseClock clock = HouseClock.ofThisMachine();
    private final Health health = new Health(clock);
    private final BlockingQueue<Condition> changes = new LinkedBlockingQueue<>();

    @BeforeEach
    void aPictureAndAnEar() throws IOException {
        Files.write(folder.resolve("picture.jpg"), Jpegs.ofShade(50));
        health.addListener((from, to) -> changes.add(to));
    }

    private Camera camera(String name, Patience patience, String... command) {
        CameraConfig config = new CameraConfig(
                name,
                SourceChoice.COMMAND,
                64,
                48,
                15,
                PictureCare.NONE,
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(command));
        Camera camera = new Camera(
                config,
                Duration.ofSeconds(1),
                new ProcessSource(command[0], () -> CameraCommand.of(List.of(command)), patience),
                clock,
                health);
        camera.start();
        return camera;
    }

    /** In its script, HERE is the folder of the test. */
    private String script(String words) throws IOException {
        Path file = folder.resolve("camera.sh.part");
        Files.writeString(file, "#!/bin/sh\n" + words.replace("HERE", folder.toString()) + "\n");
        assertTrue(file.toFile().setExecutable(true));
        Path there = folder.resolve("camera.sh");
        Files.move(file, there, StandardCopyOption.ATOMIC_MOVE);
        return there.toString();
    }

    private Condition next() throws InterruptedException {
        Condition next = changes.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertTrue(next != null, "nothing changed");
        return next;
    }

    private static void assertFramesWithin20Seconds(Camera camera) throws InterruptedException {
        long after = camera.ring().latest().map(Frame::seq).orElse(0L);
        assertTrue(
                camera.awaitAfter(after, LIMIT).isPresent(),
                () -> "no frame within 20 s: " + camera.problem().orElse(""));
    }

    @Test
    void theUsualPatienceLetsAHangingCameraBeBackWithin20Seconds() {
        Patience usual = Patience.USUAL;
        Duration toStop = usual.interrupt().plus(usual.terminate());

        assertEquals(Duration.ofSeconds(5), usual.nextFrame());
        assertTrue(usual.nextFrame().plus(toStop).plus(Pauses.FIRST).compareTo(LIMIT) < 0);
        assertTrue(usual.firstFrame().plus(toStop).plus(Pauses.FIRST).compareTo(LIMIT) < 0);
        assertTrue(Pauses.LONGEST.compareTo(LIMIT) < 0);
    }

    @Test
    void oneThatIsNotInstalledIsFoundWhenItIs() throws Exception {
        String program = folder.resolve("camera.sh").toString();
        try (Camera camera = camera("door", SHORT, program)) {
            Condition missing = next();
            assertEquals(Condition.State.FAILED, missing.state());
            assertTrue(missing.words().contains("install it or correct 'command' or 'source'"), missing.words());

            script("while cat HERE/picture.jpg; do sleep 0.1; done");

            assertFramesWithin20Seconds(camera);
            assertEquals(Condition.State.OK, next().state());
        }
    }

    @Test
    void oneThatAnotherProgramHasIsThereWhenThatOneLetsGo() throws Exception {
        Path owner = Files.createFile(folder.resolve("owner"));
        String program = script("if [ -e HERE/owner ]; then echo 'Device or resource busy' >&2; exit 1; fi;"
                + " while cat HERE/picture.jpg; do sleep 0.1; done");
        try (Camera camera = camera("door", SHORT, program)) {
            Condition busy = next();
            assertTrue(busy.words().contains("the camera is in use by another program; stop that one"), busy.words());

            Files.delete(owner);

            assertFramesWithin20Seconds(camera);
            assertEquals(Condition.State.OK, next().state());
        }
    }

    @Test
    void oneThatStartsWithoutAPictureAndThenHangsIsStartedAgainUntilItIsGood() throws Exception {
        String program = script("""
                trap '' INT TERM
                if [ ! -e HERE/first ]; then touch HERE/first; while :; do sleep 0.2; done; fi
                if [ ! -e HERE/second ]; then touch HERE/second; cat HERE/picture.jpg; while :; do sleep 0.2; done; fi
                touch HERE/third
                while cat HERE/picture.jpg; do sleep 0.1; done
                """);
        try (Camera camera = camera("door", SHORT, program)) {
            assertTrue(next().words().contains("started, but gave no picture"));
            assertEquals(Condition.State.OK, next().state());
            assertTrue(next().words().contains("gives no more pictures"));
            assertFramesWithin20Seconds(camera);
            assertTrue(Files.exists(folder.resolve("third")));
            // It hung soon after its first picture, so it has to give them for a while.
            assertEquals(Condition.State.OK, next().state());
        }
    }

    @Test
    void oneThatCannotBeEndedIsToldAndNoOtherIsStartedBesideIt() throws Exception {
        Path answer = folder.resolve("stranger");
        String program = script("echo run >> HERE/runs; exec python3 "
                + Path.of("test/resources/camera-that-cannot-die.py").toAbsolutePath()
                + " HERE/picture.jpg HERE/stranger");
        try (Camera camera = camera("door", SHORT, program)) {
            assertFramesWithin20Seconds(camera);
            String stranger = Files.readString(answer);
            assumeTrue(!stranger.equals("no"), "one process may not trace another here, so none can be held");
            assertEquals(Condition.State.OK, next().state());
            assertTrue(next().words().contains("gives no more pictures"));
            Condition stuck = next();
            assertEquals(Condition.State.FAILED, stuck.state());
            assertTrue(
                    stuck.words()
                            .contains("cannot be ended, not even by force, because the camera's driver hangs;"
                                    + " unplug the camera, or restart the machine"),
                    stuck.words());
            assertEquals(1, Files.readAllLines(folder.resolve("runs")).size());

            Files.delete(answer);
            ProcessHandle.of(Long.parseLong(stranger)).orElseThrow().destroyForcibly();

            assertFramesWithin20Seconds(camera);
            assertEquals(2, Files.readAllLines(folder.resolve("runs")).size());
            ProcessHandle.of(Long.parseLong(Files.readString(answer)))
                    .orElseThrow()
                    .destroyForcibly();
        }
    }

    @Test
    void twoThatIgnoreTheirSignalsAreGoneWithin7Seconds() throws Exception {
        String program = script("trap '' INT TERM; while :; do cat HERE/picture.jpg; sleep 0.1; done");
        Camera door = camera("door", Patience.USUAL, program);
        Camera yard = camera("yard", Patience.USUAL, program);
        assertFramesWithin20Seconds(door);
        assertFramesWithin20Seconds(yard);
        assertTrue(ProcessHandle.current().children().count() >= 2);

        long begin = System.nanoTime();
        door.stopSoon();
        yard.stopSoon();
        door.close();
        yard.close();

        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
        assertTrue(seconds < 7, seconds + " s");
        assertFalse(ProcessHandle.current().descendants().anyMatch(ProcessHandle::isAlive));
    }
}
