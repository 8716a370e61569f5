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

    private static String newId() {
        return UlidCreator.getMonotonicUlid().toString();
    }

    private static void owe(Connection c, List<String> sinks, Instant at, String insert, Object... parameters)
            throws SQLException {
        long alert;
        try (PreparedStatement s = Catalog.prepare(c, insert, parameters);
                ResultSet row = s.executeQuery()) {
            row.next();
            alert = row.getLong(1);
        }
        for (String sink : sinks) {
            Catalog.update(
                    c,
                    "INSERT INTO delivery(alert, sink, state, next_ms) VALUES(?,?,'pending',?)",
                    alert,
                    sink,
                    at.toEpochMilli());
        }
    }
}
