package dev.porchlight.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.config.RetentionConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is asked for, the pages are those that reading every visit gives. */
class VisitPagesTest {
    private static final int VISITS = 9_000;
    private static final long FIRST_DAY = LocalDate.of(2026, 1, 1).toEpochDay();

    private static Home home;
    private static List<Visit> all;

    @BeforeAll
    static void manyVisits(@TempDir Path path) throws IOException {
        home = new Home(path.resolve("data"));
        home.retention = new RetentionConfig(36_500, 36_500, Long.MAX_VALUE, 0);
        home.open();
        home.close();
        try (Catalog catalog = Catalog.open(home.path.resolve("porchlight.db"))) {
            catalog.write(Catalog.Priority.WEB, VisitPagesTest::fill);
            all = catalog.read(c -> VisitRows.list(c, "SELECT * FROM visit WHERE seq > 8500 ORDER BY seq DESC"));
            List<Visit> more = new ArrayList<>(all);
            for (int top = 8_500; top > 0; top -= 500) {
                more.addAll(catalog.read(visitsBelow(top)));
            }
            all = more;
        }
        assertEquals(VISITS, all.size());
        home.open();
    }

    private static Catalog.Work<List<Visit>> visitsBelow(int top) {
        return c -> VisitRows.list(c, "SELECT * FROM visit WHERE seq <= ? ORDER BY seq DESC LIMIT 500", top);
    }

    /** The garage has no clip and nobody comes near; the clock jumped now and then; some are deleted. */
    private static int fill(Connection c) throws SQLException {
        String[] cameras = {"door", "garden", "garage"};
        Random random = new Random(7);
        try (var visit = c.prepareStatement(
                "INSERT INTO visit(id, trigger_id, camera, start_ms, end_ms, nanos, boot_id, clock_set, day, why,"
                        + " closest_mm, kept, folder, deleted_ms, clip) VALUES(?,'t',?,0,0,0,'b',1,?,'motion',?,?,?,?,?)")) {
            for (int i = 1; i <= VISITS; i++) {
                int camera = random.nextInt(3);
                boolean clip = camera != 2 && random.nextInt(3) == 0;
                visit.setString(1, VisitId.create().value());
                visit.setString(2, cameras[camera]);
                visit.setLong(3, FIRST_DAY + i / 100 - (random.nextInt(50) == 0 ? random.nextInt(20) : 0));
                visit.setObject(
                        4, random.nextInt(8) == 0 ? null : (camera == 2 ? 2_000 : 0) + random.nextInt(150) * 13);
                visit.setInt(5, random.nextInt(100) == 0 ? 1 : 0);
                visit.setString(6, "2026/" + i);
                visit.setObject(7, random.nextInt(30) == 0 ? 5L : null);
                visit.setInt(8, clip ? 1 : 0);
                visit.addBatch();
            }
            visit.executeBatch();
        }
        Catalog.update(
                c,
                "INSERT INTO media(visit, role, file, size, sha256, version, width, height)"
                        + " SELECT seq, 'clip', 'clip.mp4', 1, '', 1, 0, 0 FROM visit WHERE clip = 1");
        return Catalog.update(
                c,
                "INSERT INTO days(day, camera, count) SELECT day, camera, COUNT(*) FROM visit"
                        + " WHERE deleted_ms IS NULL GROUP BY day, camera");
    }

    @AfterAll
    static void close() throws IOException {
        home.close();
    }

    private static boolean agrees(Visit visit, VisitQuery query) {
        return visit.deletedAt().isEmpty()
                && query.from().filter(visit.day()::isBefore).isEmpty()
                && query.to().filter(visit.day()::isAfter).isEmpty()
                && query.camera().filter(c -> !c.equals(visit.camera())).isEmpty()
                && isInRange(visit.closestMm(), query)
                && (!query.kept() || visit.kept())
                && (!query.withClip() || visit.media(Role.CLIP).isPresent())
                && (query.before().isEmpty() || visit.seq() < query.before().getAsLong());
    }

    private static boolean isInRange(OptionalInt mm, VisitQuery query) {
        if (query.minCm().isEmpty() && query.maxCm().isEmpty()) {
            return true;
        }
        int least = query.minCm().orElse(0) * 10;
        int most = query.maxCm().orElse(100_000) * 10 + 9;
        return mm.isPresent() && mm.getAsInt() >= least && mm.getAsInt() <= most;
    }

    private static VisitQuery anyQuery(Random random) {
        LocalDate day = LocalDate.ofEpochDay(FIRST_DAY + random.nextInt(95) - 2);
        int cm = random.nextInt(450);
        return new VisitQuery(
                random.nextInt(3) == 0 ? Optional.of(day) : Optional.empty(),
                random.nextInt(3) == 0 ? Optional.of(day.plusDays(random.nextInt(60))) : Optional.empty(),
                random.nextInt(2) == 0
                        ? Optional.of(
                                List.of("door", "garden", "garage", "nobody's").get(random.nextInt(4)))
                        : Optional.empty(),
                random.nextInt(3) == 0 ? OptionalInt.of(cm) : OptionalInt.empty(),
                random.nextInt(3) == 0 ? OptionalInt.of(cm + random.nextInt(40) - 2) : OptionalInt.empty(),
                random.nextInt(5) == 0,
                random.nextInt(4) == 0,
                random.nextInt(2) == 0 ? OptionalLong.of(random.nextInt(VISITS + 100)) : OptionalLong.empty(),
                1 + random.nextInt(60));
    }

    @Test
    void everyQueryGivesWhatReadingEveryVisitGives() throws IOException {
        Random random = new Random(11);
        int withVisits = 0;
        for (int i = 0; i < 600; i++) {
            VisitQuery query = nonNegative(anyQuery(random));
            List<Visit> agreeing =
                    all.stream().filter(visit -> agrees(visit, query)).toList();
            List<Visit> shown = agreeing.stream().limit(query.limit()).toList();
            OptionalLong next = agreeing.size() > query.limit()
                    ? OptionalLong.of(shown.get(shown.size() - 1).seq())
                    : OptionalLong.empty();

            assertEquals(new VisitPage(shown, next), home.library.page(query), query.toString());
            withVisits += shown.isEmpty() ? 0 : 1;
        }
        assertTrue(withVisits > 200 && withVisits < 590, withVisits + " queries found a visit");
    }

    private static VisitQuery nonNegative(VisitQuery q) {
        return q.maxCm().isPresent() && q.maxCm().getAsInt() < 0
                ? new VisitQuery(
                        q.from(),
                        q.to(),
                        q.camera(),
                        q.minCm(),
                        OptionalInt.of(0),
                        q.kept(),
                        q.withClip(),
                        q.before(),
                        q.limit())
                : q;
    }

    @Test
    void theDaysOfAMonthAreCountedWithoutTheOthers() throws IOException {
        LocalDate from = LocalDate.of(2026, 2, 1);
        LocalDate to = LocalDate.of(2026, 2, 28);

        List<DayCount> days = home.library.days(Optional.of(from), Optional.of(to), Optional.of("door"));

        List<DayCount> counted = IntStream.rangeClosed(0, 27)
                .mapToObj(to::minusDays)
                .map(day -> new DayCount(day, (int) all.stream()
                        .filter(v -> v.day().equals(day)
                                && v.camera().equals("door")
                                && v.deletedAt().isEmpty())
                        .count()))
                .toList();
        assertEquals(counted, days);
    }
}
