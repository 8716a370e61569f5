package dev.porchlight.web;

import dev.porchlight.config.CameraConfig;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.library.DayCount;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import dev.porchlight.library.VisitPage;
import dev.porchlight.library.VisitQuery;
import dev.porchlight.library.VisitShelf;
import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /}: the visits, newest first, day by day, with filters and a calendar. */
final class GalleryPage {
    private static final int ON_ONE_PAGE = 36;
    private static final int DAYS_SHOWN = 60;

    private final VisitShelf shelf;
    private final HouseConfig config;
    private final Pages pages;
    private final Cards cards;
    private final Days days;
    private final CalendarView calendar;
    private final FirstRun firstRun;
    private final DeliveryViews deliveries;

    GalleryPage(
            VisitShelf shelf,
            HouseConfig config,
            Pages pages,
            Cards cards,
            Days days,
            FirstRun firstRun,
            DeliveryViews deliveries) {
        this.shelf = shelf;
        this.config = config;
        this.pages = pages;
        this.cards = cards;
        this.days = days;
        this.calendar = new CalendarView(days);
        this.firstRun = firstRun;
        this.deliveries = deliveries;
    }

    void show(Exchange exchange) throws IOException {
        Words words = pages.words(exchange.response());
        VisitQuery query = QueryReader.of(exchange.request(), ON_ONE_PAGE);
        Filters filters = Filters.of(query);
        Optional<YearMonth> month =
                Optional.ofNullable(exchange.request().getParameter("month")).map(CalendarView::parse);
        VisitPage page = shelf.page(query);
        DayCounts counts = new DayCounts(shelf.days(query.camera()));
        Map<String, Object> model = new HashMap<>();
        model.put("groups", byDay(page.visits(), filters.showWholeDays() ? counts : new DayCounts(List.of()), words));
        model.put(
                "days",
                counts.newestFirst().stream()
                        .limit(DAYS_SHOWN)
                        .map(count -> dayView(count, filters, words))
                        .toList());
        model.put("allDays", filters.without("day", "from", "to").address());
        model.put("total", counts.total());
        model.put("cameras", config.cameras().stream().map(CameraConfig::name).toList());
        model.put("isFirstPage", query.before().isEmpty());
        model.put("filters", filters.values());
        model.put("most", Deletion.MOST);
        model.put("pills", filters.pills(words, days));
        model.put("today", days.today().toString());
        model.put("calendar", calendar.of(month.orElseGet(() -> monthOf(query)), counts, filters, words));
        model.put("isCalendarOpen", month.isPresent());
        Optional.ofNullable(filters.values().get("day"))
                .ifPresent(day -> model.put("day", days.name(LocalDate.parse(day), words)));
        page.next()
                .ifPresent(next -> model.put(
                        "next", filters.with("before", String.valueOf(next)).address()));
        boolean nobodyCame =
                counts.isEmpty() && filters.isEmpty() && query.before().isEmpty();
        String[] deleted = exchange.request().getParameterValues("deleted");
        if (deleted != null) {
            model.put(
                    "deleted",
                    Deletion.deleted(shelf, deleted).stream()
                            .map(VisitId::value)
                            .toList());
        }
        if (nobodyCame && deleted == null) {
            model.put("lamps", firstRun.lamps(words));
        }
        model.put("told", deliveries.told(words));
        pages.send(exchange, "gallery", model);
    }

    private YearMonth monthOf(VisitQuery query) {
        return YearMonth.from(query.from().orElseGet(days::today));
    }

    private List<Map<String, Object>> byDay(List<Visit> visits, DayCounts counts, Words words) throws IOException {
        List<Map<String, Object>> groups = new ArrayList<>();
        List<Object> ofTheDay = new ArrayList<>();
        Optional<LocalDate> day = Optional.empty();
        for (Visit visit : visits) {
            if (!day.equals(Optional.of(visit.day()))) {
                day = Optional.of(visit.day());
                ofTheDay = new ArrayList<>();
                Map<String, Object> group = new HashMap<>();
                group.put("day", days.name(visit.day(), words));
                group.put("date", visit.day().toString());
                group.put("cards", ofTheDay);
                counts.on(visit.day()).ifPresent(count -> group.put("count", count));
                groups.add(group);
            }
            ofTheDay.add(cards.of(visit, words));
        }
        return groups;
    }

    private Map<String, Object> dayView(DayCount count, Filters filters, Words words) {
        LocalDate day = count.day();
        return Map.of(
                "name", days.shortName(day, words),
                "number", day.getDayOfMonth(),
                "full", days.name(day, words),
                "count", count.count(),
                "address", filters.onDay(day).address(),
                "selected", day.toString().equals(filters.values().get("day")));
    }
}
