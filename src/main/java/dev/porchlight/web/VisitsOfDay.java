package dev.porchlight.web;

import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitPage;
import dev.porchlight.library.VisitQuery;
import dev.porchlight.library.VisitShelf;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The visits of a day, newest first, read page by page. */
final class VisitsOfDay implements ZipVisits {
    private static final int VISITS_AT_ONCE = 50;

    private final VisitShelf shelf;
    private final LocalDate day;
    private final Deque<Visit> page = new ArrayDeque<>();
    private OptionalLong before = OptionalLong.empty();
    private int left = VisitZip.MOST_VISITS;
    private boolean isLastPage;

    VisitsOfDay(VisitShelf shelf, LocalDate day) {
        this.shelf = shelf;
        this.day = day;
    }

    @Override
    public Optional<Visit> next(List<String> missing) throws IOException {
        if (page.isEmpty() && !isLastPage) {
            readPage();
        }
        if (page.isEmpty() && before.isPresent()) {
            missing.add("the day has more visits: only its newest " + VisitZip.MOST_VISITS + " are here");
        }
        return Optional.ofNullable(page.poll());
    }

    private void readPage() throws IOException {
        VisitPage next = shelf.page(ofDay());
        page.addAll(next.visits());
        left -= next.visits().size();
        before = next.next();
        isLastPage = before.isEmpty() || left <= 0;
    }

    private VisitQuery ofDay() {
        return new VisitQuery(
                Optional.of(day),
                Optional.of(day),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                false,
                before,
                VISITS_AT_ONCE);
    }
}
