package dev.porchlight.library;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A visit as the catalog has it.
 *
 * @param seq the catalog's order; pages go by it
 * @param triggerId the same for all visits that one trigger made
 * @param board the board that noticed it; empty when triggered by hand
 * @param start the trigger
 * @param end empty while it goes on
 * @param nanos the trigger in monotonic time of {@code bootId}
 * @param bootId which start of the machine {@code nanos} belongs to
 * @param clockSet whether the wall clock was known to be right
 * @param day the day of {@code start} in the home's time zone
 * @param why which rule fired, as one sentence
 * @param closestMm the least distance, in millimetres
 * @param kept starred by a person
 * @param problem why there is no photo, as one sentence; empty when all is well
 * @param folder of its media, below the media folder, with {@code /}
 * @param media its finished files
 * @param deletedAt when a person deleted it; it can be taken back for 24 h
 */
public record Visit(
        VisitId id,
        long seq,
        String triggerId,
        Optional<String> board,
        String camera,
        Instant start,
        Optional<Instant> end,
        long nanos,
        String bootId,
        boolean clockSet,
        LocalDate day,
        String why,
        OptionalInt closestMm,
        boolean kept,
        Optional<String> problem,
        String folder,
        List<MediaFile> media,
        Optional<Instant> deletedAt) {
    public Visit {
        media = List.copyOf(media);
    }

    public Optional<MediaFile> media(Role role) {
        return media.stream().filter(file -> file.role() == role).findFirst();
    }

    /** The picture to show for it: the best one, else the trigger's photo. */
    public Optional<MediaFile> picture() {
        return media(Role.BEST).or(() -> media(Role.PHOTO));
    }

    /** The video: made, or as it was recorded. */
    public Optional<MediaFile> clip() {
        return media(Role.CLIP).or(() -> media(Role.MJPEG));
    }

    Visit withSeq(long number) {
        return with(number, media);
    }

    Visit withMedia(List<MediaFile> files) {
        return with(seq, files);
    }

    private Visit with(long number, List<MediaFile> files) {
        return new Visit(
                id, number, triggerId, board, camera, start, end, nanos, bootId, clockSet, day, why, closestMm, kept,
                problem, folder, files, deletedAt);
    }
}
