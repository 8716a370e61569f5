package dev.porchlight.web;

import dev.porchlight.library.DayCount;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How many visits there are, day by day. Looked up as they are: ten years are 3,650, and a page asks for a month. */
record DayCounts(List<DayCount> newestFirst) {
    private static final Comparator<DayCount> BY_DAY =
            Comparator.comparing(DayCount::day).reversed();

    Optional<Integer> on(LocalDate day) {
        int at = Collections.binarySearch(newestFirst, new DayCount(day, 0), BY_DAY);
        return at < 0 ? Optional.empty() : Optional.of(newestFirst.get(at).count());
    }

    boolean hasAnyBefore(LocalDate day) {
        return !isEmpty() && newestFirst.get(newestFirst.size() - 1).day().isBefore(day);
    }

    boolean isEmpty() {
        return newestFirst.isEmpty();
    }

    int total() {
        int total = 0;
        for (DayCount day : newestFirst) {
            total += day.count();
        }
        return total;
    }
}
