package dev.porchlight.delivery;

import dev.porchlight.api.Alert;
import dev.porchlight.config.AtMost;
import dev.porchlight.config.SinkConfig;
import dev.porchlight.library.Delivery;
import dev.porchlight.library.HeldBack;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Holds alerts back for a digest, in a sink's quiet hours and beyond its limit. Used by the lane's thread only. */
final class Quiet {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final SinkConfig sink;
    private final ZoneId zone;
    private final HeldBack heldBack;

    /** Until when, and why, in words for the visit's page. */
    record Hold(Instant until, String words) {}

    Quiet(SinkConfig sink, ZoneId zone, HeldBack heldBack) {
        this.sink = sink;
        this.zone = zone;
        this.heldBack = heldBack;
    }

    /** Whether it was held back, or put off. What the owner asked for is neither. */
    boolean holds(Delivery delivery, Instant now) throws IOException {
        if (delivery.asked()) {
            return false;
        }
        // A line in a digest would be all that is left of a day's log.
        if (delivery.type().equals(Alert.DIGEST) || delivery.type().equals(Alert.LOG_DAILY)) {
            return isPutOff(delivery, now);
        }
        Optional<Hold> hold = hold(now);
        if (hold.isPresent()) {
            heldBack.hold(delivery, hold.get().until(), hold.get().words());
        }
        return hold.isPresent();
    }

    private boolean isPutOff(Delivery delivery, Instant now) throws IOException {
        Optional<Instant> quiet = sink.quietHours().flatMap(hours -> hours.until(now, zone));
        if (quiet.isPresent()) {
            heldBack.defer(delivery, quiet.get(), "put off by quiet hours until " + time(quiet.get()));
        }
        return quiet.isPresent();
    }

    /** Owes the digest if its time has come and nothing speaks against it. */
    void gatherIfTime(Instant now) throws IOException {
        if (heldBack.untilDigest(sink.name()).filter(left -> left.isZero()).isEmpty()) {
            return;
        }
        Optional<Hold> hold = hold(now);
        if (hold.isPresent()) {
            heldBack.extend(sink.name(), hold.get().until(), hold.get().words());
        } else {
            heldBack.gather(sink.name());
        }
    }

    private Optional<Hold> hold(Instant now) throws IOException {
        Optional<Instant> quiet = sink.quietHours().flatMap(hours -> hours.until(now, zone));
        if (quiet.isPresent()) {
            return Optional.of(
                    new Hold(quiet.get(), "held back by quiet hours, comes in the digest at " + time(quiet.get())));
        }
        if (sink.atMost().isEmpty()) {
            return Optional.empty();
        }
        AtMost limit = sink.atMost().get();
        return heldBack.fullUntil(sink.name(), limit.count(), limit.period())
                .map(until -> new Hold(
                        until,
                        "held back since at most " + limit.count() + "/" + limit.word()
                                + " are sent, comes in the digest at " + time(until)));
    }

    private String time(Instant at) {
        return TIME.format(at.atZone(zone));
    }
}
