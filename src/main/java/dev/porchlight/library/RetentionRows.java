package dev.porchlight.library;

import dev.porchlight.library.Retention.Row;
import dev.porchlight.library.Retention.Stock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@link Retention} decides about, as the catalog has it: always the oldest few of one kind, so that a look costs the
 * same with a million visits.
 */
final class RetentionRows {
    private static final String OWED =
            "(EXISTS(SELECT 1 FROM alert JOIN delivery ON delivery.alert = alert.n AND delivery.state = 'pending'"
                    + " WHERE alert.visit = v.seq) OR EXISTS(SELECT 1 FROM unfinished WHERE unfinished.visit = v.seq))";

    /** One whose clock was not set is at least as old as the next whose clock was; until there is one, it is of no age. */
    private static final String DAY =
            "CASE v.clock_set WHEN 1 THEN v.day ELSE COALESCE((SELECT n.day FROM visit AS n WHERE n.seq > v.seq"
                    + " AND n.clock_set = 1 ORDER BY n.seq LIMIT 1), " + LocalDate.MAX.toEpochDay() + ") END";

    private static final String COLUMNS =
            "SELECT v.seq, " + DAY + " AS age_day, v.kept AND v.deleted_ms IS NULL, " + OWED
                    + ", (SELECT COALESCE(SUM(size), 0) FROM media WHERE visit = v.seq AND role IN ('clip', 'mjpeg')),"
                    + " (SELECT COALESCE(SUM(size), 0) FROM media WHERE visit = v.seq AND role NOT IN ('clip', 'mjpeg'))"
                    + " FROM visit AS v ";

    private static final String OVER = " v.kept = 0 AND v.end_ms IS NOT NULL";

    /** Of each day before, since the catalog's order is not that of a clock that was set in between. */
    static final String OLD_VISITS = COLUMNS + "INDEXED BY visit_by_day WHERE v.day < ?1 AND" + OVER
            + " AND age_day < ?1 ORDER BY v.day, v.seq LIMIT ?2";

    static final String OLD_CLIPS = COLUMNS + "INDEXED BY visit_clip WHERE v.clip = 1 AND v.day < ?1 AND" + OVER
            + " AND age_day < ?1" + " ORDER BY v.seq LIMIT ?2";

    private RetentionRows() {}

    /** Rows by what they have in common. */
    enum Kind {
        UNOWED_WITH_CLIP("INDEXED BY visit_clip WHERE v.clip = 1 AND" + OVER + " AND NOT " + OWED),
        UNOWED("NOT INDEXED WHERE" + OVER + " AND NOT " + OWED),
        DELETED("WHERE v.kept = 1 AND v.deleted_ms IS NOT NULL AND v.end_ms IS NOT NULL"),
        OWED_ONES("NOT INDEXED WHERE" + OVER + " AND " + OWED),
        STARRED("WHERE v.kept = 1 AND v.deleted_ms IS NULL AND v.end_ms IS NOT NULL");

        /** Looked at together: the oldest visit goes before a younger one that still has its clip. */
        static final List<Kind> FIRST = List.of(UNOWED_WITH_CLIP, UNOWED, DELETED);

        static final List<Kind> SECOND = List.of(OWED_ONES);
        static final List<Kind> LAST = List.of(STARRED);

        private final String sql;

        Kind(String where) {
            this.sql = COLUMNS + where
                    + " AND EXISTS(SELECT 1 FROM media WHERE media.visit = v.seq) ORDER BY v.seq LIMIT ?";
        }

        String sql() {
            return sql;
        }

        /** The oldest, without those that have no file. */
        List<Row> oldest(Connection c, int most) throws SQLException {
            return list(c, sql, most);
        }
    }

    static Stock stock(Connection c) throws SQLException {
        return new Stock(
                number(c, "SELECT bytes FROM stock"),
                number(
                        c,
                        "SELECT COALESCE(SUM(size), 0) FROM media WHERE visit IN"
                                + " (SELECT seq FROM visit WHERE kept = 1 AND deleted_ms IS NULL)"));
    }

    /** In bytes. */
    static long kept(Connection c) throws SQLException {
        return number(c, "SELECT bytes FROM stock");
    }

    private static long number(Connection c, String sql) throws SQLException {
        try (PreparedStatement s = Catalog.prepare(c, sql);
                ResultSet row = s.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Those of a day before, by their age as far as it is known. */
    static List<Row> visitsBefore(Connection c, LocalDate day, int most) throws SQLException {
        return list(c, OLD_VISITS, day.toEpochDay(), most);
    }

    /** Those with a clip. */
    static List<Row> clipsBefore(Connection c, LocalDate day, int most) throws SQLException {
        return list(c, OLD_CLIPS, day.toEpochDay(), most);
    }

    private static List<Row> list(Connection c, String sql, Object... parameters) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement s = Catalog.prepare(c, sql, parameters);
                ResultSet row = s.executeQuery()) {
            while (row.next()) {
                rows.add(new Row(
                        row.getLong(1),
                        LocalDate.ofEpochDay(row.getLong(2)),
                        row.getLong(5),
                        row.getLong(6),
                        row.getInt(3) == 1,
                        row.getInt(4) == 1));
            }
        }
        return rows;
    }
}
