package dev.porchlight.library;

import dev.porchlight.library.Catalog.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Proves on the user's own disk what the library promises: the catalog is sound, every file a row names is there with
 * its size and SHA-256, nothing lies about that no row knows, the counts of days and each {@code visit.json} agree with
 * the rows. With {@code repair} it puts right what can be put right; looking alone changes nothing and may be done beside
 * a running host.
 */
public final class Check implements AutoCloseable {
    private static final int AT_ONCE = 200;

    private final Catalog catalog;
    private final MediaFolder media;
    private final boolean repair;
    private final Consumer<String> tell;
    private int visits;
    private int files;
    private final List<String> wrong = new ArrayList<>();
    private int repaired;

    /**
     * What came of it.
     *
     * @param wrong one sentence each, as found before any repair
     * @param repaired how many of them were put right
     */
    public record Report(int visits, int files, List<String> wrong, int repaired) {
        public Report {
            wrong = List.copyOf(wrong);
        }

        public boolean isSound() {
            return wrong.size() == repaired;
        }
    }

    private Check(Catalog catalog, MediaFolder media, boolean repair, Consumer<String> tell) {
        this.catalog = catalog;
        this.media = media;
        this.repair = repair;
        this.tell = tell;
    }

    /**
     * @param repair needs the folder taken, not only looked into
     * @param tell hears now and then how far it got
     */
    public static Check of(DataFolder data, ZoneId zone, boolean repair, Consumer<String> tell) throws IOException {
        Path file = data.path().resolve(Library.CATALOG_FILE);
        if (!repair && !Files.exists(file)) {
            throw new IOException("the catalog " + file
                    + " is missing; porchlight check --repair makes it anew from the" + " visit.json files");
        }
        MediaFolder media = new MediaFolder(data.path().resolve("media"), zone, () -> {}, e -> {});
        return new Check(repair ? Catalog.open(file) : Catalog.lookInto(file), media, repair, tell);
    }

    public Report run() throws IOException {
        checkCatalog();
        List<Path> parts = checkFolders();
        checkRows();
        checkDays();
        checkClips();
        checkStock();
        for (Path part : parts) {
            checkPart(part);
        }
        return new Report(visits, files, wrong, repaired);
    }

    private interface Repair {
        void make() throws IOException;
    }

    private void found(String words, Repair how) throws IOException {
        wrong.add(words);
        tell.accept(words);
        if (repair) {
            how.make();
            repaired++;
        }
    }

    private void checkCatalog() throws IOException {
        List<String> said = catalog.read(c -> texts(c, "PRAGMA integrity_check(20)"));
        for (String words : said) {
            if (!words.equals("ok")) {
                wrong.add(
                        "the catalog is damaged: " + words
                                + "; start porchlight anew: it sets the damaged one aside and makes another from the visits' own files");
            }
        }
        for (String words : catalog.read(c -> texts(c, "PRAGMA foreign_key_check"))) {
            wrong.add("the catalog has a row without its visit in table " + words);
        }
    }

    /**
     * What lies in the media folder that no row knows.
     *
     * @return what is half-written, or is being written this very moment
     */
    private List<Path> checkFolders() throws IOException {
        List<Path> parts = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(media.root(), 5)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String name = path.getFileName().toString();
                if (Files.isRegularFile(path) && name.endsWith(Durable.PART)) {
                    parts.add(path);
                } else if (Files.isDirectory(path)) {
                    Optional<VisitId> id = MediaFolder.visitOf(path);
                    if (id.isPresent() && !isInCatalog(id.get()) && !isLeaving(path)) {
                        checkUnknown(path);
                    }
                }
            }
        }
        return parts;
    }

    private void checkPart(Path part) throws IOException {
        if (Files.exists(part)) {
            found(media.below(part) + " was left half-written", () -> Files.deleteIfExists(part));
        }
    }

    private boolean isInCatalog(VisitId id) throws IOException {
        return catalog.read(c -> VisitRows.find(c, id).isPresent());
    }

    /** Its visit left; the host removes the rest. */
    private boolean isLeaving(Path folder) throws IOException {
        return catalog.read(c -> Leaving.isNamed(c, media.below(folder)));
    }

    private void checkUnknown(Path folder) throws IOException {
        Path sidecar = folder.resolve(MediaFolder.SIDECAR);
        if (!Files.exists(sidecar)) {
            // A visit is taken with its row; a folder without either was never one, or is one this very moment.
            if (repair) {
                found(media.below(folder) + " holds files of no visit", () -> removeFolder(folder));
            }
            return;
        }
        found(media.below(folder) + " is a visit that the catalog does not know", () -> {
            Sidecar.Told told = Sidecar.parse(Files.readAllBytes(sidecar), media.below(folder));
            catalog.write(Priority.WEB, c -> {
                VisitRows.restore(c, told.visit(), told.readings());
                return true;
            });
        });
    }

    private static void removeFolder(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path file : inside.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private void checkRows() throws IOException {
        long after = 0;
        while (true) {
            long from = after;
            List<Visit> some = catalog.read(
                    c -> VisitRows.list(c, "SELECT * FROM visit WHERE seq > ? ORDER BY seq LIMIT " + AT_ONCE, from));
            if (some.isEmpty()) {
                return;
            }
            for (Visit visit : some) {
                checkVisit(visit);
                after = visit.seq();
            }
            tell.accept(visits + " visits, " + files + " files looked at");
        }
    }

    private void checkVisit(Visit visit) throws IOException {
        visits++;
        for (MediaFile file : visit.media()) {
            files++;
            Optional<String> problem =
                    MediaFolder.problemOf(media.resolve(visit.folder()).resolve(file.file()), file, true);
            if (problem.isPresent()) {
                found(
                        visit.folder() + "/" + file.file() + " " + problem.get(),
                        () -> catalog.write(
                                Priority.WEB,
                                c -> VisitRows.dropMedia(
                                        c, visit.seq(), file.role(), "its " + file.file() + " " + problem.get())));
            }
        }
        if (!isStale(visit) && !isBeingPurged(visit)) {
            checkSidecar(visit);
        }
    }

    /** The first step of it takes away the visit.json of a deleted visit; the host makes the rest. */
    private boolean isBeingPurged(Visit visit) {
        return visit.deletedAt().isPresent()
                && !Files.exists(media.resolve(visit.folder()).resolve(MediaFolder.SIDECAR));
    }

    private boolean isStale(Visit visit) throws IOException {
        return catalog.read(c -> !texts(c, "SELECT visit FROM stale WHERE visit = " + visit.seq())
                .isEmpty());
    }

    private void checkSidecar(Visit visit) throws IOException {
        Path path = media.resolve(visit.folder()).resolve(MediaFolder.SIDECAR);
        Visit now = catalog.read(c -> VisitRows.bySeq(c, visit.seq())).orElse(visit);
        byte[] json = Sidecar.of(now, catalog.read(c -> VisitRows.readings(c, now.id())));
        if (!Files.exists(path) || !Arrays.equals(Files.readAllBytes(path), json)) {
            if (isStale(visit)) {
                return;
            }
            found(
                    visit.folder() + "/" + MediaFolder.SIDECAR + " does not agree with the catalog",
                    () -> media.writeSidecar(now.folder(), json));
        }
    }

    private void checkDays() throws IOException {
        Map<String, Integer> counted = new HashMap<>();
        Map<String, Integer> noted = new HashMap<>();
        catalog.read(c -> {
            fill(c, "SELECT day, camera, COUNT(*) FROM visit WHERE deleted_ms IS NULL GROUP BY day, camera", counted);
            fill(c, "SELECT day, camera, count FROM days WHERE count <> 0", noted);
            return true;
        });
        if (!counted.equals(noted)) {
            found(
                    "the counts of the days do not agree with the visits",
                    () -> catalog.write(Priority.WEB, c -> {
                        Catalog.update(c, "DELETE FROM days");
                        return Catalog.update(
                                c,
                                "INSERT INTO days(day, camera, count) SELECT day, camera, COUNT(*) FROM visit"
                                        + " WHERE deleted_ms IS NULL GROUP BY day, camera");
                    }));
        }
    }

    private void checkClips() throws IOException {
        String wrongOnes =
                "FROM visit WHERE clip <> EXISTS(SELECT 1 FROM media WHERE visit = seq AND role IN ('clip', 'mjpeg'))";
        if (!catalog.read(c -> texts(c, "SELECT seq " + wrongOnes + " LIMIT 1")).isEmpty()) {
            found(
                    "the catalog's list of visits with a clip does not agree with their files",
                    () -> catalog.write(
                            Priority.WEB,
                            c -> Catalog.update(
                                    c,
                                    "UPDATE visit SET clip = 1 - clip WHERE seq IN (SELECT seq " + wrongOnes + ")")));
        }
    }

    private void checkStock() throws IOException {
        String counted = "(SELECT COALESCE(SUM(size), 0) FROM media)";
        if (!catalog.read(c -> texts(c, "SELECT bytes FROM stock WHERE bytes <> " + counted))
                .isEmpty()) {
            found(
                    "the catalog's sum of what all media take does not agree with them",
                    () -> catalog.write(Priority.WEB, c -> Catalog.update(c, "UPDATE stock SET bytes = " + counted)));
        }
    }

    private static void fill(Connection c, String sql, Map<String, Integer> counts) throws SQLException {
        try (PreparedStatement s = Catalog.prepare(c, sql);
                ResultSet row = s.executeQuery()) {
            while (row.next()) {
                counts.put(LocalDate.ofEpochDay(row.getLong(1)) + " " + row.getString(2), row.getInt(3));
            }
        }
    }

    private static List<String> texts(Connection c, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement s = Catalog.prepare(c, sql);
                ResultSet row = s.executeQuery()) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    @Override
    public void close() {
        catalog.close();
    }
}
