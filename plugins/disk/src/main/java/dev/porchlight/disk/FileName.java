package dev.porchlight.disk;

import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.VisitSummary;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file name with placeholders: {@code picture_{yyyy}-{MM}-{dd}}. What is filled in never leaves the folder. */
final class FileName {
    static final String HELP = "knows {yyyy} {MM} {dd} {HH} {mm} {ss} {SSS} {camera} {board} {closest_cm} {role} {id}";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}");
    private static final Set<String> TIMES = Set.of("yyyy", "MM", "dd", "HH", "mm", "ss", "SSS");
    private static final Set<String> WORDS = Set.of("camera", "board", "closest_cm", "role", "id");
    private static final int MAX_LENGTH = 200;

    private final String pattern;
    private final ZoneId zone;

    private FileName(String pattern, ZoneId zone) {
        this.pattern = pattern;
        this.zone = zone;
    }

    static FileName parse(String pattern, ZoneId zone) throws SinkBrokenException {
        if (pattern.isBlank() || pattern.contains("/") || pattern.contains("\\") || pattern.startsWith(".")) {
            throw new SinkBrokenException(
                    "file_name must be a file's name without '/' and without '.' in front, was '" + pattern + "'");
        }
        Matcher placeholder = PLACEHOLDER.matcher(pattern);
        while (placeholder.find()) {
            String word = placeholder.group(1);
            if (!TIMES.contains(word) && !WORDS.contains(word)) {
                throw new SinkBrokenException("file_name does not know {" + word + "}; it " + HELP);
            }
        }
        return new FileName(pattern, zone);
    }

    /** The name of the visit's file of this role, without its ending. */
    String of(VisitSummary visit, String role) {
        ZonedDateTime start = visit.start().atZone(zone);
        String name = PLACEHOLDER.matcher(pattern).replaceAll(match -> {
            String word = match.group(1);
            String value = TIMES.contains(word)
                    ? DateTimeFormatter.ofPattern(word, Locale.ROOT).format(start)
                    : word(word, visit, role);
            return Matcher.quoteReplacement(value);
        });
        String cut = name.substring(0, Math.min(name.length(), MAX_LENGTH));
        // A visit has two pictures; the others are told apart by their endings.
        return role.equals("best") && !pattern.contains("{role}") ? cut + "_best" : cut;
    }

    private static String word(String word, VisitSummary visit, String role) {
        String value =
                switch (word) {
                    case "camera" -> visit.camera();
                    case "board" -> visit.board().isEmpty() ? "hand" : visit.board();
                    case "closest_cm" ->
                        visit.closestMm().isPresent()
                                ? Integer.toString(visit.closestMm().getAsInt() / 10)
                                : "-";
                    case "role" -> role;
                    default -> visit.id();
                };
        return value.replaceAll("[^A-Za-z0-9_.-]", "-");
    }
}
