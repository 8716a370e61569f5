package dev.porchlight.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One thing worth telling a sink.
 *
 * @param id the idempotency key: the same for every try and every sink
 * @param type {@code visit.started}, {@code visit.finished}, {@code health.changed}, {@code digest}, {@code log.daily},
 *     {@code test}; open, so a sink ignores the types it does not know
 * @param at when the thing happened
 * @param title one line for people: {@code Somebody at Front door, 1.12 m}
 * @param text a few sentences for people
 * @param visit the visit, for the {@code visit.*} types
 * @param health what changed, for {@code health.changed}
 * @param media finished files that belong to it; none while a photo could not be taken
 * @param links where to look
 */
public record Alert(
        String id,
        String type,
        Instant at,
        String title,
        String text,
        Optional<VisitSummary> visit,
        Optional<HealthChange> health,
        List<Media> media,
        Links links) {
    public static final String VISIT_STARTED = "visit.started";
    public static final String VISIT_FINISHED = "visit.finished";
    public static final String HEALTH_CHANGED = "health.changed";
    /** Several alerts that were held back, in {@code text}; {@code media} has the pictures of the newest. */
    public static final String DIGEST = "digest";

    /** What the boards said on a day, as a CSV file in {@code media} of the role {@code log}. */
    public static final String LOG_DAILY = "log.daily";

    public static final String TEST = "test";

    public Alert {
        media = List.copyOf(media);
    }
}
