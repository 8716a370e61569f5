package dev.porchlight.web;

import dev.porchlight.library.MediaFile;
import dev.porchlight.library.Role;
import dev.porchlight.library.Visit;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A visit in the words of a page. */
final class VisitViews {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern(":ss", Locale.ROOT);
    private static final DateTimeFormatter FILE = DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss", Locale.ROOT);

    /** The engine's reasons in the reader's language; another reason is shown as it is. */
    private static final Map<String, String> REASONS = Map.of(
            "motion", "why.motion",
            "somebody in range", "why.range",
            "motion, and somebody in range", "why.both",
            "the board asked for a picture", "why.board",
            "taken by hand", "why.hand");

    private final Days days;

    VisitViews(Days days) {
        this.days = days;
    }

    /** Everything a template shows of it; keys that have no value are left out. */
    Map<String, Object> of(Visit visit, Words words) {
        ZonedDateTime start = days.at(visit.start());
        Map<String, Object> view = new HashMap<>();
        view.put("id", visit.id().value());
        view.put("seq", visit.seq());
        view.put("time", TIME.format(start));
        view.put("seconds", SECONDS.format(start));
        view.put("machineTime", start.toOffsetDateTime().toString());
        view.put("fileName", FILE.format(start));
        view.put("day", days.name(visit.day(), words));
        view.put("date", visit.day().toString());
        view.put("why", why(visit.why(), words));
        view.put("camera", visit.camera());
        view.put("kept", visit.kept());
        view.put("going", visit.end().isEmpty());
        visit.board().ifPresent(board -> view.put("board", board));
        visit.problem().ifPresent(problem -> view.put("problem", problem));
        if (visit.closestMm().isPresent()) {
            view.put("distance", words.distance(visit.closestMm().getAsInt()));
        }
        visit.end().ifPresent(end -> view.put("length", length(Duration.between(visit.start(), end), words)));
        Optional<MediaFile> picture = visit.picture();
        picture.ifPresent(file -> {
            view.put("thumb", "/media/" + visit.id() + "/thumb.jpg?v=" + file.tag());
            view.put("photo", "/media/" + visit.id() + "/" + file.file() + "?v=" + file.tag());
            view.put("width", file.width() == 0 ? 1280 : file.width());
            view.put("height", file.height() == 0 ? 720 : file.height());
        });
        visit.clip().ifPresent(file -> {
            // A clip as it was recorded is played by a script, picture by picture.
            view.put(
                    file.role() == Role.CLIP ? "clip" : "film",
                    "/media/" + visit.id() + "/" + file.file() + "?v=" + file.tag());
            view.put("clipStart", file.startMs());
            view.put("clipLength", length(Duration.ofMillis(file.lengthMs()), words));
        });
        if (!visit.clockSet()) {
            view.put("clockUnsure", true);
        }
        return view;
    }

    private static String why(String reason, Words words) {
        String key = REASONS.get(reason);
        return key == null ? words.say("why.other", reason) : words.say(key);
    }

    private static String length(Duration length, Words words) {
        long seconds = Math.max(0, length.toSeconds());
        return seconds < 60
                ? words.say("unit.seconds", seconds)
                : words.say("unit.minutes", seconds / 60, seconds % 60);
    }
}
