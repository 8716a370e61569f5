package dev.porchlight.library;

import dev.porchlight.library.Catalog.Priority;
import dev.porchlight.library.Delivery.State;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The alerts owed to sinks, as the catalog has them. A delivery is owed from the commit that took its visit, and paid
 * when the sink returned normally: at least once, with the same alert id every time. Safe on every thread.
 */
public final class Deliveries {
    /** Beyond these a sink is not coming back; what it missed is in the gallery. */
    static final Duration MAX_AGE = Duration.ofDays(14);

    static final int MAX_WAITING = 10_000;

    private static final String DELETED = "the visit was deleted";

    private static final String COLUMNS = "SELECT delivery.id AS delivery_id, delivery.sink, delivery.state,"
            + " delivery.tries, delivery.next_ms, delivery.words AS delivery_words, delivery.memo, alert.n, alert.id AS"
            + " alert_id, alert.type, alert.at_ms, alert.visit, alert.part, alert.from_state, alert.to_state,"
            + " alert.words FROM delivery JOIN alert ON alert.n = delivery.alert ";

    private final Catalog catalog;
    private final HouseClock clock;

    Deliveries(Catalog catalog, HouseClock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /** What a sink is owed next: the oldest that is due; one whose time has not come holds up nobody behind it. */
    public Optional<Delivery> nextDue(String sink) throws IOException {
        return first(
                "WHERE delivery.sink = ? AND delivery.state = 'pending' AND delivery.next_ms <= ?"
                        + " ORDER BY delivery.alert LIMIT 1",
                sink,
                clock.now().wall().toEpochMilli());
    }

    /** How long until something is due to the sink; empty if nothing is owed to it. Zero if it is due now. */
    public Optional<Duration> untilNextDue(String sink) throws IOException {
        return catalog.read(c -> {
            try (PreparedStatement s = Catalog.prepare(
                            c, "SELECT MIN(next_ms) FROM delivery WHERE sink = ? AND state = 'pending'", sink);
                    ResultSet row = s.executeQuery()) {
                row.next();
                long next = row.getLong(1);
                if (row.wasNull()) {
                    return Optional.empty();
                }
                long left = next - clock.now().wall().toEpochMilli();
                return Optional.of(Duration.ofMillis(Math.max(0, left)));
            }
        });
    }

    /** Counts a try before it is made, so that a crash in the middle of it is counted too. */
    public void trying(long id) throws IOException {
        change("UPDATE delivery SET tries = tries + 1 WHERE id = ? AND state = 'pending'", id);
    }

    /** The sink took it for good. */
    public void delivered(long id, String words) throws IOException {
        end(id, State.DELIVERED, words);
    }

    /** It never will be delivered. */
    public void giveUp(long id, String reason) throws IOException {
        end(id, State.GIVEN_UP, reason);
    }

    private void end(long id, State state, String words) throws IOException {
        change(
                "UPDATE delivery SET state = ?, words = ?, done_ms = ? WHERE id = ? AND state = 'pending'",
                state.word(),
                words,
                clock.now().wall().toEpochMilli(),
                id);
    }

    /** Not now: to be tried again at {@code next}. */
    public void postpone(long id, Instant next, String reason) throws IOException {
        change(
                "UPDATE delivery SET next_ms = ?, words = ? WHERE id = ? AND state = 'pending'",
                next.toEpochMilli(),
                reason,
                id);
    }

    /** Keeps a sink's word on how far it got; durable on return. */
    public void remember(long id, String memo) throws IOException {
        change("UPDATE delivery SET memo = ? WHERE id = ?", memo, id);
    }

    /** Everything that waits for this sink is due now: it was told that things changed. */
    public void hurry(String sink) throws IOException {
        change(
                "UPDATE delivery SET next_ms = ? WHERE sink = ? AND state = 'pending' AND next_ms > ?",
                clock.now().wall().toEpochMilli(),
                sink,
                clock.now().wall().toEpochMilli());
    }

    /**
     * Gives up what is owed too long or beyond the bound, oldest first.
     *
     * @return how many were given up
     */
    public int trim(String sink) throws IOException {
        long now = clock.now().wall().toEpochMilli();
        return catalog.write(Priority.LANE, c -> {
            int old = clock.isSet()
                    ? Catalog.update(
                            c,
                            "UPDATE delivery SET state = 'given_up', done_ms = ?, words = 'it was owed for "
                                    + MAX_AGE.toDays()
                                    + " days without success' WHERE sink = ? AND state = 'pending' AND alert IN"
                                    + " (SELECT n FROM alert WHERE at_ms < ?)",
                            now,
                            sink,
                            now - MAX_AGE.toMillis())
                    : 0;
            int many = Catalog.update(
                    c,
                    "UPDATE delivery SET state = 'given_up', done_ms = ?, words = 'more than " + MAX_WAITING
                            + " alerts were waiting' WHERE id IN (SELECT id FROM delivery WHERE sink = ? AND state ="
                            + " 'pending' ORDER BY alert DESC LIMIT -1 OFFSET " + MAX_WAITING + ")",
                    now,
                    sink);
            return old + many;
        });
    }

    /** Gives up what is owed to sinks that are no longer configured. */
    public int giveUpAllBut(Collection<String> configured) throws IOException {
        return catalog.write(Priority.LANE, c -> {
            int givenUp = 0;
            for (String sink : sinksOwed(c)) {
                if (!configured.contains(sink)) {
                    givenUp += Catalog.update(
                            c,
                            "UPDATE delivery SET state = 'given_up', done_ms = ?, words = 'the sink was taken out of the"
                                    + " configuration' WHERE sink = ? AND state = 'pending'",
                            clock.now().wall().toEpochMilli(),
                            sink);
                }
            }
            return givenUp;
        });
    }

    /**
     * Gives up what is still owed of a visit that leaves the catalog. Its alerts stay and say so; those that were answered
     * before leave with the visit.
     */
    static void giveUpOf(Connection c, long visit, Instant now) throws SQLException {
        Catalog.update(
                c,
                "UPDATE delivery SET state = 'given_up', done_ms = ?, words = ?"
                        + " WHERE state = 'pending' AND alert IN (SELECT n FROM alert WHERE visit = ?)",
                now.toEpochMilli(),
                DELETED,
                visit);
        Catalog.update(
                c,
                "UPDATE alert SET visit = NULL WHERE visit = ?"
                        + " AND n IN (SELECT alert FROM delivery WHERE state = 'given_up' AND words = ?)",
                visit,
                DELETED);
    }

    /** How many alerts wait for the sink. */
    public int waiting(String sink) throws IOException {
        return catalog.read(c -> {
            try (PreparedStatement s = Catalog.prepare(
                            c, "SELECT COUNT(*) FROM delivery WHERE sink = ? AND state = 'pending'", sink);
                    ResultSet row = s.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    /** What became of the alerts of one visit, in the order they were owed. */
    public List<Delivery> ofVisit(Visit visit) throws IOException {
        return catalog.read(c -> list(c, "WHERE alert.visit = ? ORDER BY delivery.id", visit.seq()));
    }

    private static List<String> sinksOwed(Connection c) throws SQLException {
        List<String> sinks = new ArrayList<>();
        try (PreparedStatement s = Catalog.prepare(c, "SELECT DISTINCT sink FROM delivery WHERE state = 'pending'");
                ResultSet row = s.executeQuery()) {
            while (row.next()) {
                sinks.add(row.getString(1));
            }
        }
        return sinks;
    }

    private void change(String sql, Object... parameters) throws IOException {
        catalog.write(Priority.LANE, c -> Catalog.update(c, sql, parameters));
    }

    private Optional<Delivery> first(String where, Object... parameters) throws IOException {
        return catalog.read(c -> list(c, where, parameters).stream().findFirst());
    }

    private static List<Delivery> list(Connection c, String where, Object... parameters) throws SQLException {
        List<Delivery> deliveries = new ArrayList<>();
        try (PreparedStatement s = Catalog.prepare(c, COLUMNS + where, parameters);
                ResultSet row = s.executeQuery()) {
            while (row.next()) {
                deliveries.add(read(c, row));
            }
        }
        return deliveries;
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
                Instant.ofEpochMilli(row.getLong("next_ms")),
                row.getString("delivery_words"),
                Optional.ofNullable(row.getString("memo")),
                about,
                health);
    }
}
