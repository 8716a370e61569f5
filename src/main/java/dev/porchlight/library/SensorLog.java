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
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
    /** Guarded by itself, for no longer than a list takes. */
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** Held by who writes, for as long as the disk takes. */
    private final Object writing = new Object();

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

    /** A row of the minute that began at {@code begin}; the row's own time is not looked at. Does not wait for the disk. */
    public void add(Moment begin, SensorMinute row) {
        synchronized (waiting) {
            if (waiting.size() >= MOST_WAITING) {
                waiting.removeFirst();
            }
            waiting.addLast(new Waiting(begin, row));
        }
    }

    /**
     * Writes the rows that wait, and synchronises their files.
     *
     * @throws IOException if that cannot be done; what was not written goes on waiting
     */
    public void flush() throws IOException {
        synchronized (writing) {
            List<Waiting> all = waiting();
            if (all.isEmpty() || !clock.isSet()) {
                return;
            }
            disk.expectDisk();
            Map<LocalDate, List<Waiting>> days = new TreeMap<>();
            all.forEach(one -> days.computeIfAbsent(dayOf(dated(one)), day -> new ArrayList<>())
                    .add(one));
            for (Map.Entry<LocalDate, List<Waiting>> day : days.entrySet()) {
                append(
                        fileOf(day.getKey()),
                        day.getValue().stream().map(this::dated).toList());
                Set<Waiting> written = new HashSet<>(day.getValue());
                synchronized (waiting) {
                    waiting.removeIf(written::contains);
                }
            }
        }
    }

    private List<Waiting> waiting() {
        synchronized (waiting) {
            return List.copyOf(waiting);
        }
    }

    /** With the time that is known now: a clock that was set since has moved it. */
    private SensorMinute dated(Waiting one) {
        Moment now = clock.now();
        return one.row().at(now.wall().minus(now.since(one.begin())).truncatedTo(ChronoUnit.MINUTES));
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

    /**
     * The rows of a day in the order they were written, then those that wait. A torn or foreign line is passed over. Waits
     * for nobody who writes.
     */
    public List<SensorMinute> day(LocalDate day) throws IOException {
        List<SensorMinute> late = waiting().stream()
                .map(this::dated)
                .filter(row -> dayOf(row).equals(day))
                .toList();
        List<SensorMinute> rows = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(fileOf(day), StandardCharsets.ISO_8859_1)) {
                read(line).ifPresent(rows::add);
            }
        } catch (NoSuchFileException e) {
            log.trace("nothing was written on {}", day, e);
        }
        // What was written between the two looks is there already.
        Set<Spot> written = rows.stream().map(Spot::of).collect(Collectors.toSet());
        late.stream().filter(row -> !written.contains(Spot.of(row))).forEach(rows::add);
        return rows;
    }

    private record Spot(Instant minute, String board) {
        static Spot of(SensorMinute row) {
            return new Spot(row.minute(), row.board());
        }
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
