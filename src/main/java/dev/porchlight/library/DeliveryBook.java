package dev.porchlight.library;

import dev.porchlight.library.Catalog.Priority;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The deliveries as people look at them: what became of each, and which are to be sent again. Safe on every thread. */
public final class DeliveryBook {
    /** Whatever is due for less is just being sent. */
    private static final Duration UNDER_WAY = Duration.ofSeconds(10);

    private final Catalog catalog;
    private final HouseClock clock;

    DeliveryBook(Catalog catalog, HouseClock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /** How a sink fared lately, also before the host was started. */
    public record Past(Optional<Instant> success, Optional<Instant> error, String errorWords) {
        /** Nothing was ever sent to it. */
        public static final Past NONE = new Past(Optional.empty(), Optional.empty(), "");
    }

    public List<Delivery> page(DeliveryQuery query) throws IOException {
        List<String> conditions = new ArrayList<>(List.of("1"));
        List<Object> values = new ArrayList<>();
        query.sink().ifPresent(sink -> {
            conditions.add("delivery.sink = ?");
            values.add(sink);
        });
        query.state().ifPresent(state -> {
            conditions.add("delivery.state = ?");
            values.add(state.word());
        });
        query.visit().ifPresent(visit -> {
            conditions.add("alert.visit = (SELECT seq FROM visit WHERE id = ?)");
            values.add(visit.value());
        });
        query.before().ifPresent(before -> {
            conditions.add("delivery.id < ?");
            values.add(before);
        });
        values.add(query.limit());
        return catalog.read(c -> DeliveryRows.list(
                c,
                "WHERE " + String.join(" AND ", conditions) + " ORDER BY delivery.id DESC LIMIT ?",
                values.toArray()));
    }

    public Optional<Delivery> find(long id) throws IOException {
        return catalog.read(c -> DeliveryRows.first(c, "WHERE delivery.id = ?", id));
    }

    /**
     * Owes it again, under the same alert id, at once and held back by nothing.
     *
     * @throws IllegalArgumentException with a sentence, if there is none of this id or nothing left to tell
     */
    public Delivery sendAgain(long id) throws IOException {
        Optional<Delivery> found = find(id);
        if (found.isEmpty()) {
            throw new IllegalArgumentException("there is no delivery " + id);
        }
        if (found.get().visit().isEmpty() && found.get().type().startsWith("visit.")) {
            throw new IllegalArgumentException("the visit was deleted; there is nothing left to send");
        }
        if (found.get().type().equals(Alerts.DIGEST)) {
            throw new IllegalArgumentException(
                    "a digest is not sent twice; send its alerts again, each on its visit's page");
        }
        long now = clock.now().wall().toEpochMilli();
        return catalog.write(Priority.WEB, c -> {
            // Whoever was served by a try that ended is served again, or it would not be sent again.
            Catalog.update(
                    c,
                    "UPDATE delivery SET tries = 0, first_ms = NULL, memo = NULL WHERE id = ? AND state <> 'pending'",
                    id);
            Catalog.update(
                    c,
                    "UPDATE delivery SET state = 'pending', asked = 1, held = 0, digest = NULL, done_ms = NULL,"
                            + " next_ms = ?, words = '', turn = CASE turn WHEN 0 THEN alert ELSE turn END WHERE id = ?",
                    now,
                    id);
            return DeliveryRows.first(c, "WHERE delivery.id = ?", id).orElseThrow();
        });
    }

    /** Owes the sink a test, at once. */
    public Delivery test(String sink) throws IOException {
        Instant now = clock.now().wall();
        return catalog.write(Priority.WEB, c -> {
            long alert = Alerts.oweAlone(c, sink, now, Alerts.TEST);
            Catalog.update(c, "UPDATE delivery SET asked = 1 WHERE alert = ?", alert);
            return DeliveryRows.first(c, "WHERE delivery.alert = ?", alert).orElseThrow();
        });
    }

    /** By sink. */
    public Map<String, Past> past() throws IOException {
        return catalog.read(c -> {
            Map<String, Past> past = new HashMap<>();
            try (PreparedStatement s = Catalog.prepare(c, "SELECT name, success_ms, error_ms, error FROM sink");
                    ResultSet row = s.executeQuery()) {
                while (row.next()) {
                    past.put(
                            row.getString("name"),
                            new Past(
                                    DeliveryRows.instant(row, "success_ms"),
                                    DeliveryRows.instant(row, "error_ms"),
                                    row.getString("error")));
                }
            }
            return past;
        });
    }

    /** Who was told since then. Reads indexes only, some microseconds for each of its answers. */
    public Told told(Instant since) throws IOException {
        long young = clock.now().wall().minus(UNDER_WAY).toEpochMilli();
        return catalog.read(c -> new Told(
                DeliveryRows.number(
                                c,
                                "SELECT COUNT(*) FROM delivery WHERE done_ms >= ? AND state = 'delivered'",
                                since.toEpochMilli())
                        .orElse(0L)
                        .intValue(),
                lots(
                        c,
                        "SELECT sink, COUNT(*), (SELECT error FROM sink WHERE name = delivery.sink) FROM delivery"
                                + " WHERE state = 'pending' AND held = 0 AND (next_ms > ? OR next_ms < ?)"
                                + " GROUP BY sink ORDER BY sink",
                        clock.now().wall().toEpochMilli(),
                        young),
                lots(
                        c,
                        "SELECT sink, COUNT(*), MAX(words) FROM delivery WHERE state = 'pending' AND held = 1"
                                + " GROUP BY sink ORDER BY sink"),
                lots(
                        c,
                        "SELECT sink, COUNT(*), MAX(words) FROM delivery WHERE done_ms >= ? AND state = 'given_up'"
                                + " GROUP BY sink ORDER BY sink",
                        since.toEpochMilli())));
    }

    private static List<Told.Lot> lots(Connection c, String sql, Object... parameters) throws SQLException {
        List<Told.Lot> lots = new ArrayList<>();
        try (PreparedStatement s = Catalog.prepare(c, sql, parameters);
                ResultSet row = s.executeQuery()) {
            while (row.next()) {
                lots.add(new Told.Lot(
                        row.getString(1),
                        row.getInt(2),
                        Optional.ofNullable(row.getString(3)).orElse("")));
            }
        }
        return lots;
    }
}
