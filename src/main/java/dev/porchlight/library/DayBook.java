package dev.porchlight.library;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The counts of all days, which every page of the gallery shows: 3,650 rows in ten years. As they were asked for last they
 * stay in memory, and are read anew after a change of the catalog. Safe on every thread.
 */
final class DayBook {
    private final Catalog catalog;
    private volatile Optional<Known> known = Optional.empty();

    private record Known(long changes, Optional<String> camera, List<DayCount> days) {}

    DayBook(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Newest day first; of all cameras if none is named. */
    List<DayCount> of(Optional<String> camera) throws IOException {
        long changes = catalog.changes(); // before the connection is chosen, which may be of a file that is left
        Optional<Known> still =
                known.filter(last -> last.changes() == changes && last.camera().equals(camera));
        List<DayCount> days = catalog.read(c -> still.isPresent()
                ? still.get().days()
                : VisitPages.days(c, Optional.empty(), Optional.empty(), camera));
        if (still.isEmpty()) {
            known = Optional.of(new Known(changes, camera, List.copyOf(days)));
        }
        return days;
    }
}
