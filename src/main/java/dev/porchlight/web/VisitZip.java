package dev.porchlight.web;

import dev.porchlight.library.MediaFile;
import dev.porchlight.library.Role;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import dev.porchlight.library.VisitPage;
import dev.porchlight.library.VisitQuery;
import dev.porchlight.library.VisitShelf;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The pictures and clips of many visits as one zip, written as it is read: 64 kB of memory and a few names, however many
 * visits. Whoever asked and went away ends it with the next piece. The files are compressed already, so they are only
 * packed: by deflate of level 0, because a stored entry must tell its CRC in front, and each file would be read twice.
 *
 * <p>What is missing on the disk is left out and told in {@code MISSING.txt}. Made for one answer, used by one thread.
 */
final class VisitZip {
    /** A day at a busy door has a few hundred. */
    static final int MOST_VISITS = 2_000;

    private static final int VISITS_AT_ONCE = 50;
    private static final int CHUNK = 1 << 16;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss", Locale.ROOT);

    private final VisitShelf shelf;
    private final ZoneId zone;
    private final ZipOutputStream zip;
    private final byte[] chunk = new byte[CHUNK];
    private final Map<String, Integer> names = new HashMap<>();
    private final List<String> missing = new ArrayList<>();

    private VisitZip(VisitShelf shelf, ZoneId zone, OutputStream to) {
        this.shelf = shelf;
        this.zone = zone;
        this.zip = new ZipOutputStream(to, StandardCharsets.UTF_8);
        zip.setLevel(Deflater.NO_COMPRESSION);
    }

    /**
     * Writes these visits, in this order; {@code to} stays open.
     *
     * @throws IllegalArgumentException with a sentence, before anything is written, if there are too many
     * @throws IOException if nobody reads any more, or the catalog cannot be read
     */
    static void write(VisitShelf shelf, ZoneId zone, List<VisitId> visits, OutputStream to) throws IOException {
        if (visits.size() > MOST_VISITS) {
            throw new IllegalArgumentException("at most " + MOST_VISITS + " visits go into one zip, not "
                    + visits.size() + "; choose fewer, or download day by day");
        }
        VisitZip zip = new VisitZip(shelf, zone, to);
        for (VisitId id : visits) {
            Optional<Visit> visit =
                    shelf.find(id).filter(found -> found.deletedAt().isEmpty());
            if (visit.isPresent()) {
                zip.add(visit.get());
            } else {
                zip.missing.add("visit " + id + ": it was deleted, or never was");
            }
        }
        zip.end();
    }

    /** Writes the visits of a day, newest first, page by page; {@code to} stays open. */
    static void write(VisitShelf shelf, ZoneId zone, LocalDate day, OutputStream to) throws IOException {
        VisitZip zip = new VisitZip(shelf, zone, to);
        OptionalLong before = OptionalLong.empty();
        int left = MOST_VISITS;
        do {
            VisitPage page = shelf.page(ofDay(day, before));
            for (Visit visit : page.visits()) {
                zip.add(visit);
            }
            left -= page.visits().size();
            before = page.next();
        } while (before.isPresent() && left > 0);
        if (before.isPresent()) {
            zip.missing.add("the day has more visits: only its newest " + MOST_VISITS + " are here");
        }
        zip.end();
    }

    private static VisitQuery ofDay(LocalDate day, OptionalLong before) {
        return new VisitQuery(
                Optional.of(day),
                Optional.of(day),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                false,
                before,
                VISITS_AT_ONCE);
    }

    private void add(Visit visit) throws IOException {
        Optional<MediaFile> picture = visit.picture();
        if (picture.isPresent()) {
            add(visit, picture.get());
        } else {
            missing.add(name(visit) + ": " + visit.problem().orElse("there is no picture"));
        }
        Optional<MediaFile> clip = visit.media(Role.CLIP);
        if (clip.isPresent()) {
            add(visit, clip.get());
        }
    }

    private void add(Visit visit, MediaFile file) throws IOException {
        String ending = file.file().substring(file.file().lastIndexOf('.'));
        Path path = shelf.folder(visit).resolve(file.file());
        try (InputStream in = Files.newInputStream(path)) {
            if (Files.size(path) != file.size()) {
                missing.add(name(visit) + ending + ": its file has another length than it was kept with");
                return;
            }
            String name = unique(name(visit), ending);
            ZipEntry entry = new ZipEntry(name);
            entry.setTimeLocal(time(visit));
            zip.putNextEntry(entry);
            copy(in, name);
            zip.closeEntry();
        } catch (NoSuchFileException e) {
            missing.add(name(visit) + ending + ": its file is missing on the disk");
        }
    }

    private void copy(InputStream in, String name) throws IOException {
        int count = read(in, name);
        while (count > 0) {
            zip.write(chunk, 0, count);
            count = read(in, name);
        }
    }

    /** A disk that fails ends the file and not the zip. */
    private int read(InputStream in, String name) {
        try {
            return in.read(chunk);
        } catch (IOException e) {
            missing.add(name + ": the disk could not read it to its end (" + e.getMessage() + ")");
            return -1;
        }
    }

    private LocalDateTime time(Visit visit) {
        return LocalDateTime.ofInstant(visit.start(), zone);
    }

    /** {@code 2026-11-23_07-15-02_door}, safe on every file system. */
    private String name(Visit visit) {
        return NAME.format(time(visit)) + "_" + visit.camera().replaceAll("[^A-Za-z0-9-]", "-");
    }

    private String unique(String name, String ending) {
        int number = names.merge(name + ending, 1, Integer::sum);
        return number == 1 ? name + ending : name + "_" + number + ending;
    }

    private void end() throws IOException {
        if (!missing.isEmpty()) {
            zip.putNextEntry(new ZipEntry("MISSING.txt"));
            zip.write(("Not in this zip:\r\n\r\n" + String.join("\r\n", missing) + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        zip.finish();
    }
}
