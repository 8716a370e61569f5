package dev.porchlight.library;

import dev.porchlight.health.Health;
import dev.porchlight.library.Retention.Stock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Says that starred visits had to go because nothing else was left, until there is room for others beside those that are
 * starred. Safe on every thread.
 */
final class StarredLoss {
    static final String PART = "retention";

    /** Of all the room there is: with less for visits that are not starred, the next starred one goes soon. */
    private static final int LEAST_SHARE = 20;

    private final DateTimeFormatter time;
    private final Health health;
    private Optional<Instant> first = Optional.empty();
    private Optional<Instant> last = Optional.empty();

    StarredLoss(ZoneId zone, Health health) {
        this.time = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm", Locale.ENGLISH)
                .withZone(zone);
        this.health = health;
    }

    /** @param gone what had to go, starred or not */
    synchronized void tell(List<Visit> gone) {
        for (Visit visit : gone) {
            if (Farewell.isStarred(visit)) {
                Instant start = visit.start();
                first = Optional.of(first.filter(start::isAfter).orElse(start));
                last = Optional.of(last.filter(start::isBefore).orElse(start));
            }
        }
        if (first.isPresent() && gone.stream().anyMatch(Farewell::isStarred)) {
            String which = first.equals(last)
                    ? "a starred visit of " + time.format(first.get())
                    : "starred visits from " + time.format(first.get()) + " to " + time.format(last.get());
            health.warning(
                    PART,
                    which + " had to make room, since no others were left: take some stars away, raise"
                            + " retention.max_size or take a larger disk");
        }
    }

    synchronized boolean isTold() {
        return first.isPresent();
    }

    /**
     * Takes the sentence back if it no longer holds.
     *
     * @param room there is in all for visits, in bytes
     */
    synchronized void look(Stock stock, long room) {
        if (isTold() && room - stock.starred() >= room / LEAST_SHARE) {
            first = Optional.empty();
            last = Optional.empty();
            health.ok(PART, "there is room beside the starred visits");
        }
    }
}
