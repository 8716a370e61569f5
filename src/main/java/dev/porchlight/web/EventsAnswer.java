package dev.porchlight.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code GET /api/v1/events}: what just happened, as server-sent events. */
final class EventsAnswer {
    private final Events events;

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
        AsyncContext waiting = exchange.request().startAsync();
        waiting.setTimeout(0);
        EventStream stream = new EventStream(waiting, response.getOutputStream(), events);
        stream.send("retry: 3000\n\n");
        if (!events.add(stream)) {
            Json.sendError(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "too many pages listen already");
            waiting.complete();
            return;
        }
        response.getOutputStream().setWriteListener(stream);
    }
}
