package dev.porchlight.web;

import dev.porchlight.config.HouseConfig;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import dev.porchlight.library.VisitShelf;
import dev.porchlight.time.HouseClock;
import dev.porchlight.web.access.Access;
import dev.porchlight.web.access.SignedLinks;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** {@code POST /visits/{id}/share}: a link that shows one visit to whoever has it, until a day. */
final class SharePage {
    private final VisitShelf shelf;
    private final Access access;
    private final HouseConfig config;
    private final HouseClock clock;
    private final Pages pages;

    SharePage(VisitShelf shelf, Access access, HouseConfig config, HouseClock clock, Pages pages) {
        this.shelf = shelf;
        this.access = access;
        this.config = config;
        this.clock = clock;
        this.pages = pages;
    }

    void share(Exchange exchange) throws IOException {
        Optional<VisitId> id = VisitId.parse(exchange.path("id"));
        Optional<Visit> visit = id.isEmpty()
                ? Optional.empty()
                : shelf.find(id.get()).filter(it -> it.deletedAt().isEmpty());
        if (visit.isEmpty()) {
            pages.sendNoSuchVisit(exchange);
            return;
        }
        String address = base(exchange) + "/visits/" + visit.get().id() + "?" + signed(visit.get());
        Words words = pages.words(exchange.response());
        String until = words.date(
                "date.day",
                clock.now().wall().plus(SignedLinks.USUAL).atZone(config.home().timeZone()));
        pages.send(exchange, "share", Map.of("id", visit.get().id().value(), "address", address, "until", until));
    }

    private String signed(Visit visit) throws IOException {
        try {
            return access.links().visit(visit.id().value(), SignedLinks.USUAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the house is stopping; try again in a minute");
        }
    }

    /** Where others reach the house: as the owner wrote, else as this browser did. */
    private String base(Exchange exchange) {
        return config.web().publicUrl().map(URI::toString).orElseGet(() -> {
            String host = exchange.request().getHeader("Host");
            return exchange.request().getScheme() + "://" + host;
        });
    }
}
