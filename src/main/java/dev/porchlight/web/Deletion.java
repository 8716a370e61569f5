package dev.porchlight.web;

import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import dev.porchlight.library.VisitShelf;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code POST /visits/delete} with one or more {@code id}, and the way back: {@code POST /visits/{id}/restore} for one,
 * {@code POST /visits/restore} for more. All end on a page, so that they work without a script.
 */
final class Deletion {
    /** At once, so that the address of the page that offers the undo stays below 4 kB. */
    static final int MOST = 100;

    private final VisitShelf shelf;
    private final Pages pages;

    Deletion(VisitShelf shelf, Pages pages) {
        this.shelf = shelf;
        this.pages = pages;
    }

    /** The visits an address or a form names that are deleted and can be taken back. */
    static List<VisitId> deleted(VisitShelf shelf, String... ids) throws IOException {
        return those(shelf, true, ids);
    }

    private static List<VisitId> those(VisitShelf shelf, boolean deleted, String... ids) throws IOException {
        List<VisitId> those = new ArrayList<>();
        for (String text : Stream.of(ids).limit(MOST).distinct().toList()) {
            Optional<VisitId> id = VisitId.parse(text);
            Optional<Visit> visit = id.isPresent() ? shelf.find(id.get()) : Optional.empty();
            visit.filter(v -> v.deletedAt().isPresent() == deleted).ifPresent(v -> those.add(v.id()));
        }
        return those;
    }

    void delete(Exchange exchange) throws IOException {
        String[] ids = ids(exchange);
        if (ids.length > MOST) {
            Words words = pages.words(exchange.response());
            pages.sendError(
                    exchange,
                    HttpServletResponse.SC_BAD_REQUEST,
                    words.say("delete.nothing"),
                    words.say("delete.too-many", MOST));
            return;
        }
        StringBuilder address = new StringBuilder("/");
        for (VisitId id : those(shelf, false, ids)) {
            shelf.delete(id);
            address.append(address.length() == 1 ? "?deleted=" : "&deleted=").append(id);
        }
        exchange.seeOther(address.toString());
    }

    void restore(Exchange exchange) throws IOException {
        List<VisitId> back = deleted(shelf, ids(exchange));
        for (VisitId id : back) {
            shelf.restore(id);
        }
        exchange.seeOther(back.size() == 1 ? "/visits/" + back.get(0) : "/");
    }

    private static String[] ids(Exchange exchange) {
        if (exchange.path().containsKey("id")) {
            return new String[] {exchange.path("id")};
        }
        String[] ids = exchange.request().getParameterValues("id");
        return ids == null ? new String[0] : ids;
    }
}
