package dev.porchlight.web;

import dev.porchlight.library.MediaFile;
import dev.porchlight.library.Role;
import dev.porchlight.library.Visit;
import dev.porchlight.time.HouseClock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
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
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM", Locale.ENGLISH);
    private static final DateTimeFormatter DAY_AND_YEAR =
            DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT_DAY = DateTimeFormatter.ofPattern("EEE", Locale.ENGLISH);

    private final ZoneId zone;
    private final HouseClock clock;

    VisitViews(ZoneId zone, HouseClock clock) {
        this.zone = zone;
        this.clock = clock;
    }

    /** Everything a template shows of it; keys that have no value are left out. */
    Map<String, Object> of(Visit visit) {
        ZonedDateTime start = visit.start().atZone(zone);
        Map<String, Object> view = new HashMap<>();
        view.put("id", visit.id().value());
        view.put("time", TIME.format(start));
        view.put("seconds", SECONDS.format(start));
        view.put("machineTime", start.toOffsetDateTime().toString());
        view.put("day", day(visit.day()));
        view.put("why", visit.why());
        view.put("camera", visit.camera());
        view.put("kept", visit.kept());
        view.put("going", visit.end().isEmpty());
        visit.board().ifPresent(board -> view.put("board", board));
        visit.problem().ifPresent(problem -> view.put("problem", problem));
        if (visit.closestMm().isPresent()) {
            view.put("distance", distance(visit.closestMm().getAsInt()));
        }
        visit.end().ifPresent(end -> view.put("length", length(Duration.between(visit.start(), end))));
        Optional<MediaFile> picture = visit.picture();
        picture.ifPresent(file -> {
            view.put("thumb", "/media/" + visit.id() + "/thumb.jpg?v=" + file.tag());
            view.put("photo", "/media/" + visit.id() + "/" + file.file() + "?v=" + file.tag());
            view.put("width", file.width() == 0 ? 1280 : file.width());
            view.put("height", file.height() == 0 ? 720 : file.height());
        });
        visit.media(Role.CLIP)
                .ifPresent(file -> view.put("clip", "/media/" + visit.id() + "/" + file.file() + "?v=" + file.tag()));
        if (!visit.clockSet()) {
            view.put("clockUnsure", true);
        }
        return view;
    }

    /** {@code 85 cm} or {@code 1.9 m}. */
    static String distance(int mm) {
        return mm < 1_000 ? mm / 10 + " cm" : String.format(Locale.ROOT, "%.1f m", mm / 1_000.0);
    }

    private static String length(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.now().wall(), zone);
    }

    /** {@code Today}, {@code Yesterday}, or the date. */
    String day(LocalDate day) {
        LocalDate today = today();
        if (day.equals(today)) {
            return "Today";
        }
        if (day.equals(today.minusDays(1))) {
            return "Yesterday";
        }
        return (day.getYear() == today.getYear() ? DAY : DAY_AND_YEAR).format(day);
    }

    String shortDay(LocalDate day) {
        return day.equals(today()) ? "Today" : SHORT_DAY.format(day);
    }
}
