package dev.porchlight.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
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
        CameraProcess process = new CameraProcess(
                List.of("sh", "-c", script.replace("PICTURE", picture.toString())), SHORT, frames::add);
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
        String end =
                endOf("i=0; while [ $i -lt 20000 ]; do echo complaint number $i >&2; i=$((i+1)); done; cat PICTURE");

        assertEquals(1, frames.size());
        assertTrue(end.endsWith("it said: complaint number 19999"), end);
    }

    @Test
    void aBusyCameraIsNamedAsSuch() {
        String end = endOf("echo 'ERROR: Pipeline handler in use by another process' >&2; exit 255");

        assertTrue(end.contains("the camera is in use by another program; stop that one"), end);
    }

    @Test
    void aMissingProgramSaysWhatToDo() {
        CameraProcess process = new CameraProcess(List.of("no-such-camera"), SHORT, frames::add);

        String end = assertThrows(IOException.class, process::run).getMessage();

        assertTrue(end.startsWith("the camera program no-such-camera cannot be started"), end);
        assertTrue(end.endsWith("install it or correct 'command' or 'source'"), end);
    }

    @Test
    void anInterruptEndsItAndLeavesNobody() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        AtomicReference<Throwable> end = new AtomicReference<>();
        CameraProcess process = new CameraProcess(
                List.of("sh", "-c", "while cat " + picture + "; do sleep 0.05; done"),
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
