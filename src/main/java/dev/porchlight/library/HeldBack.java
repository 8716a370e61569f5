package dev.porchlight.library;

import dev.porchlight.library.Catalog.Priority;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The deliveries that a sink's quiet hours or its limit hold back: still owed, and paid together, by one digest. Safe on
 * every thread.
 */
public final class HeldBack {
    /** More than these nobody reads; the digest says how many there are besides. */
    private static final int MOST_TOLD = 100;

    private static final String HELD = " sink = ? AND state = 'pending' AND held = 1 AND digest IS NULL";

    private final Catalog catalog;
    private final HouseClock clock;

    HeldBack(Catalog catalog, HouseClock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    /** What one digest tells of. */
    public record Contents(int count, List<Delivery> newest) {
        public Contents {
            newest = List.copyOf(newest);
        }
    }

    /** It comes in a digest at {@code until}, or soon after. */
    public void hold(Delivery delivery, Instant until, String words) throws IOException {
        catalog.write(
                Priority.LANE,
                c -> Catalog.update(
                        c,
                        "UPDATE delivery SET held = 1, next_ms = ?, words = ? WHERE sink = ? AND state = 'pending'"
                                + " AND alert = (SELECT n FROM alert WHERE id = ?)",
                        until.toEpochMilli(),
                        words,
                        delivery.sink(),
                        delivery.alertId()));
    }

    /** It comes by itself, but not before {@code until}. */
    public void defer(Delivery delivery, Instant until, String words) throws IOException {
        catalog.write(
                Priority.LANE,
                c -> Catalog.update(
                        c,
                        "UPDATE delivery SET next_ms = ?, words = ? WHERE sink = ? AND state = 'pending'"
                                + " AND alert = (SELECT n FROM alert WHERE id = ?)",
                        until.toEpochMilli(),
                        words,
                        delivery.sink(),
                        delivery.alertId()));
    }

    /** How long until a digest should come; empty if nothing is held back. */
    public Optional<Duration> untilDigest(String sink) throws IOException {
        return catalog.read(c -> DeliveryRows.number(c, "SELECT MIN(next_ms) FROM delivery WHERE" + HELD, sink))
                .map(next ->
                        Duration.ofMillis(Math.max(0, next - clock.now().wall().toEpochMilli())));
    }

    /** The digest must wait until then. */
    public void extend(String sink, Instant until, String words) throws IOException {
        catalog.write(
                Priority.LANE,
                c -> Catalog.update(
                        c,
                        "UPDATE delivery SET next_ms = ?, words = ? WHERE" + HELD,
                        until.toEpochMilli(),
                        words,
                        sink));
    }

    /** Owes one digest of all that is held back, in one commit. */
    public void gather(String sink) throws IOException {
        Instant now = clock.now().wall();
        catalog.write(Priority.LANE, c -> {
            long digest = Alerts.oweAlone(c, sink, now, Alerts.DIGEST);
            return Catalog.update(
                    c,
                    "UPDATE delivery SET digest = ?, words = ? WHERE" + HELD,
                    digest,
                    "it comes in the digest that is on its way",
                    sink);
        });
    }

    /** What this digest tells of, newest first. */
    public Contents of(Delivery digest) throws IOException {
        String inIt = "digest = (SELECT n FROM alert WHERE id = ?) AND delivery.state = 'pending'";
        return catalog.read(c -> new Contents(
                DeliveryRows.number(c, "SELECT COUNT(*) FROM delivery WHERE " + inIt, digest.alertId())
                        .orElse(0L)
                        .intValue(),
                DeliveryRows.list(
                        c,
                        "WHERE delivery." + inIt + " ORDER BY delivery.turn DESC, delivery.alert LIMIT " + MOST_TOLD,
                        digest.alertId())));
    }

    /**
     * When the sink may be sent something again, if it takes at most so many in this time; empty: now. A digest counts as
     * one; what is in it does not.
     */
    public Optional<Instant> fullUntil(String sink, int most, Duration period) throws IOException {
        long now = clock.now().wall().toEpochMilli();
        return catalog.read(c -> DeliveryRows.number(
                        c,
                        "SELECT done_ms FROM delivery WHERE done_ms > ? AND done_ms <= ? AND sink = ? AND state ="
                                + " 'delivered' AND digest IS NULL ORDER BY done_ms DESC LIMIT 1 OFFSET ?",
                        now - period.toMillis(),
                        now,
                        sink,
                        most - 1))
                .map(oldest -> Instant.ofEpochMilli(oldest).plus(period));
    }
}
