package dev.porchlight.web;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One month as a table of weeks from Monday, each day with its visits. Days to come cannot be chosen. */
final class CalendarView {
    private static final int DAYS_OF_WEEK = 7;

    private final Days days;

    CalendarView(Days days) {
        this.days = days;
    }

    /** @throws IllegalArgumentException with a sentence that names the parameter */
    static YearMonth parse(String text) {
        return QueryReader.date(text, YearMonth::parse, "month must be a month like 2026-11");
    }

    Map<String, Object> of(YearMonth month, DayCounts counts, Filters filters, Words words) {
        Map<String, Object> view = new HashMap<>();
        view.put("name", words.date("date.month", month));
        view.put("weekdays", weekdays(words));
        view.put("weeks", weeks(month, counts, filters, words));
        if (counts.hasAnyBefore(month.atDay(1))) {
            view.put(
                    "previous",
                    filters.with("month", month.minusMonths(1).toString()).address());
        }
        if (month.isBefore(YearMonth.from(days.today()))) {
            view.put(
                    "next",
                    filters.with("month", month.plusMonths(1).toString()).address());
        }
        return view;
    }

    private static List<Map<String, String>> weekdays(Words words) {
        List<Map<String, String>> names = new ArrayList<>();
        for (DayOfWeek weekday : DayOfWeek.values()) {
            names.add(Map.of(
                    "short", words.date("date.weekday", weekday), "full", words.date("date.weekday-full", weekday)));
        }
        return names;
    }

    /** A cell without a number stands before the first and after the last day. */
    private List<List<Map<String, Object>>> weeks(YearMonth month, DayCounts counts, Filters filters, Words words) {
        List<List<Map<String, Object>>> weeks = new ArrayList<>();
        LocalDate monday = month.atDay(1).with(DayOfWeek.MONDAY);
        while (!monday.isAfter(month.atEndOfMonth())) {
            List<Map<String, Object>> week = new ArrayList<>();
            for (int i = 0; i < DAYS_OF_WEEK; i++) {
                LocalDate day = monday.plusDays(i);
                week.add(YearMonth.from(day).equals(month) ? cell(day, counts, filters, words) : Map.of());
            }
            weeks.add(week);
            monday = monday.plusWeeks(1);
        }
        return weeks;
    }

    private Map<String, Object> cell(LocalDate day, DayCounts counts, Filters filters, Words words) {
        Map<String, Object> cell = new HashMap<>();
        cell.put("number", day.getDayOfMonth());
        cell.put("today", day.equals(days.today()));
        cell.put("future", day.isAfter(days.today()));
        cell.put("selected", Optional.ofNullable(filters.values().get("day")).equals(Optional.of(day.toString())));
        counts.on(day).ifPresent(count -> {
            cell.put("count", count);
            cell.put("full", words.date("date.day-and-year", day));
            cell.put("address", filters.onDay(day).address());
        });
        return cell;
    }
}
