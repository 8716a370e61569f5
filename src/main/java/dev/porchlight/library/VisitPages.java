package dev.porchlight.library;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Pages of visits, newest first, found in a time that does not grow with the library, also when nothing is found. Which
 * index is read is decided here and not by SQLite, whose guesses are good for the usual visit and bad for the rare one:
 * with no statistics it walks back through a million rows to find that no visit agrees.
 *
 * <ul>
 *   <li>Starred ones: their own index holds everything that is asked for.
 *   <li>Few visits in the days asked for: all of them are looked at.
 *   <li>Many days: they become bounds of {@code seq}, which the days follow but for a clock that jumped. A clock that
 *       jumped by months makes this slower, never wrong.
 *   <li>Camera, clip or distance: the newest few visits, and {@link Strands} if they do not fill the page.
 * </ul>
 */
final class VisitPages {
    /** So many rows are read and sorted in some 5 ms. */
    private static final long FEW = 2_000;

    private static final String WITHOUT_INDEX = "visit NOT INDEXED";

    private VisitPages() {}

    static VisitPage page(Connection c, VisitQuery query) throws SQLException {
        long before = query.before().orElse(Long.MAX_VALUE);
        boolean byDay = query.from().isPresent() || query.to().isPresent();
        List<Visit> visits;
        if (query.kept()) {
            visits = scan(c, "visit INDEXED BY visit_kept", query, 0, before);
        } else if (byDay && count(c, query) <= FEW) {
            visits = scan(c, "visit INDEXED BY visit_by_day", query, 0, before);
        } else {
            Bounds bounds = byDay ? bounds(c, query) : new Bounds(0, Long.MAX_VALUE - 1);
            long above = Math.min(before, bounds.last() + 1);
            visits = query.camera().isPresent() || query.withClip() || asksDistance(query)
                    ? find(c, query, bounds.first(), above)
                    : scan(c, WITHOUT_INDEX, query, bounds.first(), above);
        }
        if (visits.size() <= query.limit()) {
            return new VisitPage(visits, OptionalLong.empty());
        }
        List<Visit> shown = visits.subList(0, query.limit());
        return new VisitPage(shown, OptionalLong.of(shown.get(shown.size() - 1).seq()));
    }

    /** What is common fills a page from the newest visits; only what is rare among them is worth many look-ups. */
    private static List<Visit> find(Connection c, VisitQuery query, long first, long before) throws SQLException {
        long top = Math.min(before, newest(c) + 1);
        List<Visit> near = scan(c, WITHOUT_INDEX, query, Math.max(first, top - FEW), top);
        return near.size() > query.limit() ? near : new Strands(c, query, first, before).newest(query.limit() + 1);
    }

    private static long newest(Connection c) throws SQLException {
        try (PreparedStatement s = Catalog.prepare(c, "SELECT MAX(seq) FROM visit");
                ResultSet row = s.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    static boolean asksDistance(VisitQuery query) {
        return query.minCm().isPresent() || query.maxCm().isPresent();
    }

    /** Reads back from {@code before} down to {@code first}, or all that the index has, and leaves out what does not agree. */
    private static List<Visit> scan(Connection c, String from, VisitQuery query, long first, long before)
            throws SQLException {
        Clauses where = new Clauses();
        where.addDays(query);
        query.camera().ifPresent(camera -> where.add(" AND camera = ?", camera));
        query.minCm().ifPresent(cm -> where.add(" AND closest_cm >= ?", cm));
        query.maxCm().ifPresent(cm -> where.add(" AND closest_cm <= ?", cm));
        if (query.kept()) {
            where.add(" AND kept = 1");
        }
        if (query.withClip()) {
            where.add(" AND clip = 1");
        }
        where.add(" AND seq >= ? AND seq < ? ORDER BY seq DESC LIMIT ?", first, before, query.limit() + 1L);
        return VisitRows.list(
                c, "SELECT * FROM " + from + " WHERE deleted_ms IS NULL" + where.sql(), where.parameters());
    }

    /** How many visits the days asked for have, in all cameras. */
    private static long count(Connection c, VisitQuery query) throws SQLException {
        Clauses where = new Clauses();
        where.addDays(query);
        try (PreparedStatement s = Catalog.prepare(
                        c, "SELECT COALESCE(SUM(count), 0) FROM days WHERE 1" + where.sql(), where.parameters());
                ResultSet row = s.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private record Bounds(long first, long last) {}

    /** The least and the greatest number of a visit in the days asked for; two looks into the index a day. */
    private static Bounds bounds(Connection c, VisitQuery query) throws SQLException {
        Clauses where = new Clauses();
        where.addDays(query);
        try (PreparedStatement s = Catalog.prepare(
                        c,
                        "SELECT MIN((SELECT MIN(seq) FROM visit INDEXED BY visit_by_day WHERE day = d.day)),"
                                + " MAX((SELECT MAX(seq) FROM visit INDEXED BY visit_by_day WHERE day = d.day))"
                                + " FROM (SELECT DISTINCT day FROM days WHERE 1" + where.sql() + ") AS d",
                        where.parameters());
                ResultSet row = s.executeQuery()) {
            row.next();
            return new Bounds(row.getLong(1), row.getLong(2));
        }
    }

    static List<DayCount> days(Connection c, Optional<LocalDate> from, Optional<LocalDate> to, Optional<String> camera)
            throws SQLException {
        Clauses where = new Clauses();
        where.addDays(from, to);
        camera.ifPresent(name -> where.add(" AND camera = ?", name));
        List<DayCount> days = new ArrayList<>();
        try (PreparedStatement s = Catalog.prepare(
                        c,
                        "SELECT day, SUM(count) FROM days WHERE count > 0" + where.sql()
                                + " GROUP BY day ORDER BY day DESC",
                        where.parameters());
                ResultSet row = s.executeQuery()) {
            while (row.next()) {
                days.add(new DayCount(LocalDate.ofEpochDay(row.getLong(1)), row.getInt(2)));
            }
        }
        return days;
    }
}
