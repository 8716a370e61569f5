package dev.porchlight.web;

import dev.porchlight.config.HouseConfig;
import dev.porchlight.engine.HandTrigger;
import dev.porchlight.library.MediaFile;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitId;
import dev.porchlight.library.VisitShelf;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /visits/{id}}: one visit, large. {@code POST /visits} takes a picture now; {@code POST /visits/{id}/keep} gives
 * or takes the star. Both end on a page, so that they work without a script.
 */
final class VisitServlet extends PageServlet {
    private static final long serialVersionUID = 1;

    private final transient VisitShelf shelf;
    private final transient HandTrigger byHand;
    private final transient HouseConfig config;
    private final transient Pages pages;
    private final transient VisitViews views;

    VisitServlet(VisitShelf shelf, HandTrigger byHand, HouseConfig config, Pages pages, VisitViews views) {
        super(pages);
        this.shelf = shelf;
        this.byHand = byHand;
        this.config = config;
        this.pages = pages;
        this.views = views;
    }

    private static String[] path(HttpServletRequest request) {
        return String.valueOf(request.getPathInfo()).split("/", -1);
    }

    private Optional<Visit> visit(String id) throws IOException {
        Optional<VisitId> known = VisitId.parse(id);
        return known.isEmpty()
                ? Optional.empty()
                : shelf.find(known.get()).filter(visit -> visit.deletedAt().isEmpty());
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        Optional<Visit> found = path.length == 2 ? visit(path[1]) : Optional.empty();
        if (found.isEmpty()) {
            pages.sendNoSuchVisit(response);
            return;
        }
        Visit visit = found.get();
        Map<String, Object> model = new HashMap<>();
        model.put("visit", views.of(visit));
        Optional<MediaFile> picture = visit.picture();
        if (picture.isPresent()) {
            shelf.wrongWith(visit, picture.get())
                    .ifPresent(words -> model.put("wrong", picture.get().file() + " " + words));
        }
        model.put("chart", Chart.of(shelf.readings(visit.id())));
        shelf.older(visit).ifPresent(id -> model.put("older", id.value()));
        shelf.newer(visit).ifPresent(id -> model.put("newer", id.value()));
        pages.send(response, "visit", model);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        if (request.getPathInfo() == null || request.getPathInfo().equals("/")) {
            takeByHand(request, response);
        } else if (path.length == 3 && path[2].equals("keep") && visit(path[1]).isPresent()) {
            shelf.keep(new VisitId(path[1]), "true".equals(request.getParameter("kept")));
            seeOther(response, "/visits/" + path[1]);
        } else {
            pages.sendNoSuchVisit(response);
        }
    }

    private void takeByHand(HttpServletRequest request, HttpServletResponse response) {
        ByHand.take(request, response, byHand, config, new ByHand.Answer() {
            @Override
            public void taken(Visit visit, HttpServletResponse to) {
                seeOther(to, "/visits/" + visit.id());
            }

            @Override
            public void failed(int status, String words, HttpServletResponse to) throws IOException {
                pages.sendError(to, status, "No picture was taken", words);
            }
        });
    }

    private static void seeOther(HttpServletResponse response, String address) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", address);
    }
}
