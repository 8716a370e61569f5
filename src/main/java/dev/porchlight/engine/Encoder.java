package dev.porchlight.engine;

import dev.porchlight.camera.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an H.264 MP4 of a recorded clip by ffmpeg, every frame at its own time. The hardware encoder of a Pi 4 and older is
 * tried once, on a picture of nothing; where it does not work, libx264 does. Where wanted, date and time stand in the
 * picture, in the zone of the home. Used by the thread {@code clips}.
 */
final class Encoder {
    private static final Logger log = LoggerFactory.getLogger(Encoder.class);

    private static final String HARDWARE = "h264_v4l2m2m";
    private static final String SOFTWARE = "libx264";
    private static final Duration TRIAL = Duration.ofSeconds(10);
    private static final long KILL_SECONDS = 2;

    /** Below this a second thread's buffers are missed elsewhere: a Pi 3 has 1 GB. */
    private static final long MUCH_MEMORY = 2_000_000_000;

    /** Of 1,000: when memory runs out, Linux ends this first and not the host (proc(5), oom_score_adj). */
    private static final String FIRST_TO_DIE = "900";

    private static final int MAX_COMPLAINT = 2_000;

    private static final Duration TURN_EACH = Duration.ofSeconds(1);

    private final ZoneId zone;
    private final Duration turnEach;
    private final boolean sparesMemory;
    private Optional<String> codec = Optional.empty();

    Encoder(ZoneId zone) {
        this(zone, TURN_EACH);
    }

    /** @param turnEach how often others have their turn while it works; for a test */
    Encoder(ZoneId zone, Duration turnEach) {
        this.zone = zone;
        this.turnEach = turnEach;
        this.sparesMemory = memory() < MUCH_MEMORY;
    }

    /** Called again and again while it works. */
    interface Turn {
        void turn() throws InterruptedException;
    }

    /** Whether the program is there; it may be installed while the host runs. */
    static boolean isThere() {
        return Tool.firstOnPath("ffmpeg").isPresent();
    }

    /**
     * @param stampFrom when the first frame was taken; empty: no time stands in the picture
     * @param limit it is ended after this time
     * @param onMillis hears how far it has come, in milliseconds of the clip
     * @throws EncoderException with a sentence that tells what ffmpeg said
     * @throws InterruptedException when told to stop; ffmpeg is ended
     */
    void make(Path recorded, Path clip, Optional<Instant> stampFrom, Duration limit, IntConsumer onMillis, Turn turn)
            throws IOException, InterruptedException {
        try {
            make(recorded, clip, filters(stampFrom), limit, onMillis, turn);
        } catch (EncoderException e) {
            if (stampFrom.isEmpty()) {
                throw e;
            }
            log.warn(
                    "the time cannot be written into a clip, which is made without it: {}; install a font (sudo apt"
                            + " install fonts-dejavu-core) if this goes on",
                    e.getMessage());
            make(recorded, clip, filters(Optional.empty()), limit, onMillis, turn);
        }
    }

    private void make(Path recorded, Path clip, String filters, Duration limit, IntConsumer onMillis, Turn turn)
            throws IOException, InterruptedException {
        String chosen = codec();
        try {
            run(command(recorded, clip, filters, chosen), limit, onMillis, turn);
        } catch (EncoderException e) {
            if (!chosen.equals(HARDWARE)) {
                throw e;
            }
            log.warn("the hardware encoder failed, libx264 takes its place: {}", e.getMessage());
            codec = Optional.of(SOFTWARE);
            run(command(recorded, clip, filters, SOFTWARE), limit, onMillis, turn);
        }
    }

    /**
     * Cameras write full-range 4:2:2 of any size; players want studio-range 4:2:0 of an even one. The stamp counts from the
     * first frame's time by each frame's own (ffmpeg-filters(1), drawtext).
     */
    private static String filters(Optional<Instant> stampFrom) {
        return "scale=trunc(iw/2)*2:trunc(ih/2)*2:out_range=tv,format=yuv420p"
                + stampFrom
                        .map(first -> ",drawtext=text='%{pts\\:localtime\\:"
                                + String.format(Locale.ROOT, "%.3f", first.toEpochMilli() / 1_000.0)
                                + "}':x=h/60:y=h-th-h/60:fontsize=h/28:fontcolor=white:box=1:boxcolor=black@0.5"
                                + ":boxborderw=6")
                        .orElse("");
    }

    private String codec() throws InterruptedException {
        if (codec.isEmpty()) {
            codec = Optional.of(Files.exists(Path.of("/dev/video11")) && hardwareWorks() ? HARDWARE : SOFTWARE);
            log.info("clips are made with {}", codec.get());
        }
        return codec.get();
    }

    private static boolean hardwareWorks() throws InterruptedException {
        List<String> trial = List.of(
                "ffmpeg",
                "-nostdin",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc=size=640x480:rate=15:duration=1",
                "-pix_fmt",
                "yuv420p",
                "-c:v",
                HARDWARE,
                "-f",
                "null",
                "-");
        try {
            Process process = new ProcessBuilder(trial)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return process.waitFor(TRIAL.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            log.debug("ffmpeg cannot be started", e);
            return false;
        }
    }

    /**
     * The time base of the recording is kept for the encoder ({@code -enc_time_base -1}), or frame times are rounded to
     * the frame rate that ffmpeg guesses: 28 ms off were measured.
     */
    private List<String> command(Path recorded, Path clip, String filters, String with) {
        List<String> command = new ArrayList<>();
        if (Tool.firstOnPath("nice").isPresent()) {
            command.addAll(List.of("nice", "-n", "19"));
        }
        command.addAll(List.of("ffmpeg", "-nostdin", "-hide_banner", "-v", "error", "-y"));
        command.addAll(List.of("-progress", "pipe:1", "-stats_period", "0.5"));
        if (sparesMemory) {
            command.addAll(List.of("-threads", "1"));
        }
        command.addAll(List.of("-i", recorded.toString(), "-map", "0:v:0", "-an"));
        command.addAll(List.of("-vf", filters));
        command.addAll(List.of("-c:v", with));
        if (with.equals(SOFTWARE)) {
            command.addAll(List.of("-preset", "veryfast", "-crf", "23"));
        } else {
            command.addAll(List.of("-b:v", "4M"));
        }
        if (sparesMemory) {
            command.addAll(List.of("-threads", "1"));
        }
        command.addAll(List.of("-fps_mode", "passthrough", "-enc_time_base", "-1", "-video_track_timescale", "90000"));
        command.addAll(List.of("-movflags", "+faststart", "-f", "mp4", clip.toString()));
        return command;
    }

    private void run(List<String> command, Duration limit, IntConsumer onMillis, Turn turn)
            throws IOException, InterruptedException {
        Path complaints = Files.createTempFile("porchlight", ".txt");
        try {
            ProcessBuilder program = new ProcessBuilder(command).redirectError(complaints.toFile());
            program.environment().put("TZ", zone.getId());
            Process process = program.start();
            try {
                letDieFirst(process);
                Progress progress = new Progress(onMillis);
                long until = System.nanoTime() + limit.toNanos();
                while (!process.waitFor(turnEach.toMillis(), TimeUnit.MILLISECONDS)) {
                    progress.read(process.getInputStream());
                    turn.turn();
                    if (System.nanoTime() - until > 0) {
                        throw new EncoderException(
                                "ffmpeg was ended after " + limit.toSeconds() + " s without an end in sight");
                    }
                }
                if (process.exitValue() != 0) {
                    throw new EncoderException("ffmpeg failed" + said(complaints));
                }
            } finally {
                end(process);
            }
        } finally {
            Files.deleteIfExists(complaints);
        }
    }

    private static String said(Path complaints) throws IOException {
        try (InputStream in = Files.newInputStream(complaints)) {
            String words = new String(in.readNBytes(MAX_COMPLAINT), StandardCharsets.UTF_8).strip();
            return words.isEmpty() ? "" : ": " + words.substring(words.lastIndexOf('\n') + 1);
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        if (!process.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
            log.warn("ffmpeg {} does not let itself be ended", process.pid());
        }
    }

    private static void letDieFirst(Process process) {
        try {
            Files.writeString(Path.of("/proc/" + process.pid() + "/oom_score_adj"), FIRST_TO_DIE);
        } catch (IOException e) {
            log.debug("ffmpeg dies no sooner than others", e);
        }
    }

    private static long memory() {
        try {
            return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                    .filter(line -> line.startsWith("MemTotal:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1_024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    /** What ffmpeg tells of its progress: lines such as {@code out_time_us=1234567}. */
    private static final class Progress {
        private static final String TIME = "out_time_us=";
        private final IntConsumer onMillis;
        private final StringBuilder rest = new StringBuilder();

        private Progress(IntConsumer onMillis) {
            this.onMillis = onMillis;
        }

        /** Reads what is there and does not wait. */
        private void read(InputStream told) throws IOException {
            rest.append(new String(told.readNBytes(told.available()), StandardCharsets.US_ASCII));
            for (int end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
                String line = rest.substring(0, end);
                rest.delete(0, end + 1);
                if (line.startsWith(TIME) && line.substring(TIME.length()).matches("[0-9]{1,12}")) {
                    onMillis.accept((int) (Long.parseLong(line.substring(TIME.length())) / 1_000));
                }
            }
        }
    }
}
