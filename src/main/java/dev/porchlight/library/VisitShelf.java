package dev.porchlight.library;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What pages read from the library, and the little they change in it. Safe on every thread. */
public interface VisitShelf {
    /** The visit, also a deleted one. */
    Optional<Visit> find(VisitId id) throws IOException;

    VisitPage page(VisitQuery query) throws IOException;

    /** How many visits each day has, newest day first; days without one are left out. Deleted visits do not count. */
    default List<DayCount> days(Optional<String> camera) throws IOException {
        return days(Optional.empty(), Optional.empty(), camera);
    }

    /** The same for some days only, the first and the last among them. */
    List<DayCount> days(Optional<LocalDate> from, Optional<LocalDate> to, Optional<String> camera) throws IOException;

    /** What the media of all visits take, in bytes. */
    long bytes() throws IOException;

    /** What the board said during the visit, in order; none while it goes on. */
    List<ReadingRow> readings(VisitId id) throws IOException;

    /**
     * What is wrong with the file of one of the visit's media, as half a sentence: {@code is missing}, or changed after it
     * was taken. A picture is compared by its SHA-256, which takes a ms; a clip by its size.
     */
    Optional<String> wrongWith(Visit visit, MediaFile file) throws IOException;

    /** How far the clip of a visit is that is over, in percent; empty if none is to come. */
    OptionalInt clipPercent(Visit visit) throws IOException;

    /** What the boards said, minute by minute. */
    SensorLog sensorLog();

    /** The folder of the visit's media. */
    Path folder(Visit visit);

    /**
     * A small picture of the visit, {@code thumb.jpg} in its folder, at most 480 px wide. Made if it is missing, which
     * takes some 20 ms of one core; empty if the visit has no picture.
     */
    Optional<byte[]> thumbnail(Visit visit) throws IOException;

    /** Stars a visit or takes the star away. */
    Visit keep(VisitId id, boolean kept) throws IOException;

    /**
     * Deletes a visit, also a starred one. It is shown no more, and is gone for good a day later; alerts of it that are
     * owed stay owed until then.
     */
    Visit delete(VisitId id) throws IOException;

    /** Takes a deletion back. */
    Visit restore(VisitId id) throws IOException;

    Optional<VisitId> older(Visit visit) throws IOException;

    Optional<VisitId> newer(Visit visit) throws IOException;
}
