package dev.porchlight.library;

import dev.porchlight.library.Catalog.Priority;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clips of visits. While a visit lasts its frames are recorded beside its photo; when it is over, its clip is owed
 * like an alert: the visit is named in the table {@code unfinished} until the clip is made or given up, and its {@code
 * visit.finished} alert is owed in the commit that does so. Safe on every thread.
 */
public final class Clips {
    private static final Logger log = LoggerFactory.getLogger(Clips.class);

    /** H.264 is some ten times as small; a picture that moves all over less so. */
    private static final int SMALLER_WHEN_MADE = 4;

    private final Catalog catalog;
    private final MediaFolder media;
    private final Owing owing;
    private final Diary diary;
    private final Runnable tellAround;
    private volatile Progress progress = new Progress(Optional.empty(), 0);

    private record Progress(Optional<VisitId> visit, int percent) {}

    /** Owes {@code visit.finished}, inside a commit. */
    interface Owing {
        void oweFinished(Connection c, long visit) throws SQLException;
    }

    /**
     * What became of a visit's clip.
     *
     * @param role {@link Role#CLIP} if it was made; {@link Role#MJPEG} if it stays as it was recorded
     * @param startMs its first frame after the trigger, in milliseconds; negative
     * @param lengthMs from its first frame to its last, in milliseconds
     */
    public record Made(Role role, int width, int height, int startMs, int lengthMs) {}

    Clips(Catalog catalog, MediaFolder media, Owing owing, Diary diary, Runnable tellAround) {
        this.catalog = catalog;
        this.media = media;
        this.owing = owing;
        this.diary = diary;
        this.tellAround = tellAround;
    }

    /**
     * Begins the clip of a visit that was taken.
     *
     * @param firstFrame what the clock said when its first frame came
     */
    public ClipRecording record(Visit visit, Instant firstFrame, int width, int height) throws IOException {
        return media.record(visit.folder(), firstFrame, width, height);
    }

    /**
     * Ends a visit whose clip was recorded and is to be made now.
     *
     * @param problem what is missing of its clip, as one sentence
     * @throws NoSuchVisitException if there is none of this id
     */
    public Visit end(VisitId id, Ending ending, Optional<String> problem) throws IOException {
        Visit ended = catalog.write(Priority.TAKE, c -> {
            long seq = VisitRows.find(c, id)
                    .orElseThrow(() -> new NoSuchVisitException(id))
                    .seq();
            VisitRows.end(c, seq, ending);
            Catalog.update(c, "INSERT OR IGNORE INTO unfinished(visit) VALUES(?)", seq);
            if (problem.isPresent()) {
                VisitRows.addProblem(c, seq, problem.get());
            }
            return VisitRows.bySeq(c, seq).orElseThrow();
        });
        diary.ended(ended);
        tellAround.run();
        return ended;
    }

    /** The visits that are over and whose clip is not made yet, newest first: the one that people wait for. */
    public List<Visit> unfinished(int atMost) throws IOException {
        return catalog.read(c -> VisitRows.list(
                c,
                "SELECT visit.* FROM visit JOIN unfinished ON unfinished.visit = seq ORDER BY seq DESC LIMIT ?",
                atMost));
    }

    /** The visits whose clip was given up and stays as it was recorded, newest first. */
    public List<Visit> asRecorded(int atMost) throws IOException {
        return catalog.read(c -> VisitRows.list(
                c,
                "SELECT * FROM visit WHERE seq IN (SELECT visit FROM media WHERE role = 'mjpeg')"
                        + " AND deleted_ms IS NULL ORDER BY seq DESC LIMIT ?",
                atMost));
    }

    /** How far the clip is that is being made. */
    public void noteProgress(VisitId visit, int percent) {
        progress = new Progress(Optional.of(visit), percent);
    }

    /** How far the clip of this visit is, in percent; empty if none is to come. */
    OptionalInt percent(Visit visit) throws IOException {
        if (!isUnfinished(visit)) {
            return OptionalInt.empty();
        }
        Progress now = progress;
        return OptionalInt.of(now.visit().filter(visit.id()::equals).isPresent() ? now.percent() : 0);
    }

    private boolean isUnfinished(Visit visit) throws IOException {
        return catalog.read(c -> isUnfinished(c, visit));
    }

    /** Whether its clip is still to be made. */
    static boolean isUnfinished(Connection c, Visit visit) throws SQLException {
        try (var s = Catalog.prepare(c, "SELECT 1 FROM unfinished WHERE visit = ?", visit.seq());
                var row = s.executeQuery()) {
            return row.next();
        }
    }

    /** Takes a visit up again whose catalog was made anew while its clip was still to be made. */
    static void takeUp(Connection c, Visit visit, Path folder) throws SQLException {
        if (visit.end().isPresent() && visit.clip().isEmpty() && Files.exists(folder.resolve(MediaFolder.RECORDING))) {
            Catalog.update(
                    c,
                    "INSERT OR IGNORE INTO unfinished(visit) SELECT seq FROM visit WHERE id = ?",
                    visit.id().value());
        }
    }

    /** Where the visit's clip is as it was recorded. */
    public Path recorded(Visit visit) {
        Path folder = media.resolve(visit.folder());
        Path given = folder.resolve(Role.MJPEG.fileName());
        return Files.exists(given) ? given : folder.resolve(MediaFolder.RECORDING);
    }

    /** Where a program may write the visit's clip, before it is {@linkplain #finish kept}. */
    public Path half(Visit visit) {
        media.expectRoom(recorded(visit).toFile().length() / SMALLER_WHEN_MADE);
        return media.resolve(visit.folder()).resolve(MediaFolder.HALF_CLIP);
    }

    /**
     * Keeps the best photo of a visit and its clip, made or as it was recorded, and owes its {@code visit.finished} alert in
     * the same commit if it was not owed before.
     *
     * @param clip empty if there is none
     * @param problem what is missing of it, as one sentence
     * @throws NoSuchVisitException if the visit is gone for good
     */
    public Visit finish(VisitId id, Optional<Taking.Photo> best, Optional<Made> clip, Optional<String> problem)
            throws IOException {
        Visit visit = catalog.read(c -> VisitRows.find(c, id)).orElseThrow(() -> new NoSuchVisitException(id));
        Optional<MediaFile> bestFile = best.isEmpty() ? Optional.empty() : store(visit, best.get());
        Optional<MediaFile> clipFile = clip.isEmpty() ? Optional.empty() : Optional.of(keep(visit, clip.get()));
        Visit finished;
        try {
            finished = commit(id, bestFile, clipFile, problem);
        } catch (NoSuchVisitException e) {
            Leaving.nameStray(catalog, visit);
            throw e;
        }
        tellAround.run();
        try {
            dropWhatIsOver(finished);
        } catch (IOException e) {
            log.warn("what was recorded of visit {} could not be removed; its clip is kept all the same", id, e);
        }
        return finished;
    }

    private Visit commit(
            VisitId id, Optional<MediaFile> bestFile, Optional<MediaFile> clipFile, Optional<String> problem)
            throws IOException {
        return catalog.write(Priority.LANE, c -> {
            Visit now = VisitRows.find(c, id).orElseThrow(() -> new NoSuchVisitException(id));
            for (MediaFile file : List.of(bestFile, clipFile).stream()
                    .flatMap(Optional::stream)
                    .toList()) {
                VisitRows.putMedia(c, now.seq(), file);
            }
            if (clipFile.isPresent() && clipFile.get().role() == Role.CLIP) {
                VisitRows.removeMedia(c, now.seq(), Role.MJPEG);
            }
            if (problem.isPresent()) {
                VisitRows.addProblem(c, now.seq(), problem.get());
            }
            VisitRows.markStale(c, now.seq());
            boolean wasOwedThis = Catalog.update(c, "DELETE FROM unfinished WHERE visit = ?", now.seq()) > 0;
            if (wasOwedThis && !Alerts.isOwed(c, Alerts.VISIT_FINISHED, now.seq())) {
                owing.oweFinished(c, now.seq());
            }
            return VisitRows.bySeq(c, now.seq()).orElseThrow();
        });
    }

    /** The trigger's photo is there in any case, and an alert must not wait for room on the disk. */
    private Optional<MediaFile> store(Visit visit, Taking.Photo best) throws IOException {
        try {
            return Optional.of(media.store(visit.folder(), Role.BEST, best.jpeg(), 1, best.width(), best.height()));
        } catch (ClosedByInterruptException e) {
            throw e; // the next start keeps it
        } catch (IOException e) {
            log.warn("visit {} stays without its best photo: {}", visit.id(), e.getMessage());
            return Optional.empty();
        }
    }

    /** A power cut may have come between the new name and the commit; then it has its name already. */
    private MediaFile keep(Visit visit, Made made) throws IOException {
        String half = made.role() == Role.CLIP ? MediaFolder.HALF_CLIP : MediaFolder.RECORDING;
        Path file = media.resolve(visit.folder()).resolve(made.role().fileName());
        if (!Files.exists(file) || Files.exists(file.resolveSibling(half))) {
            media.putInPlace(visit.folder(), half, made.role());
        }
        return new MediaFile(
                made.role(),
                made.role().fileName(),
                Files.size(file),
                MediaFolder.sha256(file),
                1,
                made.width(),
                made.height(),
                made.startMs(),
                made.lengthMs());
    }

    /** What no row names any more since a clip was made of it. What could not be read stays, for whoever can. */
    void dropWhatIsOver(Visit visit) throws IOException {
        if (isUnfinished(visit) || visit.clip().isEmpty()) {
            return;
        }
        media.drop(visit.folder(), MediaFolder.RECORDING);
        if (visit.media(Role.MJPEG).isEmpty()) {
            media.drop(visit.folder(), Role.MJPEG.fileName());
        }
    }

    /**
     * Ends a visit that went on when the host stopped, with what is on the disk of its clip.
     *
     * @return how much of its end is missing as far as can be told; empty if no clip of it was begun
     */
    Optional<Duration> recover(Visit visit) throws IOException {
        Path file = media.resolve(visit.folder()).resolve(MediaFolder.RECORDING);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Instant last;
        try (RecordedClip clip = RecordedClip.open(file)) {
            if (clip.stills().isEmpty()) {
                media.drop(visit.folder(), MediaFolder.RECORDING);
                return Optional.empty();
            }
            last = clip.firstFrame().plusMillis(clip.millis());
            Duration torn =
                    Duration.between(last, Files.getLastModifiedTime(file).toInstant());
            cut(file, clip.end());
            end(visit.id(), new Ending(later(visit.start(), last), visit.closestMm(), List.of()), Optional.empty());
            return Optional.of(torn.isNegative() ? Duration.ZERO : torn);
        } catch (IOException e) {
            log.warn("what was recorded of visit {} cannot be read: {}", visit.id(), e.getMessage());
            return Optional.empty();
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static void cut(Path file, long end) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.size() > end) {
                channel.truncate(end);
                channel.force(true);
            }
        }
    }
}
