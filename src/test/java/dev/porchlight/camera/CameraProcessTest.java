package dev.porchlight.camera;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.time.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real programs, each a line of shell that misbehaves in its own way. */
@Timeout(30)
class CameraProcessTest {
    private static final Patience SHORT = new Patience(
            Duration.ofMillis(700), Duration.ofMillis(400), Duration.ofMillis(300), Duration.ofMillis(300));

    @TempDir
    private Path folder;

    private Path picture;
    private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();

    @BeforeEach
    void aPicture() throws IOException {
        picture = folder.resolve("picture.jpg");
        Files.write(picture, Jpegs.ofShade(50));
    }

    private String endOf(String script) {
        return endOf(script, SHORT);
    }

    private String endOf(String script, Patience patience) {
        CameraProcess process = new CameraProcess(
                CameraCommand.of(List.of("sh", "-c", script.replace("PICTURE", picture.toString()))),
                patience,
                frames::add);
        return assertThrows(IOException.class, process::run).getMessage();
    }

    private void assertNobodyLeft() {
        assertEquals(
                List.of(),
                ProcessHandle.current()
                        .descendants()
                        .filter(ProcessHandle::isAlive)
                        .toList());
    }

    /** A child of one that was killed is init's, which takes a moment to see that it is gone. */
    private static void awaitGone(long pid) {
        while (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent() && !isZombie(pid)) {
            Pause.aMoment();
        }
    }

    private static boolean isZombie(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void itsFramesComeAndItsEndIsTold() {
        String end = endOf("cat PICTURE PICTURE; echo lens cap is on >&2; exit 7");

        assertEquals(2, frames.size());
        assertEquals("sh ended with code 7; it said: lens cap is on", end);
    }

    @Test
    void aProgramThatGivesNoPictureIsStopped() {
        String end = endOf("sleep 60");

        assertTrue(end.contains("started, but gave no picture"), end);
        assertNobodyLeft();
    }

    @Test
    void aProgramThatHangsAfterAPictureIsStopped() {
        String end = endOf("cat PICTURE; sleep 60");

        assertTrue(end.contains("gives no more pictures"), end);
        assertEquals(1, frames.size());
        assertNobodyLeft();
    }

    @Test
    void aProgramThatIgnoresItsSignalsIsKilledAndReaped() {
        String end = endOf("trap '' INT TERM; cat PICTURE; while :; do sleep 1; done");

        assertTrue(end.contains("was stopped"), end);
        assertNobodyLeft();
    }

    @Test
    void aTalkativeProgramIsNotHeldUp() {
        String end = endOf(
                "i=0; while [ $i -lt 20000 ]; do echo complaint number $i >&2; i=$((i+1)); done; cat PICTURE",
                Patience.USUAL);

        assertEquals(1, frames.size());
        assertTrue(end.endsWith("it said: complaint number 19999"), end);
    }

    @Test
    void aMegabyteOfComplaintsBetweenTwoPicturesHoldsNothingUp() {
        String end = endOf(
                "for i in 1 2 3 4 5 6 7 8 9 10; do"
                        + " yes 'a complaint of some length, about nothing' | head -c 1000000 >&2; cat PICTURE; done",
                Patience.USUAL);

        assertEquals(10, frames.size());
        assertTrue(end.startsWith("sh ended with code 0; it said: a c"), end);
        assertNobodyLeft();
    }

    @Test
    void aProgramThatEndsAtOnceIsTold() {
        assertEquals("sh ended with code 255", endOf("exit 255"));
        assertTrue(endOf("no-such-rpicam").startsWith("sh ended with code 127; it said: sh: "));
        assertNobodyLeft();
    }

    @Test
    void garbageIsNoPicture() {
        String end = endOf("head -c 3000000 /dev/urandom; exec sleep 60");

        assertEquals(0, frames.size());
        assertTrue(end.startsWith("sh started, but gave no picture and was stopped"), end);
        assertTrue(end.contains("check the camera's cable and power"), end);
        assertNobodyLeft();
    }

    @Test
    void halfPicturesAndAGiantAreDroppedAndCountedAndTheWholeOnesAreGood() throws IOException {
        String end = endOf(
                "head -c -20 PICTURE; cat PICTURE; head -c -20 PICTURE; head -c -40 PICTURE; cat PICTURE;"
                        + " head -c -2 PICTURE; head -c 50000000 /dev/zero; cat PICTURE",
                Patience.USUAL);

        assertEquals(3, frames.size());
        for (byte[] frame : frames) {
            assertArrayEquals(Files.readAllBytes(picture), frame);
        }
        assertEquals("sh ended with code 0; broken pictures dropped: 4", end);
    }

    @Test
    void itsChildrenAreGoneTooWhenTheyIgnoreTheirSignals() throws IOException {
        Path pids = folder.resolve("pids");
        String end = endOf(
                "trap '' INT TERM; (while :; do sleep 0.2; done) & echo $! >> PIDS;".replace("PIDS", pids.toString())
                        + " cat PICTURE; while :; do sleep 0.2; done");

        assertTrue(end.contains("gives no more pictures"), end);
        for (String pid : Files.readAllLines(pids)) {
            awaitGone(Long.parseLong(pid));
        }
        assertNobodyLeft();
    }

    @Test
    void aDefectOfWhoTakesTheFramesComesOutAndLeavesNobody() {
        CameraProcess process = new CameraProcess(
                CameraCommand.of(List.of("sh", "-c", "cat " + picture + "; exec sleep 60")), SHORT, jpeg -> {
                    throw new IllegalStateException("a defect");
                });

        assertEquals(
                "a defect",
                assertThrows(IllegalStateException.class, process::run).getMessage());
        assertNobodyLeft();
    }

    @Test
    void aProgramBehindAFilterEndsWithItAndLeavesNobody() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CameraProcess process = new CameraProcess(
                new CameraCommand(
                        List.of("sh", "-c", "while cat " + picture + "; do sleep 0.05; done"),
                        List.of("sh", "-c", "cat; exec sleep 60")),
                SHORT,
                jpeg -> running.countDown());
        FutureTask<Boolean> run = new FutureTask<>(() -> {
            assertThrows(InterruptedException.class, process::run);
            return true;
        });
        Thread thread = new Thread(run);
        thread.start();
        assertTrue(running.await(10, TimeUnit.SECONDS));

        thread.interrupt();

        assertTrue(run.get(10, TimeUnit.SECONDS));
        assertNobodyLeft();
    }

    @Test
    void aFilterThatFailsSaysWhyAndLeavesNobody() {
        CameraProcess process = new CameraProcess(
                new CameraCommand(
                        List.of("sh", "-c", "while cat " + picture + "; do sleep 0.05; done"),
                        List.of("sh", "-c", "echo 'no such filter' >&2; exit 1")),
                SHORT,
                frames::add);

        String end = assertThrows(IOException.class, process::run).getMessage();

        assertTrue(end.contains("it said: no such filter"), end);
        assertNobodyLeft();
    }

    @Test
    void aBusyCameraIsNamedAsSuch() {
        String end = endOf("echo 'ERROR: Pipeline handler in use by another process' >&2; exit 255");

        assertTrue(end.contains("the camera is in use by another program; stop that one"), end);
    }

    @Test
    void aMissingProgramSaysWhatToDo() {
        CameraProcess process = new CameraProcess(CameraCommand.of(List.of("no-such-camera")), SHORT, frames::add);

        String end = assertThrows(IOException.class, process::run).getMessage();

        assertTrue(end.startsWith("the camera program no-such-camera cannot be started"), end);
        assertTrue(end.endsWith("install it or correct 'command' or 'source'"), end);
    }

    @Test
    void anInterruptEndsItAndLeavesNobody() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        AtomicReference<Throwable> end = new AtomicReference<>();
        CameraProcess process = new CameraProcess(
                CameraCommand.of(List.of("sh", "-c", "while cat " + picture + "; do sleep 0.05; done")),
                SHORT,
                jpeg -> running.countDown());
        Thread thread = new Thread(() -> {
            try {
                process.run();
            } catch (IOException | InterruptedException e) {
                end.set(e);
            }
        });
        thread.start();
        assertTrue(running.await(10, TimeUnit.SECONDS));

        thread.interrupt();
        thread.join(10_000);

        assertFalse(thread.isAlive());
        assertTrue(end.get() instanceof InterruptedException, String.valueOf(end.get()));
        assertNobodyLeft();
    }
}
