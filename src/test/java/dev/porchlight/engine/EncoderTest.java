package dev.porchlight.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.library.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real ffmpeg, asked afterwards by ffprobe what it made. */
@Timeout(60)
class EncoderTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final List<Integer> times = new ArrayList<>();

    private Path record(int frames, int width, int height) throws IOException {
        Path file = folder.resolve("clip.part.mkv");
        Random jitter = new Random(7);
        try (Recordings recording = Recordings.create(file, width, height)) {
            int at = 0;
            for (int i = 0; i < frames; i++) {
                times.add(at);
                recording.append(at, NumberedPictures.jpeg(i, width, height));
                at += 20 + jitter.nextInt(100);
            }
        }
        return file;
    }

    private Path make(Path recorded) throws IOException, InterruptedException {
        Path clip = folder.resolve("clip.mp4");
        new Encoder().make(recorded, clip, LIMIT, millis -> {}, () -> {});
        return clip;
    }

    @Test
    void everyFrameKeepsItsTimeToTwoMilliseconds() throws Exception {
        Path clip = make(record(200, 64, 48));

        assertEquals("h264,64,48,yuv420p", Ffprobe.stream(clip, "codec_name,width,height,pix_fmt"));
        assertTrue(Ffprobe.isFastStart(clip));
        List<Double> played = Ffprobe.times(clip);
        assertEquals(times.size(), played.size());
        for (int i = 0; i < times.size(); i++) {
            assertEquals(times.get(i), played.get(i), 2.0, "frame " + i);
        }
        List<Integer> numbers = Ffprobe.numbers(clip);
        for (int i = 0; i < times.size(); i++) {
            assertEquals(i, numbers.get(i));
        }
    }

    @Test
    void anOddSizeLosesALineAndIsPlayedAllTheSame() throws Exception {
        Path clip = make(record(5, 67, 49));

        assertEquals("h264,66,48,yuv420p", Ffprobe.stream(clip, "codec_name,width,height,pix_fmt"));
    }

    @Test
    void whatCannotBeReadIsSaidInTheWordsOfTheProgram() throws IOException {
        Path file = folder.resolve("clip.part.mkv");
        Files.writeString(file, "not a clip");

        EncoderException e = assertThrows(EncoderException.class, () -> make(file));

        assertTrue(e.getMessage().startsWith("ffmpeg failed: "), e.getMessage());
    }

    @Test
    void oneThatTakesTooLongIsEnded() throws Exception {
        Path recorded = folder.resolve("clip.part.mkv");
        byte[] noise = NumberedPictures.noise();
        try (Recordings recording = Recordings.create(recorded, 640, 480)) {
            for (int i = 0; i < 200; i++) {
                recording.append(i * 66, noise);
            }
        }

        EncoderException e = assertThrows(EncoderException.class, () -> new Encoder()
                .make(recorded, folder.resolve("clip.mp4"), Duration.ZERO, millis -> {}, () -> {}));

        assertTrue(e.getMessage().contains("was ended after 0 s"), e.getMessage());
    }
}
