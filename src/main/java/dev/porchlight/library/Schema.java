package dev.porchlight.library;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tables of the catalog. {@code user_version} counts the steps already made; a step is never changed, only added. */
final class Schema {
    private static final Logger log = LoggerFactory.getLogger(Schema.class);

    private static final List<String> BEGINNING = List.of(
            """
            CREATE TABLE visit(
              seq INTEGER PRIMARY KEY AUTOINCREMENT,
              id TEXT NOT NULL UNIQUE,
              trigger_id TEXT NOT NULL,
              board TEXT,
              camera TEXT NOT NULL,
              start_ms INTEGER NOT NULL,
              end_ms INTEGER,
              nanos INTEGER NOT NULL,
              boot_id TEXT NOT NULL,
              clock_set INTEGER NOT NULL,
              day INTEGER NOT NULL,
              why TEXT NOT NULL,
              closest_mm INTEGER,
              kept INTEGER NOT NULL DEFAULT 0,
              problem TEXT,
              folder TEXT NOT NULL,
              deleted_ms INTEGER
            ) STRICT""",
            "CREATE INDEX visit_by_day ON visit(day, seq)",
            "CREATE INDEX visit_by_camera ON visit(camera, seq)",
            "CREATE INDEX visit_kept ON visit(seq) WHERE kept = 1",
            "CREATE INDEX visit_by_distance ON visit(closest_mm)",
            "CREATE INDEX visit_unfinished ON visit(seq) WHERE end_ms IS NULL",
            """
            CREATE TABLE media(
              visit INTEGER NOT NULL REFERENCES visit(seq) ON DELETE CASCADE,
              role TEXT NOT NULL,
              file TEXT NOT NULL,
              size INTEGER NOT NULL,
              sha256 TEXT NOT NULL,
              version INTEGER NOT NULL,
              width INTEGER NOT NULL,
              height INTEGER NOT NULL,
              PRIMARY KEY(visit, role)
            ) STRICT, WITHOUT ROWID""",
            """
            CREATE TABLE reading(
              visit INTEGER PRIMARY KEY REFERENCES visit(seq) ON DELETE CASCADE,
              rows TEXT NOT NULL
            ) STRICT""",
            """
            CREATE TABLE days(
              day INTEGER NOT NULL,
              camera TEXT NOT NULL,
              count INTEGER NOT NULL,
              PRIMARY KEY(day, camera)
            ) STRICT, WITHOUT ROWID""",
            // The visits whose visit.json may be older than their row: named in the commit that changes the row.
            "CREATE TABLE stale(visit INTEGER PRIMARY KEY REFERENCES visit(seq) ON DELETE CASCADE) STRICT",
            """
            CREATE TABLE alert(
              n INTEGER PRIMARY KEY AUTOINCREMENT,
              id TEXT NOT NULL UNIQUE,
              type TEXT NOT NULL,
              at_ms INTEGER NOT NULL,
              visit INTEGER REFERENCES visit(seq) ON DELETE CASCADE,
              part TEXT,
              from_state TEXT,
              to_state TEXT,
              words TEXT
            ) STRICT""",
            "CREATE INDEX alert_of_visit ON alert(visit)",
            """
            CREATE TABLE delivery(
              id INTEGER PRIMARY KEY AUTOINCREMENT,
              alert INTEGER NOT NULL REFERENCES alert(n) ON DELETE CASCADE,
              sink TEXT NOT NULL,
              state TEXT NOT NULL,
              tries INTEGER NOT NULL DEFAULT 0,
              next_ms INTEGER NOT NULL,
              words TEXT NOT NULL DEFAULT '',
              memo TEXT,
              done_ms INTEGER
            ) STRICT""",
            "CREATE INDEX delivery_of_alert ON delivery(alert)",
            "CREATE INDEX delivery_pending ON delivery(sink, alert) WHERE state = 'pending'");

    /**
     * Visits are found by what they have in common (VisitPages), and deleted ones leave. A million visits are brought here
     * in some seconds; as many indexes as before are written to when a visit is taken.
     */
    private static final List<String> STRANDS = List.of(
            "ALTER TABLE visit ADD COLUMN clip INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE visit ADD COLUMN closest_cm INTEGER GENERATED ALWAYS AS (closest_mm / 10) VIRTUAL",
            "UPDATE visit SET clip = 1 WHERE seq IN (SELECT visit FROM media WHERE role = 'clip')",
            "DROP INDEX visit_by_camera",
            "DROP INDEX visit_by_distance",
            "DROP INDEX visit_kept",
            "CREATE INDEX visit_of_camera ON visit(camera, clip, seq) WHERE deleted_ms IS NULL",
            "CREATE INDEX visit_of_distance ON visit(camera, clip, closest_cm, seq)"
                    + " WHERE deleted_ms IS NULL AND closest_cm IS NOT NULL",
            "CREATE INDEX visit_kept ON visit(seq, camera, clip, day, closest_cm) WHERE kept = 1 AND deleted_ms IS NULL",
            "CREATE INDEX visit_deleted ON visit(deleted_ms) WHERE deleted_ms IS NOT NULL",
            // Deleted while the clock was not known to be right: their day of grace begins when it is.
            "CREATE TABLE deleted_undated(visit INTEGER PRIMARY KEY REFERENCES visit(seq) ON DELETE CASCADE) STRICT",
            // Folders of visits whose row is gone already.
            "CREATE TABLE leaving(folder TEXT PRIMARY KEY) STRICT, WITHOUT ROWID");

    private static final List<String> CLIPS = List.of(
            "ALTER TABLE media ADD COLUMN start_ms INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE media ADD COLUMN length_ms INTEGER NOT NULL DEFAULT 0",
            // The visits that are over and whose clip is not made yet, so that visit.finished is not owed yet.
            "CREATE TABLE unfinished(visit INTEGER PRIMARY KEY REFERENCES visit(seq) ON DELETE CASCADE) STRICT",
            // The clips that wait for a program to make them.
            "CREATE INDEX media_mjpeg ON media(visit) WHERE role = 'mjpeg'");

    /**
     * Who is served in which turn: the newest visit first, and within a visit in order. What quiet hours hold back waits
     * for its digest.
     */
    private static final List<String> TURNS = List.of(
            "ALTER TABLE delivery ADD COLUMN turn INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE delivery ADD COLUMN first_ms INTEGER",
            "ALTER TABLE delivery ADD COLUMN held INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE delivery ADD COLUMN asked INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE delivery ADD COLUMN digest INTEGER",
            "UPDATE delivery SET turn = COALESCE((SELECT MIN(first.n) FROM alert JOIN alert AS first"
                    + " ON first.visit = alert.visit WHERE alert.n = delivery.alert), alert) WHERE state = 'pending'",
            "DROP INDEX delivery_pending",
            "CREATE INDEX delivery_pending ON delivery(sink, turn DESC, alert, held, next_ms) WHERE state = 'pending'",
            "CREATE INDEX delivery_asked ON delivery(sink, alert) WHERE state = 'pending' AND asked = 1",
            "CREATE INDEX delivery_done ON delivery(done_ms, sink, state, digest) WHERE done_ms IS NOT NULL",
            "CREATE INDEX delivery_in_digest ON delivery(digest) WHERE digest IS NOT NULL",
            """
            CREATE TABLE sink(
              name TEXT PRIMARY KEY,
              success_ms INTEGER,
              error_ms INTEGER,
              error TEXT NOT NULL DEFAULT ''
            ) STRICT, WITHOUT ROWID""");

    /** What all media take is counted as they come and go: a sum over a million visits takes seconds on a card. */
    private static final List<String> ROOM = List.of(
            "CREATE TABLE stock(bytes INTEGER NOT NULL) STRICT",
            "INSERT INTO stock SELECT COALESCE(SUM(size), 0) FROM media",
            "CREATE TRIGGER stock_in AFTER INSERT ON media BEGIN UPDATE stock SET bytes = bytes + NEW.size; END",
            "CREATE TRIGGER stock_out AFTER DELETE ON media BEGIN UPDATE stock SET bytes = bytes - OLD.size; END",
            "CREATE TRIGGER stock_changed AFTER UPDATE OF size ON media"
                    + " BEGIN UPDATE stock SET bytes = bytes + NEW.size - OLD.size; END",
            // The clips that may be let go of, oldest first (RetentionRows).
            "CREATE INDEX visit_clip ON visit(seq, day) WHERE clip = 1 AND kept = 0");

    private static final List<List<String>> STEPS = List.of(BEGINNING, STRANDS, CLIPS, TURNS, ROOM);

    private Schema() {}

    static void bringUpToDate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int done;
            try (ResultSet version = statement.executeQuery("PRAGMA user_version")) {
                done = version.getInt(1);
            }
            if (done > STEPS.size()) {
                throw new SQLException("it was written by a newer porchlight; install that one");
            }
            if (done > 0 && done < STEPS.size()) {
                log.info(
                        "the catalog is being made ready for this version, once: some seconds for each 100,000 visits");
            }
            for (int step = done; step < STEPS.size(); step++) {
                statement.execute("BEGIN IMMEDIATE");
                for (String sql : STEPS.get(step)) {
                    statement.execute(sql);
                }
                statement.execute("PRAGMA user_version = " + (step + 1));
                statement.execute("COMMIT");
            }
        }
    }
}
