package dev.porchlight.library;

import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the boards said, a row a minute, in one CSV file a day: {@code <data>/log/2026-11-23.csv}, which people can open
 * as it is. Rows wait in memory until they are written together, so that a quiet night costs the card next to nothing;
 * while its disk is away or the clock is not known to be right they go on waiting, at most {@value #MOST_WAITING}. Safe on
 * every thread.
 */
public final class SensorLog {
    private static final Logger log = LoggerFactory.getLogger(SensorLog.class);

    public static final String HEADER = "time,board,motion_s,least_mm,median_mm,bad_lines\n";
    static final int MOST_WAITING = 5_000;

    /** A year, and the same season of the last one beside it: 25 MB for each board. */
    static final int DAYS_KEPT = 400;

    private final Path folder;
    private final ZoneId zone;
    private final HouseClock clock;
    private final DiskCheck disk;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private record Waiting(Moment begin, SensorMinute row) {}

    /** One whose folder is always there. */
    public static SensorLog in(Path folder, ZoneId zone, HouseClock clock) {
        return new SensorLog(folder, zone, clock, () -> {});
    }

    /** Notices that the disk is gone, before anything is written to the place where it was. */
    interface DiskCheck {
        void expectDisk() throws IOException;
    }

    SensorLog(Path folder, ZoneId zone, HouseClock clock, DiskCheck disk) {
        this.folder = folder;
        this.zone = zone;
        this.clock = clock;
        this.disk = disk;
    }

    /** A row of the minute that began at {@code begin}; the row's own time is not looked at. */
    public synchronized void add(Moment begin, SensorMinute row) {
        if (waiting.size() >= MOST_WAITING) {
            waiting.removeFirst();
        }
        waiting.addLast(new Waiting(begin, row));
    }

    /**
     * Writes the rows that wait, and synchronises their files.
     *
     * @throws IOException if that cannot be done; what was not written goes on waiting
     */
    public synchronized void flush() throws IOException {
        if (waiting.isEmpty() || !clock.isSet()) {
            return;
        }
        disk.expectDisk();
        Map<LocalDate, List<SensorMinute>> days = new TreeMap<>();
        rowsThatWait().forEach(row -> days.computeIfAbsent(dayOf(row), day -> new ArrayList<>())
                .add(row));
        int written = 0;
        try {
            for (Map.Entry<LocalDate, List<SensorMinute>> day : days.entrySet()) {
                append(fileOf(day.getKey()), day.getValue());
                written += day.getValue().size();
            }
        } finally {
            for (int i = 0; i < written; i++) {
                waiting.removeFirst();
            }
        }
    }

    /** With the time that is known now: a clock that was set since has moved them. */
    private Collection<SensorMinute> rowsThatWait() {
        Moment now = clock.now();
        return waiting.stream()
                .map(it -> it.row().at(now.wall().minus(now.since(it.begin())).truncatedTo(ChronoUnit.MINUTES)))
                .toList();
    }

    private LocalDate dayOf(SensorMinute row) {
        return LocalDate.ofInstant(row.minute(), zone);
    }

    private Path fileOf(LocalDate day) {
        return folder.resolve(day + ".csv");
    }

    /** The day's file, if there is one. */
    public Optional<Path> file(LocalDate day) {
        return Optional.of(fileOf(day)).filter(Files::exists);
    }

    private void append(Path file, List<SensorMinute> rows) throws IOException {
        boolean isNew = Files.notExists(file);
        Durable.createFolders(folder);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long before = channel.size();
            StringBuilder text = new StringBuilder(before == 0 ? HEADER : endOfTornLine(channel));
            rows.forEach(row -> text.append(line(row)));
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            try {
                channel.position(before);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            } catch (IOException e) {
                channel.truncate(before);
                throw e;
            }
        }
        if (isNew) {
            Durable.sync(folder);
            forgetOld();
        }
    }

    /** A power cut may have torn the last line. */
    private static String endOfTornLine(FileChannel channel) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        channel.read(last, channel.size() - 1);
        return last.get(0) == '\n' ? "" : "\n";
    }

    /** The row as a line of the file, in the time of the home. */
    public String line(SensorMinute row) {
        return String.format(
                Locale.ROOT,
                "%s,%s,%.1f,%s,%s,%d\n",
                row.minute().atZone(zone).toOffsetDateTime(),
                row.board(),
                row.motionSeconds(),
                text(row.leastMm()),
                text(row.medianMm()),
                row.badLines());
    }

    private static String text(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "";
    }

    private void forgetOld() {
        String first = LocalDate.ofInstant(clock.now().wall(), zone).minusDays(DAYS_KEPT) + ".csv";
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "????-??-??.csv")) {
            for (Path file : files) {
                if (file.getFileName().toString().compareTo(first) < 0) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            log.warn("an old file of the sensor log cannot be removed from {}: {}", folder, e.getMessage());
        }
    }

    /** The rows of a day in the order they were written, and those that wait. A torn or foreign line is passed over. */
    public List<SensorMinute> day(LocalDate day) throws IOException {
        List<SensorMinute> rows = new ArrayList<>();
        synchronized (this) {
            try {
                for (String line : Files.readAllLines(fileOf(day), StandardCharsets.ISO_8859_1)) {
                    read(line).ifPresent(rows::add);
                }
            } catch (NoSuchFileException e) {
                log.trace("nothing was written on {}", day, e);
            }
            rowsThatWait().stream().filter(row -> dayOf(row).equals(day)).forEach(rows::add);
        }
        return rows;
    }

    private static Optional<SensorMinute> read(String line) {
        String[] cells = line.split(",", -1);
        if (cells.length != 6 || line.equals(HEADER.strip())) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SensorMinute(
                    OffsetDateTime.parse(cells[0]).toInstant(),
                    cells[1],
                    Double.parseDouble(cells[2]),
                    number(cells[3]),
                    number(cells[4]),
                    Long.parseLong(cells[5])));
        } catch (DateTimeException | NumberFormatException e) {
            log.debug("not a line of the sensor log: {}", line, e);
            return Optional.empty();
        }
    }

    private static OptionalInt number(String cell) {
        return cell.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(cell));
    }
}
