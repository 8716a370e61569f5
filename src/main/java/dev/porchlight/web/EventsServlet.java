package dev.porchlight.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code GET /api/v1/events}: what just happened, as server-sent events. */
final class EventsServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient Events events;

    EventsServlet(Events events) {
        this.events = events;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream;charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        AsyncContext waiting = request.startAsync();
        waiting.setTimeout(0);
        EventStream stream = new EventStream(waiting, response.getOutputStream(), events);
        if (!events.add(stream)) {
            Json.sendError(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "too many pages listen already");
            waiting.complete();
            return;
        }
        stream.send("retry: 3000\n\n");
        response.getOutputStream().setWriteListener(stream);
    }
}
