package dev.porchlight.library;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The end of a {@code WHERE}, with its parameters in order. */
final class Clauses {
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> parameters = new ArrayList<>();

    void add(String clause, Object... values) {
        sql.append(clause);
        parameters.addAll(Arrays.asList(values));
    }

    void addDays(VisitQuery query) {
        addDays(query.from(), query.to());
    }

    void addDays(Optional<LocalDate> from, Optional<LocalDate> to) {
        from.ifPresent(day -> add(" AND day >= ?", day.toEpochDay()));
        to.ifPresent(day -> add(" AND day <= ?", day.toEpochDay()));
    }

    String sql() {
        return sql.toString();
    }

    Object[] parameters() {
        return parameters.toArray();
    }
}
