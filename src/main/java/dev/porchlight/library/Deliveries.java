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
import java.util.Optional;

/**
 * The alerts owed to sinks, as the catalog has them. A delivery is owed from the commit that took its visit, and paid
 * when the sink returned normally: at least once, with the same alert id every time. Safe on every thread.
 */
public final class Deliveries {
    /** Beyond these a sink is not coming back; what it missed is in the gallery. */
    static final Duration MAX_AGE = Duration.ofDays(14);

    static final int MAX_WAITING = 10_000;

    /** A visit's second alert waits for the first, unless that is held back. */
    private static final String IN_ORDER = " AND NOT EXISTS (SELECT 1 FROM delivery AS earlier WHERE earlier.sink ="
            + " delivery.sink AND earlier.turn = delivery.turn AND earlier.alert < delivery.alert AND earlier.state ="
            + " 'pending' AND earlier.held = 0)";

    /** By the alert's own id: a catalog that was made anew numbers its rows anew. */
    private static final String THIS =
            " WHERE sink = ? AND alert = (SELECT n FROM alert WHERE id = ?)" + " AND state = 'pending'";

    private final Catalog catalog;
    private final HouseClock clock;
    private final HeldBack heldBack;
    private final DeliveryBook book;

    Deliveries(Catalog catalog, HouseClock clock) {
        this.catalog = catalog;
        this.clock = clock;
        this.heldBack = new HeldBack(catalog, clock);
        this.book = new DeliveryBook(catalog, clock);
    }

    /** Those that wait for a digest. */
    public HeldBack heldBack() {
        return heldBack;
    }

    /** For people who look. */
    public DeliveryBook book() {
        return book;
    }

    private long now() {
        return clock.now().wall().toEpochMilli();
    }

    /**
     * What a sink is owed next, of what is due: what its owner asked for; then the newest visit, and within a visit in
     * order. One whose time has not come holds up only later alerts of its own visit.
     */
    public Optional<Delivery> nextDue(String sink) throws IOException {
        long now = now();
        return catalog.read(c -> {
            Optional<Delivery> asked = DeliveryRows.first(
                    c,
                    "WHERE delivery.sink = ? AND delivery.state = 'pending' AND delivery.asked = 1"
                            + " AND delivery.next_ms <= ? ORDER BY delivery.alert",
                    sink,
                    now);
            return asked.isPresent()
                    ? asked
                    : DeliveryRows.first(
                            c,
                            "WHERE delivery.sink = ? AND delivery.state = 'pending' AND delivery.held = 0"
                                    + " AND delivery.next_ms <= ?" + IN_ORDER
                                    + " ORDER BY delivery.turn DESC, delivery.alert",
                            sink,
                            now);
        });
    }

    /** How long until something is due to the sink; empty if nothing is. Zero if it is due now. */
    public Optional<Duration> untilNextDue(String sink) throws IOException {
        return catalog.read(c -> DeliveryRows.number(
                        c,
                        "SELECT MIN(next_ms) FROM delivery WHERE sink = ? AND state = 'pending' AND held = 0"
                                + IN_ORDER,
                        sink))
                .map(next -> Duration.ofMillis(Math.max(0, next - now())));
    }

    /** Counts a try before it is made, so that a crash in the middle of it is counted too. */
    public void trying(Delivery delivery) throws IOException {
        catalog.write(Priority.LANE, aTry(delivery));
    }

    /** The same, and does not wait until it is noted; whatever is noted of this delivery later comes after it. */
    public void tryingAtOnce(Delivery delivery) throws IOException {
        catalog.writeSoon(Priority.LANE, aTry(delivery));
    }

    private Catalog.Work<Integer> aTry(Delivery delivery) {
        long now = now();
        return c -> Catalog.update(
                c,
                "UPDATE delivery SET tries = tries + 1, first_ms = COALESCE(first_ms, ?)" + THIS,
                now,
                delivery.sink(),
                delivery.alertId());
    }

    /** The sink took it for good, and with a digest all that it tells of. */
    public void delivered(Delivery delivery, String words) throws IOException {
        long now = now();
        catalog.write(Priority.LANE, c -> {
            end(c, delivery, State.DELIVERED, words, now);
            return Catalog.update(
                    c,
                    "INSERT INTO sink(name, success_ms) VALUES(?,?)"
                            + " ON CONFLICT(name) DO UPDATE SET success_ms = excluded.success_ms",
                    delivery.sink(),
                    now);
        });
    }

    /** It never will be delivered; nor will what a digest tells of. */
    public void giveUp(Delivery delivery, String reason) throws IOException {
        long now = now();
        catalog.write(Priority.LANE, c -> {
            end(c, delivery, State.GIVEN_UP, reason, now);
            return noteError(c, delivery.sink(), reason, now);
        });
    }

    private static void end(Connection c, Delivery delivery, State state, String words, long now) throws SQLException {
        if (delivery.type().equals(Alerts.DIGEST)) {
            Catalog.update(
                    c,
                    "UPDATE delivery SET state = ?, words = ?, done_ms = ?, held = 0"
                            + " WHERE digest = (SELECT n FROM alert WHERE id = ?) AND state = 'pending'",
                    state.word(),
                    "in the digest: " + words,
                    now,
                    delivery.alertId());
        }
        Catalog.update(
                c,
                "UPDATE delivery SET state = ?, words = ?, done_ms = ?, asked = 0" + THIS,
                state.word(),
                words,
                now,
                delivery.sink(),
                delivery.alertId());
    }

    /** Not now: to be tried again at {@code next}. */
    public void postpone(Delivery delivery, Instant next, String reason) throws IOException {
        long now = now();
        catalog.write(Priority.LANE, c -> {
            Catalog.update(
                    c,
                    "UPDATE delivery SET next_ms = ?, words = ?" + THIS,
                    next.toEpochMilli(),
                    reason,
                    delivery.sink(),
                    delivery.alertId());
            return noteError(c, delivery.sink(), reason, now);
        });
    }

    private static int noteError(Connection c, String sink, String words, long now) throws SQLException {
        return Catalog.update(
                c,
                "INSERT INTO sink(name, error_ms, error) VALUES(?,?,?)"
                        + " ON CONFLICT(name) DO UPDATE SET error_ms = excluded.error_ms, error = excluded.error",
                sink,
                now,
                words);
    }

    /** Keeps a sink's word on how far it got; durable on return. */
    public void remember(Delivery delivery, String memo) throws IOException {
        change("UPDATE delivery SET memo = ?" + THIS, memo, delivery.sink(), delivery.alertId());
    }

    /** Everything that waits for another try at this sink is due now: it works again, or was told that it may. */
    public void hurry(String sink) throws IOException {
        change(
                "UPDATE delivery SET next_ms = ? WHERE sink = ? AND state = 'pending' AND held = 0 AND next_ms > ?",
                now(),
                sink,
                now());
    }

    /**
     * The wall clock was put back by so much: what waits for its next try waits no longer for that.
     *
     * @param longest nothing waits longer than this
     */
    public void clockWasPutBack(String sink, Duration by, Duration longest) throws IOException {
        long now = now();
        catalog.write(
                Priority.LANE,
                c -> Catalog.update(
                        c,
                        "UPDATE delivery SET next_ms = MAX(?, MIN(next_ms - ?, ?))"
                                + " WHERE sink = ? AND state = 'pending' AND held = 0 AND next_ms > ?",
                        now,
                        by.toMillis(),
                        now + longest.toMillis(),
                        sink,
                        now));
    }

    /**
     * Gives up what is owed too long or beyond the bound, oldest first.
     *
     * @return how many were given up
     */
    public int trim(String sink) throws IOException {
        long now = now();
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
                            now(),
                            sink);
                }
            }
            return givenUp;
        });
    }

    /**
     * Gives up what is still owed of a visit that leaves the catalog. Its alerts stay and say so; those that were answered
     * before leave with the visit.
     *
     * @param why said of each
     */
    static void giveUpOf(Connection c, long visit, Instant now, String why) throws SQLException {
        Catalog.update(
                c,
                "UPDATE delivery SET state = 'given_up', done_ms = ?, words = ?"
                        + " WHERE state = 'pending' AND alert IN (SELECT n FROM alert WHERE visit = ?)",
                now.toEpochMilli(),
                why,
                visit);
        Catalog.update(
                c,
                "UPDATE alert SET visit = NULL WHERE visit = ?"
                        + " AND n IN (SELECT alert FROM delivery WHERE state = 'given_up' AND words = ?)",
                visit,
                why);
    }

    /** How many alerts wait for the sink. */
    public int waiting(String sink) throws IOException {
        return catalog.read(c -> DeliveryRows.number(
                        c, "SELECT COUNT(*) FROM delivery WHERE sink = ? AND state = 'pending'", sink))
                .map(Long::intValue)
                .orElse(0);
    }

    /** What became of the alerts of one visit, in the order they were owed. */
    public List<Delivery> ofVisit(Visit visit) throws IOException {
        return catalog.read(c -> DeliveryRows.list(c, "WHERE alert.visit = ? ORDER BY delivery.id", visit.seq()));
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
}
