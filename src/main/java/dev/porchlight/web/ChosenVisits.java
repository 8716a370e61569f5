package dev.porchlight.web;

import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import dev.porchlight.library.VisitShelf;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The visits that somebody marked, in that order. */
final class ChosenVisits implements ZipVisits {
    private final VisitShelf shelf;
    private final Iterator<VisitId> ids;

    /** @throws IllegalArgumentException with a sentence, if there are too many */
    ChosenVisits(VisitShelf shelf, List<VisitId> ids) {
        if (ids.size() > VisitZip.MOST_VISITS) {
            throw new IllegalArgumentException("at most " + VisitZip.MOST_VISITS + " visits go into one zip, not "
                    + ids.size() + "; choose fewer, or download day by day");
        }
        this.shelf = shelf;
        this.ids = List.copyOf(ids).iterator();
    }

    @Override
    public Optional<Visit> next(List<String> missing) throws IOException {
        while (ids.hasNext()) {
            VisitId id = ids.next();
            Optional<Visit> visit =
                    shelf.find(id).filter(found -> found.deletedAt().isEmpty());
            if (visit.isPresent()) {
                return visit;
            }
            missing.add("visit " + id + ": it was deleted, or never was");
        }
        return Optional.empty();
    }
}
