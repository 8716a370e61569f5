package dev.porchlight.library;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One alert owed to one sink.
 *
 * @param alertId the idempotency key, the same for every sink and every try
 * @param at when the thing happened
 * @param tries how many were begun
 * @param first when the first of them was begun
 * @param next when it is tried next, while pending; of one that is held back, when its digest comes
 * @param held whether it waits for a digest
 * @param asked whether its owner asked for it, so that nothing holds it back
 * @param done when it was delivered or given up
 * @param words the sink's receipt, or why it was not delivered (yet)
 * @param memo what the sink remembered in an earlier try
 * @param visit what a {@code visit.*} alert is about
 * @param health what a {@code health.changed} alert is about
 */
public record Delivery(
        long id,
        String alertId,
        String type,
        Instant at,
        String sink,
        State state,
        int tries,
        Optional<Instant> first,
        Instant next,
        boolean held,
        boolean asked,
        Optional<Instant> done,
        String words,
        Optional<String> memo,
        Optional<Visit> visit,
        Optional<HealthWords> health) {
    /** What became of it. */
    public enum State {
        PENDING,
        DELIVERED,
        GIVEN_UP;

        /** As it is written in the catalog and the API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A part that began or ceased to work, in words. */
    public record HealthWords(String part, String from, String to, String words) {}
}
