package dev.porchlight.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a player would find in a video, asked of ffmpeg's own programs. */
public final class Ffprobe {
    private static final int SIDE = 16;
    private static final int COLUMNS = 4;
    private static final int WIDTH = COLUMNS * SIDE;
    private static final int HEIGHT = 3 * SIDE;

    private Ffprobe() {}

    /** The values of these stream entries, as {@code h264,yuv420p}. */
    public static String stream(Path video, String entries) throws IOException, InterruptedException {
        return run(
                        "ffprobe",
                        "-v",
                        "error",
                        "-select_streams",
                        "v:0",
                        "-show_entries",
                        "stream=" + entries,
                        "-of",
                        "csv=p=0",
                        video.toString())
                .strip();
    }

    /** The time of each frame, in milliseconds after the first. */
    public static List<Double> times(Path video) throws IOException, InterruptedException {
        String told = run(
                "ffprobe",
                "-v",
                "error",
                "-select_streams",
                "v:0",
                "-show_entries",
                "packet=pts_time",
                "-of",
                "csv=p=0",
                video.toString());
        List<Double> times = told.lines()
                .filter(line -> !line.isBlank())
                .map(line -> Double.parseDouble(line.replace(",", "")) * 1_000)
                .sorted()
                .toList();
        return times.stream().map(time -> time - times.get(0)).toList();
    }

    /** Whether the index comes before the pictures, so that a browser plays while it loads. */
    public static boolean isFastStart(Path video) throws IOException {
        String bytes = new String(Files.readAllBytes(video), StandardCharsets.ISO_8859_1);
        return bytes.indexOf("moov") < bytes.indexOf("mdat") && bytes.contains("moov");
    }

    /** The number that each frame shows, as {@link NumberedPictures} draws it. */
    public static List<Integer> numbers(Path video) throws IOException, InterruptedException {
        byte[] gray = runForBytes(
                "ffmpeg",
                "-v",
                "error",
                "-i",
                video.toString(),
                "-fps_mode",
                "passthrough",
                "-f",
                "rawvideo",
                "-pix_fmt",
                "gray",
                "-");
        List<Integer> numbers = new ArrayList<>();
        for (int frame = 0; frame < gray.length / (WIDTH * HEIGHT); frame++) {
            int number = 0;
            for (int bit = 0; bit < COLUMNS * 3; bit++) {
                int x = bit % COLUMNS * SIDE + SIDE / 2;
                int y = bit / COLUMNS * SIDE + SIDE / 2;
                if ((gray[frame * WIDTH * HEIGHT + y * WIDTH + x] & 0xFF) > 127) {
                    number |= 1 << bit;
                }
            }
            numbers.add(number);
        }
        return numbers;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        return new String(runForBytes(command), StandardCharsets.UTF_8);
    }

    private static byte[] runForBytes(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] out = process.getInputStream().readAllBytes();
        assertEquals(0, process.waitFor(), String.join(" ", command));
        return out;
    }
}
