package dev.porchlight.web;

import dev.porchlight.library.VisitQuery;
import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** The parameters of an address as a query of visits. */
final class QueryReader {
    private QueryReader() {}

    /** @throws IllegalArgumentException with a sentence that names the parameter */
    static VisitQuery of(HttpServletRequest request, int usualLimit) {
        Optional<LocalDate> day = day(request, "day");
        int limit = (int) number(request, "limit", 1, VisitQuery.MAX_LIMIT).orElse(usualLimit);
        return new VisitQuery(
                day.or(() -> day(request, "from")),
                day.or(() -> day(request, "to")),
                text(request, "camera"),
                centimetres(request, "min_cm"),
                centimetres(request, "max_cm"),
                flag(request, "kept"),
                flag(request, "with_clip"),
                number(request, "before", 0, Long.MAX_VALUE),
                limit);
    }

    private static Optional<String> text(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getParameter(name)).filter(text -> !text.isEmpty());
    }

    static Optional<LocalDate> day(HttpServletRequest request, String name) {
        return text(request, name).map(text -> date(text, LocalDate::parse, name + " must be a day like 2026-11-23"));
    }

    /** Only years of four digits: near the ends of what java.time knows, it counts no further. */
    static <T> T date(String text, Function<String, T> parse, String refusal) {
        if (!text.matches("[1-9][0-9]{3}-[0-9-]{2,5}")) {
            throw new IllegalArgumentException(refusal);
        }
        try {
            return parse.apply(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(refusal, e);
        }
    }

    private static OptionalInt centimetres(HttpServletRequest request, String name) {
        OptionalLong cm = number(request, name, 0, 100_000);
        return cm.isPresent() ? OptionalInt.of((int) cm.getAsLong()) : OptionalInt.empty();
    }

    private static OptionalLong number(HttpServletRequest request, String name, long min, long max) {
        Optional<String> text = text(request, name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (text.get().matches("[0-9]{1,18}")) {
            long value = Long.parseLong(text.get());
            if (value >= min && value <= max) {
                return OptionalLong.of(value);
            }
        }
        throw new IllegalArgumentException(name + " must be a number from " + min + " to " + max);
    }

    private static boolean flag(HttpServletRequest request, String name) {
        Optional<String> text = text(request, name);
        if (text.isPresent() && !text.get().matches("true|false")) {
            throw new IllegalArgumentException(name + " must be true or false");
        }
        return text.equals(Optional.of("true"));
    }
}
