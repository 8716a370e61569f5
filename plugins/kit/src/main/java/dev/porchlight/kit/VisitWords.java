package dev.porchlight.kit;

import dev.porchlight.api.VisitSummary;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** What may stand between braces in a name: {@code {yyyy}}, {@code {camera}} and so on, and what it is for one visit. */
public final class VisitWords {
    private static final List<String> TIMES = List.of("yyyy", "MM", "dd", "HH", "mm", "ss", "SSS");
    private static final List<String> OTHERS = List.of("camera", "board", "closest_cm", "role", "id");

    /** As a sentence goes on behind the key's name. */
    public static final String HELP =
            "knows {yyyy} {MM} {dd} {HH} {mm} {ss} {SSS} {camera} {board} {closest_cm} {role} {id}";

    private VisitWords() {}

    public static boolean knows(String word) {
        return TIMES.contains(word) || OTHERS.contains(word);
    }

    /** Whether it is a piece of the time, such as {@code HH}. */
    public static boolean isTime(String word) {
        return TIMES.contains(word);
    }

    public static String time(String word, Instant at, ZoneId zone) {
        return DateTimeFormatter.ofPattern(word, Locale.ROOT).format(at.atZone(zone));
    }

    /** @param word one of those it knows */
    public static String of(String word, VisitSummary visit, String role, ZoneId zone) {
        return switch (word) {
            case "camera" -> visit.camera();
            case "board" -> visit.board().isEmpty() ? "hand" : visit.board();
            case "closest_cm" ->
                visit.closestMm().isPresent()
                        ? Integer.toString(visit.closestMm().getAsInt() / 10)
                        : "-";
            case "role" -> role;
            case "id" -> visit.id();
            default ->
                DateTimeFormatter.ofPattern(word, Locale.ROOT)
                        .format(visit.start().atZone(zone));
        };
    }
}
