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
    private final VisitShelf shelf;
    private final ZoneId zone;

    ZipAnswer(VisitShelf shelf, ZoneId zone) {
        this.shelf = shelf;
        this.zone = zone;
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
        HttpServletResponse response = exchange.response();
        response.setContentType("application/zip");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=\"porchlight" + day.map(d -> "-" + d).orElse("") + ".zip\"");
        if (exchange.isHead()) {
            return;
        }
        if (day.isPresent()) {
            VisitZip.write(shelf, zone, day.get(), response.getOutputStream());
        } else {
            VisitZip.write(shelf, zone, ids, response.getOutputStream());
        }
    }
}
