package dev.porchlight.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** {@code GET /api/v1/events}: what just happened, as server-sent events. */
final class EventsAnswer {
    static final int MOST = 64;
    static final int MOST_PER_ADDRESS = 16;

    private final Events events;
    private final Seats seats = new Seats(MOST, MOST_PER_ADDRESS, "event streams");

    EventsAnswer(Events events) {
        this.events = events;
    }

    void listen(Exchange exchange) throws IOException {
        HttpServletResponse response = exchange.response();
        response.setContentType("text/event-stream;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        if (exchange.isHead()) {
            return;
        }
        String address = exchange.request().getRemoteAddr();
        Optional<String> full = seats.take(address);
        if (full.isPresent()) {
            Json.sendError(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, full.get());
            return;
        }
        EventStream stream = new EventStream(exchange, events, () -> seats.leave(address));
        stream.send("retry: 3000\n\n");
        events.add(stream);
        response.getOutputStream().setWriteListener(stream);
    }
}
