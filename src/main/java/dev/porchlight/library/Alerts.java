package dev.porchlight.library;

import com.github.f4b6a3.ulid.UlidCreator;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Alerts as rows, with the deliveries they are owed by. The only place where an alert id is made. */
final class Alerts {
    static final String VISIT_STARTED = "visit.started";
    static final String VISIT_FINISHED = "visit.finished";
    static final String HEALTH_CHANGED = "health.changed";

    static final String DIGEST = "digest";
    static final String TEST = "test";
    static final String LOG_DAILY = "log.daily";

    /** When an alert is served, as SQL over a row of {@code alert}. */
    static final String TURN =
            " COALESCE((SELECT MIN(first.n) FROM alert AS first WHERE first.visit = alert.visit), alert.n)";

    private Alerts() {}

    static void oweVisit(Connection c, List<String> sinks, Instant at, String type, long visit) throws SQLException {
        if (!sinks.isEmpty()) {
            owe(
                    c,
                    sinks,
                    at,
                    "INSERT INTO alert(id, type, at_ms, visit) VALUES(?,?,?,?) RETURNING n",
                    newId(),
                    type,
                    at.toEpochMilli(),
                    visit);
        }
    }

    /** Whether an alert of this type was made of the visit before. */
    static boolean isOwed(Connection c, String type, long visit) throws SQLException {
        try (PreparedStatement s = Catalog.prepare(c, "SELECT 1 FROM alert WHERE visit = ? AND type = ?", visit, type);
                ResultSet row = s.executeQuery()) {
            return row.next();
        }
    }

    static void oweHealth(
            Connection c, List<String> sinks, Instant at, String part, String from, String to, String words)
            throws SQLException {
        owe(
                c,
                sinks,
                at,
                "INSERT INTO alert(id, type, at_ms, part, from_state, to_state, words) VALUES(?,?,?,?,?,?,?)"
                        + " RETURNING n",
                newId(),
                HEALTH_CHANGED,
                at.toEpochMilli(),
                part,
                from,
                to,
                words);
    }

    /** One that tells of nothing in the catalog by itself: a test, or a digest of others. */
    static long oweAlone(Connection c, String sink, Instant at, String type) throws SQLException {
        return owe(
                c,
                List.of(sink),
                at,
                "INSERT INTO alert(id, type, at_ms) VALUES(?,?,?) RETURNING n",
                newId(),
                type,
                at.toEpochMilli());
    }

    /** The sensor log of a day that is over, once; its alert's time is the begin of that day. */
    static void oweLog(Connection c, List<String> sinks, Instant day) throws SQLException {
        if (sinks.isEmpty() || isThere(c, LOG_DAILY, day)) {
            return;
        }
        owe(
                c,
                sinks,
                day,
                "INSERT INTO alert(id, type, at_ms) VALUES(?,?,?) RETURNING n",
                newId(),
                LOG_DAILY,
                day.toEpochMilli());
    }

    private static boolean isThere(Connection c, String type, Instant at) throws SQLException {
        try (PreparedStatement s = Catalog.prepare(
                        c, "SELECT 1 FROM alert WHERE type = ? AND at_ms = ?", type, at.toEpochMilli());
                ResultSet row = s.executeQuery()) {
            return row.next();
        }
    }

    private static String newId() {
        return UlidCreator.getMonotonicUlid().toString();
    }

    private static long owe(Connection c, List<String> sinks, Instant at, String insert, Object... parameters)
            throws SQLException {
        long alert;
        try (PreparedStatement s = Catalog.prepare(c, insert, parameters);
                ResultSet row = s.executeQuery()) {
            row.next();
            alert = row.getLong(1);
        }
        for (String sink : sinks) {
            oweTo(c, sink, alert, at);
        }
        return alert;
    }

    /** Its turn is that of its visit's first alert. */
    static void oweTo(Connection c, String sink, long alert, Instant from) throws SQLException {
        Catalog.update(
                c,
                "INSERT INTO delivery(alert, sink, state, next_ms, turn) SELECT n, ?, 'pending', ?," + TURN
                        + " FROM alert WHERE n = ?",
                sink,
                from.toEpochMilli(),
                alert);
    }
}
