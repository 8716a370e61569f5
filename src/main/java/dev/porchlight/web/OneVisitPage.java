package dev.porchlight.web;

import dev.porchlight.config.HouseConfig;
import dev.porchlight.engine.HandTrigger;
import dev.porchlight.library.MediaFile;
import dev.porchlight.library.ReadingRow;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import dev.porchlight.library.VisitShelf;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code /visits/{id}}: one visit, large. {@code POST /visits} takes a picture now; {@code POST /visits/{id}/keep} gives
 * or takes the star. Both end on a page, so that they work without a script.
 */
final class OneVisitPage {
    /** Whose addresses need the link too, for whoever has only that. */
    private static final List<String> FILES = List.of("thumb", "photo", "clip", "film");

    private final VisitShelf shelf;
    private final HandTrigger byHand;
    private final HouseConfig config;
    private final Pages pages;
    private final VisitViews views;
    private final DeliveryViews deliveries;

    OneVisitPage(
            VisitShelf shelf,
            HandTrigger byHand,
            HouseConfig config,
            Pages pages,
            VisitViews views,
            DeliveryViews deliveries) {
        this.shelf = shelf;
        this.byHand = byHand;
        this.config = config;
        this.pages = pages;
        this.views = views;
        this.deliveries = deliveries;
    }

    private Optional<Visit> visit(String id) throws IOException {
        Optional<VisitId> known = VisitId.parse(id);
        return known.isEmpty()
                ? Optional.empty()
                : shelf.find(known.get()).filter(visit -> visit.deletedAt().isEmpty());
    }

    void show(Exchange exchange) throws IOException {
        Optional<Visit> found = visit(exchange.path("id"));
        if (found.isEmpty()) {
            pages.sendNoSuchVisit(exchange);
            return;
        }
        Visit visit = found.get();
        Map<String, Object> model = new HashMap<>();
        Map<String, Object> view = views.of(visit, pages.words(exchange.response()));
        model.put("visit", view);
        Optional<MediaFile> picture = visit.picture();
        if (picture.isPresent()) {
            shelf.wrongWith(visit, picture.get())
                    .ifPresent(words -> model.put("wrong", picture.get().file() + " " + words));
        }
        List<ReadingRow> readings = shelf.readings(visit.id());
        model.put("chart", Chart.of(readings));
        Approach.of(readings)
                .ifPresent(approach ->
                        model.put("approach", pages.words(exchange.response()).say(approach.key())));
        OptionalInt percent = shelf.clipPercent(visit);
        if (percent.isPresent()) {
            model.put("making", percent.getAsInt());
        }
        model.put("canShare", config.web().login());
        Optional<String> link = exchange.who().link();
        if (link.isPresent()) {
            FILES.forEach(file -> view.computeIfPresent(file, (key, address) -> address + "&" + link.get()));
        } else {
            model.put("deliveries", deliveries.ofVisit(visit, pages.words(exchange.response())));
            shelf.older(visit).ifPresent(id -> model.put("older", id.value()));
            shelf.newer(visit).ifPresent(id -> model.put("newer", id.value()));
        }
        pages.send(exchange, "visit", model);
    }

    void keep(Exchange exchange) throws IOException {
        Optional<Visit> found = visit(exchange.path("id"));
        if (found.isEmpty()) {
            pages.sendNoSuchVisit(exchange);
            return;
        }
        shelf.keep(found.get().id(), "true".equals(exchange.request().getParameter("kept")));
        exchange.seeOther("/visits/" + found.get().id());
    }

    void take(Exchange exchange) {
        ByHand.take(exchange.request(), exchange.response(), byHand, config, new ByHand.Answer() {
            @Override
            public void taken(Visit visit, HttpServletResponse to) {
                exchange.seeOther("/visits/" + visit.id());
            }

            @Override
            public void failed(int status, String words, HttpServletResponse to) throws IOException {
                pages.sendError(exchange, status, pages.words(to).say("error.no-picture"), words);
            }
        });
    }
}
