package dev.porchlight.web;

import dev.porchlight.library.VisitId;
import dev.porchlight.library.VisitShelf;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code GET /zip?id=..&id=..} or {@code /zip?day=2026-11-23}: the pictures and clips of many visits in one file. */
final class ZipAnswer {
    /** Each holds some 400 kB: 268 of its packer (zlib's deflate), the others of its pieces. */
    static final int MOST = 16;

    static final int MOST_PER_ADDRESS = 4;

    private final VisitShelf shelf;
    private final ZoneId zone;
    private final Pages pages;

    private final Seats seats = new Seats(MOST, MOST_PER_ADDRESS, "zips");

    ZipAnswer(VisitShelf shelf, ZoneId zone, Pages pages) {
        this.shelf = shelf;
        this.zone = zone;
        this.pages = pages;
    }

    void send(Exchange exchange) throws IOException {
        Optional<LocalDate> day = QueryReader.day(exchange.request(), "day");
        List<VisitId> ids = Stream.ofNullable(exchange.request().getParameterValues("id"))
                .flatMap(Stream::of)
                .flatMap(id -> VisitId.parse(id).stream())
                .toList();
        if (day.isEmpty() && ids.isEmpty()) {
            throw new IllegalArgumentException("choose visits with id, or a day like day=2026-11-23");
        }
        ZipVisits visits = day.isPresent() ? new VisitsOfDay(shelf, day.get()) : new ChosenVisits(shelf, ids);
        if (exchange.isHead()) {
            describe(exchange.response(), day);
            return;
        }
        String address = exchange.request().getRemoteAddr();
        if (seats.take(address).isPresent()) {
            refuse(exchange);
            return;
        }
        describe(exchange.response(), day);
        boolean begun = false;
        try {
            Download.begin(exchange, new VisitZip(shelf, zone, visits), () -> seats.leave(address));
            begun = true;
        } finally {
            if (!begun) {
                exchange.response().setHeader("Content-Disposition", null);
            }
        }
    }

    private void refuse(Exchange exchange) throws IOException {
        Words words = pages.words(exchange.response());
        pages.sendError(
                exchange,
                HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                words.say("error.zips-full"),
                words.say("error.zips-wait"));
    }

    private static void describe(HttpServletResponse response, Optional<LocalDate> day) {
        response.setContentType("application/zip");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=\"porchlight" + day.map(d -> "-" + d).orElse("") + ".zip\"");
    }
}
