package dev.porchlight.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.library.RecordedClip.Still;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written while a visit lasts, and what can be read of it after a power cut. */
class ClipRecordingTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T06:14:56.120Z");
    private static final int[] TIMES = {0, 66, 67, 140, 1_900, 1_966, 45_000};

    @TempDir
    private Path folder;

    private final Path file() {
        return folder.resolve("clip.part.mkv");
    }

    /** As large as its number says, and none like another. */
    private static byte[] jpeg(int number) {
        byte[] jpeg = new byte[200 + 40 * number];
        Arrays.fill(jpeg, (byte) number);
        jpeg[0] = (byte) 0xFF;
        jpeg[1] = (byte) 0xD8;
        jpeg[jpeg.length - 2] = (byte) 0xFF;
        jpeg[jpeg.length - 1] = (byte) 0xD9;
        return jpeg;
    }

    private ClipRecording recordAll() throws IOException {
        ClipRecording recording = ClipRecording.create(file(), BEGIN, 1_280, 720, bytes -> false);
        for (int i = 0; i < TIMES.length; i++) {
            recording.append(TIMES[i], jpeg(i));
        }
        return recording;
    }

    private List<Integer> times() throws IOException {
        try (RecordedClip clip = RecordedClip.open(file())) {
            return clip.stills().stream().map(Still::millis).toList();
        }
    }

    private static List<Integer> firstTimes(int count) {
        return Arrays.stream(TIMES).limit(count).boxed().toList();
    }

    @Test
    void everyFrameIsReadBackAsItCameWithItsTime() throws IOException {
        recordAll().close();

        try (RecordedClip clip = RecordedClip.open(file())) {
            assertEquals(
                    firstTimes(TIMES.length),
                    clip.stills().stream().map(Still::millis).toList());
            for (int i = 0; i < TIMES.length; i++) {
                assertArrayEquals(jpeg(i), clip.jpeg(clip.stills().get(i)));
            }
            assertEquals(BEGIN, clip.firstFrame());
            assertEquals(1_280, clip.width());
            assertEquals(720, clip.height());
            assertEquals(45_000, clip.millis());
        }
    }

    @Test
    void whereverThePowerGoesTheWholeFramesBeforeAreThere() throws IOException {
        recordAll().close();
        byte[] all = Files.readAllBytes(file());
        int whole = 0;
        for (int length = 300; length <= all.length; length++) {
            Files.write(file(), Arrays.copyOf(all, length));
            List<Integer> times = times();
            assertEquals(firstTimes(times.size()), times);
            assertTrue(times.size() >= whole, "fewer frames of more bytes, at " + length);
            whole = times.size();
        }
        assertEquals(TIMES.length, whole);
    }

    @Test
    void zerosWhereTheDiskHadRoomButNoDataYetAreNoFrames() throws IOException {
        recordAll().close();
        byte[] all = Files.readAllBytes(file());
        Arrays.fill(all, all.length - 100, all.length, (byte) 0);
        Files.write(file(), Arrays.copyOf(all, all.length + 5_000));

        assertEquals(firstTimes(TIMES.length - 1), times());
    }

    @Test
    void twoFramesOfOneMillisecondAreBothKept() throws IOException {
        try (ClipRecording recording = ClipRecording.create(file(), BEGIN, 64, 48, bytes -> false)) {
            recording.append(0, jpeg(1));
            recording.append(0, jpeg(2));
            recording.append(1, jpeg(3));
        }

        assertEquals(List.of(0, 1, 2), times());
    }

    @Test
    void whatCameAfterTheEndOfTheVisitIsLeftOut() throws IOException {
        try (ClipRecording recording = recordAll()) {
            recording.endAt(1_950);
            assertEquals(1_900, recording.millis());
        }

        assertEquals(List.of(0, 66, 67, 140, 1_900), times());
    }

    @Test
    void whoIsToldToStopWhileReadingIsNotToldThatItCannotBeRead() throws IOException {
        recordAll().close();
        Thread.currentThread().interrupt();
        try {
            assertThrows(ClosedByInterruptException.class, () -> RecordedClip.open(file()));
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void anotherFileIsRefused() throws IOException {
        Files.writeString(file(), "not a clip at all");

        assertThrows(IOException.class, () -> RecordedClip.open(file()));
    }
}
