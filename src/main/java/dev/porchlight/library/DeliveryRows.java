package dev.porchlight.library;

import dev.porchlight.library.Delivery.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Deliveries, read from the catalog's rows. */
final class DeliveryRows {
    private static final String COLUMNS = "SELECT delivery.id AS delivery_id, delivery.sink, delivery.state,"
            + " delivery.tries, delivery.first_ms, delivery.next_ms, delivery.held, delivery.asked, delivery.done_ms,"
            + " delivery.words AS delivery_words, delivery.memo, alert.n, alert.id AS"
            + " alert_id, alert.type, alert.at_ms, alert.visit, alert.part, alert.from_state, alert.to_state,"
            + " alert.words FROM delivery JOIN alert ON alert.n = delivery.alert ";

    private DeliveryRows() {}

    static List<Delivery> list(Connection c, String where, Object... parameters) throws SQLException {
        List<Delivery> deliveries = new ArrayList<>();
        try (PreparedStatement s = Catalog.prepare(c, COLUMNS + where, parameters);
                ResultSet row = s.executeQuery()) {
            while (row.next()) {
                deliveries.add(read(c, row));
            }
        }
        return deliveries;
    }

    static Optional<Delivery> first(Connection c, String where, Object... parameters) throws SQLException {
        return list(c, where + " LIMIT 1", parameters).stream().findFirst();
    }

    /** The number in the first column of the first row; empty if it is NULL. */
    static Optional<Long> number(Connection c, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement s = Catalog.prepare(c, sql, parameters);
                ResultSet row = s.executeQuery()) {
            return row.next() ? number(row, 1) : Optional.empty();
        }
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return number(row, row.findColumn(column)).map(Instant::ofEpochMilli);
    }

    private static Optional<Long> number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    private static Delivery read(Connection c, ResultSet row) throws SQLException {
        long visit = row.getLong("visit");
        Optional<Visit> about = row.wasNull() ? Optional.empty() : VisitRows.bySeq(c, visit);
        String part = row.getString("part");
        Optional<Delivery.HealthWords> health = part == null
                ? Optional.empty()
                : Optional.of(new Delivery.HealthWords(
                        part, row.getString("from_state"), row.getString("to_state"), row.getString("words")));
        return new Delivery(
                row.getLong("delivery_id"),
                row.getString("alert_id"),
                row.getString("type"),
                Instant.ofEpochMilli(row.getLong("at_ms")),
                row.getString("sink"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getInt("tries"),
                instant(row, "first_ms"),
                Instant.ofEpochMilli(row.getLong("next_ms")),
                row.getInt("held") == 1,
                row.getInt("asked") == 1,
                instant(row, "done_ms"),
                row.getString("delivery_words"),
                Optional.ofNullable(row.getString("memo")),
                about,
                health);
    }
}
