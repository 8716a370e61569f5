package dev.porchlight.email;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Media;
import dev.porchlight.api.VisitReading;
import dev.porchlight.api.VisitSummary;
import dev.porchlight.kit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;

/** Makes of a clip that is too large a small one: 640 wide, 20 s around the closest approach. Needs ffmpeg. */
final class SmallClip {
    private static final int WIDTH = 640;
    private static final double SECONDS = 20;
    /** 1.5 Mbit/s is plenty for 640x360. */
    private static final long MOST_BITS_A_SECOND = 1_500_000;
    /** Of the room there is; the rest is for the container and for the encoder's overshoot. */
    private static final double USE = 0.85;

    private static final Duration ASK_LIMIT = Duration.ofSeconds(5);
    private static final Duration OLD = Duration.ofDays(1);

    private final String ffmpeg;
    private final String ffprobe;
    private final Path folder;
    private final Logger log;

    SmallClip(String ffmpeg, String ffprobe, Path folder, Logger log) {
        this.ffmpeg = ffmpeg;
        this.ffprobe = ffprobe;
        this.folder = folder;
        this.log = log;
    }

    /**
     * The small clip, made now or at an earlier try.
     *
     * @param room in bytes; empty if it would not fit
     */
    Optional<Path> of(Alert alert, Media clip, long room, Duration limit) throws InterruptedException {
        Path small = file(alert);
        Path aside = folder.resolve(small.getFileName() + ".part");
        try {
            if (!Files.exists(small)) {
                Files.createDirectories(folder);
                Program.Ended made = Program.run(command(alert, clip, room, aside), limit);
                if (made.exit() != 0) {
                    throw new IOException(made.complaint());
                }
                Files.move(aside, small);
            }
            return Files.size(small) <= room ? Optional.of(small) : Optional.empty();
        } catch (IOException e) {
            log.warn("the clip goes out as a picture, since it could not be made smaller: {}", e.getMessage());
            return Optional.empty();
        } finally {
            deleteQuietly(aside);
        }
    }

    private List<String> command(Alert alert, Media clip, long room, Path aside)
            throws IOException, InterruptedException {
        double length = length(clip.file());
        double from = start(length, alert.visit());
        long bits = (long) (room * 8 * USE / Math.min(SECONDS, Math.max(1, length - from)));
        long most = Math.min(MOST_BITS_A_SECOND, bits);
        return List.of(
                ffmpeg,
                "-nostdin",
                "-v",
                "error",
                "-y",
                "-ss",
                String.format(Locale.ROOT, "%.3f", from),
                "-t",
                String.format(Locale.ROOT, "%.3f", SECONDS),
                "-i",
                clip.file().toString(),
                "-vf",
                "scale=" + WIDTH + ":-2",
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-crf",
                "28",
                "-maxrate",
                Long.toString(most),
                "-bufsize",
                Long.toString(most),
                "-pix_fmt",
                "yuv420p",
                "-threads",
                "1", // a Pi 3 has the memory for one
                "-movflags",
                "+faststart",
                "-f",
                "mp4",
                aside.toString());
    }

    private double length(Path clip) throws IOException, InterruptedException {
        Program.Ended asked = Program.run(
                List.of(ffprobe, "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", clip.toString()),
                ASK_LIMIT);
        try {
            return Double.parseDouble(asked.output().strip());
        } catch (NumberFormatException e) {
            throw new IOException("its length is unknown: " + asked.complaint(), e);
        }
    }

    /** Seconds into the clip. What it is longer than the visit is its pre-roll. */
    static double start(double length, Optional<VisitSummary> visit) {
        double closest = visit.flatMap(v -> v.readings().stream()
                        .filter(reading -> reading.distanceMm().isPresent())
                        .min(Comparator.comparingInt(
                                reading -> reading.distanceMm().getAsInt())))
                .map(VisitReading::afterStart)
                .map(Duration::toMillis)
                .map(millis -> millis / 1_000.0)
                .orElse(0.0);
        double lasted = visit.flatMap(v -> v.end().map(end -> Duration.between(v.start(), end)))
                .map(Duration::toMillis)
                .map(millis -> millis / 1_000.0)
                .orElse(length);
        double preroll = Math.max(0, length - lasted);
        double from = preroll + closest - SECONDS / 2;
        return Math.max(0, Math.min(from, length - SECONDS));
    }

    void forget(Alert alert) {
        deleteQuietly(file(alert));
    }

    /** What a killed host left behind. */
    void forgetOldOnes() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Instant old = Instant.now().minus(OLD);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private Path file(Alert alert) {
        return folder.resolve(alert.id().replaceAll("[^A-Za-z0-9_-]", "-") + ".mp4");
    }

    private void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.debug("{} stays", file, e);
        }
    }
}
