package dev.porchlight.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.library.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
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
        make(recorded, clip, Optional.empty());
        return clip;
    }

    private static void make(Path recorded, Path clip, Optional<Instant> stampFrom)
            throws IOException, InterruptedException {
        new Encoder(ZoneId.of("Asia/Tokyo")).make(recorded, clip, stampFrom, LIMIT, millis -> {}, () -> {});
    }

    /** The brightness of each dot of a clip's first frame, with a filter before. */
    private static byte[] firstFrame(Path clip, String filter) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-i",
                        clip.toString(),
                        "-vf",
                        filter,
                        "-frames:v",
                        "1",
                        "-f",
                        "rawvideo",
                        "-pix_fmt",
                        "gray",
                        "-")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] dots = process.getInputStream().readAllBytes();
        assertEquals(0, process.waitFor());
        return dots;
    }

    private static double difference(byte[] one, byte[] other) {
        assertEquals(one.length, other.length);
        return IntStream.range(0, one.length)
                .map(i -> Math.abs((one[i] & 0xFF) - (other[i] & 0xFF)))
                .average()
                .orElseThrow();
    }

    @Test
    void whereWantedDateAndTimeOfTheHomeStandInThePicture() throws Exception {
        Path recorded = folder.resolve("clip.part.mkv");
        try (Recordings recording = Recordings.create(recorded, 640, 480)) {
            for (int i = 0; i < 5; i++) {
                recording.append(i * 66, NumberedPictures.jpeg(0, 640, 480));
            }
        }
        Path plain = folder.resolve("plain.mp4");
        Path stamped = folder.resolve("stamped.mp4");
        make(recorded, plain, Optional.empty());
        make(recorded, stamped, Optional.of(Instant.parse("2026-11-23T07:15:02.123Z")));

        String drawn = "drawtext=text='2026-11-23 16\\:15\\:0%d':x=h/60:y=h-th-h/60:fontsize=h/28:fontcolor=white"
                + ":box=1:boxcolor=black@0.5:boxborderw=6";
        byte[] seen = firstFrame(stamped, "null");
        double right = difference(seen, firstFrame(plain, String.format(drawn, 2)));
        double wrong = difference(seen, firstFrame(plain, String.format(drawn, 8)));
        double none = difference(seen, firstFrame(plain, "null"));
        assertTrue(right < wrong * 0.8 && wrong < none * 0.8, right + " " + wrong + " " + none);
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

        EncoderException e = assertThrows(EncoderException.class, () -> new Encoder(
                        ZoneId.of("UTC"), Duration.ofMillis(20))
                .make(recorded, folder.resolve("clip.mp4"), Optional.empty(), Duration.ZERO, millis -> {}, () -> {}));

        assertTrue(e.getMessage().contains("was ended after 0 s"), e.getMessage());
    }
}
