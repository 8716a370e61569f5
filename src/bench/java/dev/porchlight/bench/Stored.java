package dev.porchlight.bench;

import dev.porchlight.config.RetentionConfig;
import dev.porchlight.health.Health;
import dev.porchlight.library.Library;
import dev.porchlight.library.Subscriptions;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.Optional;

/** A library that has been in use for long: rows without their files, as only the catalog's size matters here. */
final class Stored {
    /** They are old and many, and stay. */
    static final RetentionConfig ALL = new RetentionConfig(36_500, 36_500, Long.MAX_VALUE, 0);

    private Stored() {}

    static void fill(Path folder, int visits) throws IOException, SQLException {
        HouseClock clock = HouseClock.ofThisMachine();
        try (Library library =
                new Library(folder, Optional.empty(), ZoneId.of("UTC"), Stored.ALL, clock, new Health(clock))) {
            library.start(Subscriptions.none());
        }
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("porchlight.db"));
                Statement s = c.createStatement()) {
            c.setAutoCommit(false);
            s.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + visits + ")"
                    + " INSERT INTO visit(id, trigger_id, board, camera, start_ms, end_ms, nanos, boot_id, clock_set, day,"
                    + " why, closest_mm, folder) SELECT printf('01KZ%022d', i), 't', 'door', 'door',"
                    + " 1700000000000 + i * 100000, 1700000010000 + i * 100000, i, 'boot', 1, 19675 + i / 864, 'motion',"
                    + " 300 + i % 2000, printf('2023/11/14/%d', i) FROM n");
            s.execute("INSERT INTO media(visit, role, file, size, sha256, version, width, height) SELECT seq, 'photo',"
                    + " 'photo.jpg', 100000, printf('%064d', seq), 1, 1280, 720 FROM visit");
            s.execute("INSERT INTO days(day, camera, count) SELECT day, camera, COUNT(*) FROM visit GROUP BY 1, 2");
            c.commit();
        }
    }
}
