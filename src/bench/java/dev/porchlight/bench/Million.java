package dev.porchlight.bench;

import dev.porchlight.health.Health;
import dev.porchlight.library.Library;
import dev.porchlight.library.Subscriptions;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A library of a million visits in three years, as rows without their files: three cameras of which one never makes a clip,
 * one in a hundred starred, one in seven without a distance. The distances are those of an HC-SR04 in a porch 2 m deep;
 * 123 cm never comes. It is made once, in half a minute, and used again.
 */
final class Million {
    static final int VISITS = 1_000_000;
    static final LocalDate FIRST_DAY = LocalDate.of(2023, 11, 14);
    private static final int A_DAY = VISITS / 1_095;
    private static final String MADE_AS = "1,000,000 visits, made in the first way";

    private Million() {}

    static Path make(Path folder) throws IOException, SQLException {
        Path mark = folder.resolve("made");
        if (Files.exists(mark) && Files.readString(mark).equals(MADE_AS)) {
            return folder;
        }
        Benchmarks.delete(folder);
        open(folder).close();
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("porchlight.db"));
                Statement s = c.createStatement()) {
            s.execute("PRAGMA cache_size = -64000");
            c.setAutoCommit(false);
            s.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + VISITS + "),"
                    + " v(i, camera, mm) AS (SELECT i, CASE (i * 2654435761) % 1009 % 3 WHEN 0 THEN 'door' WHEN 1 THEN"
                    + " 'garden' ELSE 'garage' END, 50 + (i * 40503) % 1950 FROM n)"
                    + " INSERT INTO visit(id, trigger_id, board, camera, start_ms, end_ms, nanos, boot_id, clock_set, day,"
                    + " why, closest_mm, kept, folder, clip) SELECT printf('01KZ%022d', i), 't', 'door', camera,"
                    + " 1700000000000 + i * 94608, 1700000010000 + i * 94608, i, 'boot', 1, "
                    + FIRST_DAY.toEpochDay() + " + i / " + A_DAY + ", 'motion and ' || mm / 10 || ' cm',"
                    + " CASE WHEN i % 7 = 0 OR mm / 10 = 123 THEN NULL ELSE mm END, i % 100 = 0,"
                    + " printf('2023/11/14/07-15-02.123_door_01KZ%022d', i), camera <> 'garage' AND i % 3 = 0 FROM v");
            s.execute("INSERT INTO media(visit, role, file, size, sha256, version, width, height) SELECT seq, 'photo',"
                    + " 'photo.jpg', 100000, printf('%064d', seq), 1, 1280, 720 FROM visit");
            s.execute("INSERT INTO media(visit, role, file, size, sha256, version, width, height) SELECT seq, 'clip',"
                    + " 'clip.mp4', 900000, printf('%064d', seq), 1, 1280, 720 FROM visit WHERE clip = 1");
            s.execute("INSERT INTO days(day, camera, count) SELECT day, camera, COUNT(*) FROM visit GROUP BY 1, 2");
            c.commit();
        }
        Files.writeString(mark, MADE_AS);
        return folder;
    }

    /** The days of ten years, so that their counts can be measured; the visits stay those of three. */
    static void addSevenYearsOfDays(Path folder) throws SQLException {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("porchlight.db"));
                Statement s = c.createStatement()) {
            s.execute("INSERT OR IGNORE INTO days(day, camera, count) SELECT day - 365 * y, camera, count FROM days,"
                    + " (SELECT 3 AS y UNION ALL SELECT 6 UNION ALL SELECT 9) WHERE day - 365 * y >= "
                    + FIRST_DAY.minusYears(7).toEpochDay());
        }
    }

    static Library open(Path folder) throws IOException {
        HouseClock clock = HouseClock.ofThisMachine();
        Library library = new Library(folder, Optional.empty(), ZoneId.of("UTC"), Stored.ALL, clock, new Health(clock));
        library.start(Subscriptions.none());
        return library;
    }

    /** Makes of the catalog what it was before its indexes were changed. */
    static void undoLastStep(Path folder) throws SQLException {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("porchlight.db"));
                Statement s = c.createStatement()) {
            for (String index : new String[] {
                "visit_of_camera", "visit_of_distance", "visit_kept", "visit_deleted", "visit_clip", "media_mjpeg"
            }) {
                s.execute("DROP INDEX " + index);
            }
            for (String trigger : new String[] {"stock_in", "stock_out", "stock_changed"}) {
                s.execute("DROP TRIGGER " + trigger);
            }
            s.execute("DROP TABLE stock");
            s.execute("DROP TABLE unfinished");
            s.execute("DROP TABLE sink");
            for (String index :
                    new String[] {"delivery_pending", "delivery_asked", "delivery_done", "delivery_in_digest"}) {
                s.execute("DROP INDEX " + index);
            }
            for (String column : new String[] {"turn", "first_ms", "held", "asked", "digest"}) {
                s.execute("ALTER TABLE delivery DROP COLUMN " + column);
            }
            s.execute("CREATE INDEX delivery_pending ON delivery(sink, alert) WHERE state = 'pending'");
            s.execute("ALTER TABLE media DROP COLUMN start_ms");
            s.execute("ALTER TABLE media DROP COLUMN length_ms");
            s.execute("ALTER TABLE visit DROP COLUMN closest_cm");
            s.execute("ALTER TABLE visit DROP COLUMN clip");
            s.execute("DROP TABLE deleted_undated");
            s.execute("DROP TABLE leaving");
            s.execute("CREATE INDEX visit_by_camera ON visit(camera, seq)");
            s.execute("CREATE INDEX visit_kept ON visit(seq) WHERE kept = 1");
            s.execute("CREATE INDEX visit_by_distance ON visit(closest_mm)");
            s.execute("PRAGMA user_version = 1");
        }
    }
}
