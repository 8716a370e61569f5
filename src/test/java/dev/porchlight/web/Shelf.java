package dev.porchlight.web;

import dev.porchlight.library.DayCount;
import dev.porchlight.library.MediaFile;
import dev.porchlight.library.ReadingRow;
import dev.porchlight.library.Role;
import dev.porchlight.library.SensorLog;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import dev.porchlight.library.VisitPage;
import dev.porchlight.library.VisitQuery;
import dev.porchlight.library.VisitShelf;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Visits in a list, with real files. */
final class Shelf implements VisitShelf {
    static final byte[] PHOTO = new byte[1_000];

    static {
        for (int i = 0; i < PHOTO.length; i++) {
            PHOTO[i] = (byte) i;
        }
    }

    /** The disk was pulled out. */
    volatile boolean away;

    /** How many pages were asked for, and the most visits asked for at once. */
    int pages;

    int largestPage;

    private final Path folder;
    private final SensorLog sensorLog;
    private final Map<VisitId, Visit> visits = new HashMap<>();

    Shelf(Path folder) {
        this.folder = folder;
        this.sensorLog = SensorLog.in(folder.resolve("log"), ZoneId.of("Europe/Berlin"), HouseClock.ofThisMachine());
    }

    @Override
    public SensorLog sensorLog() {
        return sensorLog;
    }

    Visit add(String why, boolean withPhoto) throws IOException {
        return add(why, withPhoto, LocalDate.of(2026, 11, 23), false);
    }

    /** One with a clip of so many bytes, which are 0 but take no space on the disk. */
    Visit addClip(long bytes) throws IOException {
        Visit visit = add("motion", false, LocalDate.of(2026, 11, 23), Optional.of(bytes));
        Path file = Files.createDirectories(folder(visit)).resolve("clip.mp4");
        try (RandomAccessFile clip = new RandomAccessFile(file.toFile(), "rw")) {
            clip.setLength(bytes);
        }
        return visit;
    }

    /** One of a day, at about a quarter past seven in Berlin. */
    Visit add(String why, boolean withPhoto, LocalDate day, boolean withClip) throws IOException {
        return add(why, withPhoto, day, withClip ? Optional.of(1L) : Optional.empty());
    }

    private Visit add(String why, boolean withPhoto, LocalDate day, Optional<Long> clip) throws IOException {
        long seq = visits.size() + 1L;
        VisitId id = VisitId.create();
        List<MediaFile> media = new ArrayList<>();
        if (withPhoto) {
            Path file = Files.createDirectories(folder.resolve(id.value())).resolve("photo.jpg");
            Files.write(file, PHOTO);
            media.add(new MediaFile(Role.PHOTO, "photo.jpg", PHOTO.length, "ab".repeat(32), 1, 1280, 720));
        }
        clip.ifPresent(size ->
                media.add(new MediaFile(Role.CLIP, "clip.mp4", size, "cd".repeat(32), 1, 1280, 720, -6_000, 10_000)));
        Instant start =
                day.atTime(6, 15, 2, 123_000_000).toInstant(ZoneOffset.UTC).plusSeconds(seq);
        Visit visit = new Visit(
                id,
                seq,
                "t",
                Optional.of("door"),
                "front",
                start,
                Optional.of(start.plusSeconds(10)),
                0,
                "boot",
                true,
                day,
                why,
                OptionalInt.of(1_120),
                false,
                withPhoto ? Optional.empty() : Optional.of("the camera gives no pictures"),
                id.value(),
                media,
                Optional.empty());
        visits.put(id, visit);
        return visit;
    }

    private void refuseIfAway() throws IOException {
        if (away) {
            throw new IOException("library 0123 is not in /mnt/usb: its disk is not there; plug it in and mount it");
        }
    }

    @Override
    public Optional<Visit> find(VisitId id) throws IOException {
        refuseIfAway();
        return Optional.ofNullable(visits.get(id));
    }

    @Override
    public VisitPage page(VisitQuery query) throws IOException {
        refuseIfAway();
        pages++;
        largestPage = Math.max(largestPage, query.limit());
        List<Visit> newest = new ArrayList<>(visits.values());
        newest.sort(Comparator.comparing(Visit::seq).reversed());
        newest.removeIf(visit -> visit.deletedAt().isPresent() || !fits(visit, query));
        newest.removeIf(visit ->
                query.before().isPresent() && visit.seq() >= query.before().getAsLong());
        boolean more = newest.size() > query.limit();
        List<Visit> shown = more ? newest.subList(0, query.limit()) : newest;
        return new VisitPage(
                shown, more ? OptionalLong.of(shown.get(shown.size() - 1).seq()) : OptionalLong.empty());
    }

    @Override
    public List<DayCount> days(Optional<LocalDate> from, Optional<LocalDate> to, Optional<String> camera)
            throws IOException {
        refuseIfAway();
        Map<LocalDate, Integer> counts = new TreeMap<>(Comparator.reverseOrder());
        visits.values().stream()
                .filter(visit -> visit.deletedAt().isEmpty())
                .forEach(visit -> counts.merge(visit.day(), 1, Integer::sum));
        return counts.entrySet().stream()
                .map(day -> new DayCount(day.getKey(), day.getValue()))
                .toList();
    }

    @Override
    public long bytes() throws IOException {
        refuseIfAway();
        return visits.values().stream()
                .flatMap(visit -> visit.media().stream())
                .mapToLong(MediaFile::size)
                .sum();
    }

    private static boolean fits(Visit visit, VisitQuery query) {
        int cm = visit.closestMm().orElse(0) / 10;
        return query.from().stream().noneMatch(visit.day()::isBefore)
                && query.to().stream().noneMatch(visit.day()::isAfter)
                && query.camera().stream().allMatch(visit.camera()::equals)
                && cm >= query.minCm().orElse(0)
                && cm <= query.maxCm().orElse(Integer.MAX_VALUE)
                && (visit.kept() || !query.kept())
                && (visit.media(Role.CLIP).isPresent() || !query.withClip());
    }

    @Override
    public List<ReadingRow> readings(VisitId id) {
        return List.of(
                new ReadingRow(-500, false, OptionalInt.empty()),
                new ReadingRow(0, true, OptionalInt.of(1_500)),
                new ReadingRow(2_000, true, OptionalInt.of(1_120)),
                new ReadingRow(4_000, false, OptionalInt.of(1_800)));
    }

    @Override
    public Optional<String> wrongWith(Visit visit, MediaFile file) throws IOException {
        Path path = folder(visit).resolve(file.file());
        return Files.exists(path)
                ? Optional.of(file.size() + " bytes")
                        .filter(size -> !size.equals(path.toFile().length() + " bytes"))
                : Optional.of("is missing");
    }

    @Override
    public OptionalInt clipPercent(Visit visit) {
        return OptionalInt.empty();
    }

    @Override
    public Path folder(Visit visit) {
        return folder.resolve(visit.folder());
    }

    @Override
    public Optional<byte[]> thumbnail(Visit visit) throws IOException {
        if (visit.picture().isPresent()
                && !Files.exists(folder(visit).resolve(visit.picture().get().file()))) {
            throw new IOException("there is no photo to make it of");
        }
        return visit.picture().map(file -> new byte[] {(byte) 0xFF, (byte) 0xD8, 1, (byte) 0xFF, (byte) 0xD9});
    }

    @Override
    public Visit keep(VisitId id, boolean kept) {
        Visit v = visits.get(id);
        return change(v, kept, v.deletedAt());
    }

    @Override
    public Visit delete(VisitId id) {
        Visit v = visits.get(id);
        return change(v, v.kept(), Optional.of(Instant.parse("2026-11-24T06:15:02Z")));
    }

    @Override
    public Visit restore(VisitId id) {
        Visit v = visits.get(id);
        return change(v, v.kept(), Optional.empty());
    }

    private Visit change(Visit v, boolean kept, Optional<Instant> deletedAt) {
        Visit changed = new Visit(
                v.id(),
                v.seq(),
                v.triggerId(),
                v.board(),
                v.camera(),
                v.start(),
                v.end(),
                v.nanos(),
                v.bootId(),
                v.clockSet(),
                v.day(),
                v.why(),
                v.closestMm(),
                kept,
                v.problem(),
                v.folder(),
                v.media(),
                deletedAt);
        visits.put(v.id(), changed);
        return changed;
    }

    @Override
    public Optional<VisitId> older(Visit visit) {
        return neighbour(visit, -1);
    }

    @Override
    public Optional<VisitId> newer(Visit visit) {
        return neighbour(visit, 1);
    }

    private Optional<VisitId> neighbour(Visit visit, int step) {
        return visits.values().stream()
                .filter(other -> other.seq() == visit.seq() + step)
                .map(Visit::id)
                .findFirst();
    }
}
