package dev.porchlight.web;

import dev.porchlight.library.MediaFile;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitShelf;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The pictures and clips of many visits as one zip, made as it is sent: each piece holds the next 32 kB of one file, so
 * that it costs the same memory for any number of visits but for their names, and for the table of contents at its end,
 * 150 bytes a file. The files are compressed already, so they are only packed: by deflate of level 0, because a stored
 * entry must tell its CRC in front, and each file would be read twice.
 *
 * <p>What is missing on the disk is left out and told in {@code MISSING.txt}. Made for one answer.
 */
final class VisitZip implements Pieces {
    /** A day at a busy door has a few hundred. */
    static final int MOST_VISITS = 2_000;

    private static final int CHUNK = 1 << 15;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss", Locale.ROOT);

    private final VisitShelf shelf;
    private final ZoneId zone;
    private final ZipVisits visits;
    private final Made made = new Made();
    private final ZipOutputStream zip = new ZipOutputStream(made, StandardCharsets.UTF_8);
    private final byte[] chunk = new byte[CHUNK];
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final List<String> missing = new ArrayList<>();
    private Optional<Open> open = Optional.empty();
    private boolean isEveryVisitIn;
    private boolean finished;

    private record Waiting(Visit visit, MediaFile file) {}

    private record Open(String name, InputStream in) {}

    /** What was made and has not been sent. */
    private static final class Made extends ByteArrayOutputStream {
        private int sent;

        /** As much of it as fits; 0 if there is nothing. */
        int take(byte[] to) {
            int length = Math.min(to.length, count - sent);
            System.arraycopy(buf, sent, to, 0, length);
            sent += length;
            if (sent == count) {
                reset();
                sent = 0;
            }
            return length;
        }
    }

    VisitZip(VisitShelf shelf, ZoneId zone, ZipVisits visits) {
        this.shelf = shelf;
        this.zone = zone;
        this.visits = visits;
        zip.setLevel(Deflater.NO_COMPRESSION);
    }

    /** @throws IOException if the catalog cannot be read */
    @Override
    public int next(byte[] to) throws IOException {
        int count = made.take(to);
        while (count == 0 && !finished) {
            makeMore();
            count = made.take(to);
        }
        return count == 0 ? -1 : count;
    }

    /** The next bit of work; may bring nothing. */
    private void makeMore() throws IOException {
        if (open.isPresent()) {
            copy(open.get());
        } else if (!waiting.isEmpty()) {
            begin(waiting.remove());
        } else if (!isEveryVisitIn) {
            Optional<Visit> visit = visits.next(missing);
            if (visit.isPresent()) {
                add(visit.get());
            } else {
                isEveryVisitIn = true;
                tellMissing();
            }
        } else {
            zip.finish();
            finished = true;
        }
    }

    private void add(Visit visit) {
        Optional<MediaFile> picture = visit.picture();
        if (picture.isPresent()) {
            waiting.add(new Waiting(visit, picture.get()));
        } else {
            missing.add(name(visit) + ": " + visit.problem().orElse("there is no picture"));
        }
        visit.clip().ifPresent(clip -> waiting.add(new Waiting(visit, clip)));
    }

    private void begin(Waiting next) throws IOException {
        Visit visit = next.visit();
        MediaFile file = next.file();
        String ending = file.file().substring(file.file().lastIndexOf('.'));
        Path path = shelf.folder(visit).resolve(file.file());
        try {
            if (Files.size(path) != file.size()) {
                missing.add(name(visit) + ending + ": its file has another length than it was kept with");
                return;
            }
            open = Optional.of(new Open(unique(name(visit), ending), Files.newInputStream(path)));
        } catch (NoSuchFileException e) {
            missing.add(name(visit) + ending + ": its file is missing on the disk");
            return;
        }
        ZipEntry entry = new ZipEntry(open.get().name());
        entry.setTimeLocal(time(visit));
        zip.putNextEntry(entry);
    }

    private void copy(Open file) throws IOException {
        int count = read(file);
        if (count > 0) {
            zip.write(chunk, 0, count);
        } else {
            zip.closeEntry();
            open = Optional.empty();
            file.in().close();
        }
    }

    /** A disk that fails ends the file and not the zip. */
    private int read(Open file) {
        try {
            return file.in().read(chunk);
        } catch (IOException e) {
            missing.add(file.name() + ": the disk could not read it to its end (" + e.getMessage() + ")");
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

    private void tellMissing() throws IOException {
        if (!missing.isEmpty()) {
            String words = "Not in this zip:\r\n\r\n" + String.join("\r\n", missing) + "\r\n";
            open = Optional.of(
                    new Open("MISSING.txt", new ByteArrayInputStream(words.getBytes(StandardCharsets.UTF_8))));
            zip.putNextEntry(new ZipEntry("MISSING.txt"));
        }
    }

    /** Lets go of the open file and of the packer's memory; what was not sent is forgotten. */
    @Override
    public void close() throws IOException {
        finished = true;
        try {
            if (open.isPresent()) {
                open.get().in().close();
            }
        } finally {
            zip.close();
        }
    }
}
