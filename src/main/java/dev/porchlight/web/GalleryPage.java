package dev.porchlight.web;

import dev.porchlight.config.CameraConfig;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.library.DayCount;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitPage;
import dev.porchlight.library.VisitQuery;
import dev.porchlight.library.VisitShelf;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /}: the visits, newest first, day by day. */
final class GalleryPage {
    private static final int ON_ONE_PAGE = 36;
    private static final int DAYS_SHOWN = 60;

    private final VisitShelf shelf;
    private final HouseConfig config;
    private final Pages pages;
    private final VisitViews views;

    GalleryPage(VisitShelf shelf, HouseConfig config, Pages pages, VisitViews views) {
        this.shelf = shelf;
        this.config = config;
        this.pages = pages;
        this.views = views;
    }

    void show(Exchange exchange) throws IOException {
        VisitQuery query = QueryReader.of(exchange.request(), ON_ONE_PAGE);
        VisitPage page = shelf.page(query);
        List<DayCount> days = shelf.days(query.camera());
        Map<String, Object> model = new HashMap<>();
        model.put("groups", byDay(page.visits()));
        model.put(
                "days",
                days.stream().limit(DAYS_SHOWN).map(d -> dayView(d, query)).toList());
        model.put("total", days.stream().mapToInt(DayCount::count).sum());
        model.put("cameras", config.cameras().stream().map(CameraConfig::name).toList());
        model.put("isFirstPage", query.before().isEmpty());
        query.camera().ifPresent(camera -> model.put("camera", camera));
        query.from().ifPresent(day -> model.put("day", views.day(day)));
        page.next().ifPresent(next -> model.put("next", address(query, next)));
        pages.send(exchange.response(), "gallery", model);
    }

    private List<Map<String, Object>> byDay(List<Visit> visits) {
        List<Map<String, Object>> groups = new ArrayList<>();
        List<Map<String, Object>> ofTheDay = new ArrayList<>();
        Optional<LocalDate> day = Optional.empty();
        for (Visit visit : visits) {
            if (!day.equals(Optional.of(visit.day()))) {
                day = Optional.of(visit.day());
                ofTheDay = new ArrayList<>();
                groups.add(Map.of("day", views.day(visit.day()), "visits", ofTheDay));
            }
            ofTheDay.add(views.of(visit));
        }
        return groups;
    }

    private Map<String, Object> dayView(DayCount day, VisitQuery query) {
        return Map.of(
                "name", views.shortDay(day.day()),
                "number", day.day().getDayOfMonth(),
                "full", views.day(day.day()),
                "count", day.count(),
                "address",
                        "/?day=" + day.day()
                                + query.camera().map(c -> "&camera=" + c).orElse(""),
                "selected", query.from().equals(Optional.of(day.day())));
    }

    private static String address(VisitQuery query, long next) {
        return "/?before=" + next
                + query.camera().map(camera -> "&camera=" + camera).orElse("")
                + query.from().map(day -> "&day=" + day).orElse("")
                + (query.kept() ? "&kept=true" : "");
    }
}
