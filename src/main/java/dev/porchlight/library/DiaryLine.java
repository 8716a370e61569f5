package dev.porchlight.library;

import dev.porchlight.library.Delivery.State;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the diary says of one visit, as one sentence. Pure.
 *
 * @param visit one that is over
 * @param photoAfter how long after the trigger it was taken; empty if an earlier run took it
 * @param clipIsOwed whether its clip is still to be made
 * @param deliveries what its sinks are owed of it, in order
 * @param now when the sentence is said
 */
record DiaryLine(
        Visit visit, Optional<Duration> photoAfter, boolean clipIsOwed, List<Delivery> deliveries, Instant now) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    /** A mail over a slow uplink takes some seconds. */
    private static final Duration USUAL = Duration.ofSeconds(15);

    DiaryLine {
        deliveries = List.copyOf(deliveries);
    }

    /** How a sink stands with a visit of which it is owed one alert or two, best last. */
    private enum Standing {
        STILL_OWED("still owed to "),
        HELD_BACK("held back for "),
        GIVEN_UP("given up for "),
        TOLD("told ");

        private final String words;

        Standing(String words) {
            this.words = words;
        }
    }

    /** Whether nothing more will be heard of it soon: what is left waits for its next try, or for a digest. */
    boolean isKnown() {
        Map<String, Boolean> waits = new LinkedHashMap<>();
        for (Delivery delivery : deliveries) {
            if (delivery.state() == State.PENDING && !delivery.held()) {
                // The second alert of a visit waits for the first.
                waits.putIfAbsent(delivery.sink(), isTriedLater(delivery));
            }
        }
        return !clipIsOwed && waits.values().stream().allMatch(waiting -> waiting);
    }

    /** A sink that failed lately is given its time before it is tried again, which only its lane knows. */
    private boolean isTriedLater(Delivery delivery) {
        return (delivery.tries() > 0 && delivery.next().isAfter(now))
                || Duration.between(delivery.at(), now).compareTo(USUAL) >= 0;
    }

    /** @param zone of the home */
    String words(ZoneId zone) {
        List<String> words = new ArrayList<>();
        words.add(time(zone) + (visit.clockSet() ? "" : " by a clock that was not set"));
        if (visit.board().isEmpty()) {
            words.add(visit.why());
        }
        visit.end()
                .ifPresent(end -> words.add(Duration.between(visit.start(), end).toSeconds() + " s"));
        visit.closestMm().ifPresent(mm -> words.add("closest " + Math.round(mm / 10.0) + " cm"));
        if (visit.media(Role.PHOTO).isPresent()) {
            words.add("photo"
                    + photoAfter
                            .map(after -> " after " + after.toMillis() + " ms")
                            .orElse(""));
        }
        clip().ifPresent(words::add);
        standings().forEach((standing, sinks) -> words.add(standing.words + and(sinks)));
        return "visit " + visit.id() + " at " + visit.camera() + ": " + String.join(", ", words)
                + visit.problem().map(problem -> "; " + problem).orElse("");
    }

    private String time(ZoneId zone) {
        boolean isToday = LocalDate.ofInstant(now, zone).equals(visit.day());
        return (isToday ? TIME : DAY_AND_TIME).withZone(zone).format(visit.start());
    }

    private Optional<String> clip() {
        if (clipIsOwed) {
            return Optional.of("clip still to be made");
        }
        return visit.clip()
                .map(clip -> "clip of " + Math.round(clip.lengthMs() / 1_000.0) + " s"
                        + (clip.role() == Role.CLIP ? "" : " as it was recorded"));
    }

    /** Whoever was told stands first. */
    private Map<Standing, List<String>> standings() {
        Map<String, Standing> worst = new LinkedHashMap<>();
        deliveries.forEach(delivery -> worst.merge(
                delivery.sink(), standing(delivery), (one, other) -> one.compareTo(other) < 0 ? one : other));
        Map<Standing, List<String>> sinks = new LinkedHashMap<>();
        for (int i = Standing.values().length - 1; i >= 0; i--) {
            Standing standing = Standing.values()[i];
            List<String> those = worst.entrySet().stream()
                    .filter(entry -> entry.getValue() == standing)
                    .map(Map.Entry::getKey)
                    .toList();
            if (!those.isEmpty()) {
                sinks.put(standing, those);
            }
        }
        return sinks;
    }

    private static Standing standing(Delivery delivery) {
        return switch (delivery.state()) {
            case DELIVERED -> Standing.TOLD;
            case GIVEN_UP -> Standing.GIVEN_UP;
            case PENDING -> delivery.held() ? Standing.HELD_BACK : Standing.STILL_OWED;
        };
    }

    private static String and(Collection<String> names) {
        List<String> all = List.copyOf(names);
        return all.size() == 1
                ? all.get(0)
                : String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.get(all.size() - 1);
    }
}
