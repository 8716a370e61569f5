package dev.porchlight.kit;

import dev.porchlight.api.Media;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.VisitSummary;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file name with placeholders: {@code picture_{yyyy}-{MM}-{dd}}. What is filled in never leaves the folder. */
public final class FileName {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}");
    private static final int MAX_LENGTH = 200;

    private final String pattern;
    private final ZoneId zone;

    private FileName(String pattern, ZoneId zone) {
        this.pattern = pattern;
        this.zone = zone;
    }

    /** @param pattern what stands behind the key {@code file_name} */
    public static FileName parse(String pattern, ZoneId zone) throws SinkBrokenException {
        return parse("file_name", pattern, zone);
    }

    /** @param key what it stands behind */
    public static FileName parse(String key, String pattern, ZoneId zone) throws SinkBrokenException {
        if (pattern.isBlank() || pattern.contains("/") || pattern.contains("\\") || pattern.startsWith(".")) {
            throw new SinkBrokenException(
                    key + " must be a file's name without '/' and without '.' in front, was '" + pattern + "'");
        }
        Matcher placeholder = PLACEHOLDER.matcher(pattern);
        while (placeholder.find()) {
            String word = placeholder.group(1);
            if (!VisitWords.knows(word)) {
                throw new SinkBrokenException(key + " does not know {" + word + "}; it " + VisitWords.HELP);
            }
        }
        return new FileName(pattern, zone);
    }

    /** The name of the visit's file of this role, without its ending. */
    public String of(VisitSummary visit, String role) {
        String cut = filled(visit, role);
        // A visit has two pictures; the others are told apart by their endings.
        return role.equals("best") && !pattern.contains("{role}") ? cut + "_best" : cut;
    }

    /** The name of a folder for all files of the visit. */
    public String ofFolder(VisitSummary visit) {
        return filled(visit, "");
    }

    private String filled(VisitSummary visit, String role) {
        String name = PLACEHOLDER
                .matcher(pattern)
                .replaceAll(match -> Matcher.quoteReplacement(safe(VisitWords.of(match.group(1), visit, role, zone))));
        return name.substring(0, Math.min(name.length(), MAX_LENGTH));
    }

    /** With its ending. */
    public String of(VisitSummary visit, Media media) {
        return of(visit, media.role()) + endingOf(media);
    }

    /** With its dot; nothing if it has none. */
    public static String endingOf(Media media) {
        String name = media.file().getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot);
    }

    private static String safe(String value) {
        return value.replaceAll("[^A-Za-z0-9_.-]", "-");
    }
}
