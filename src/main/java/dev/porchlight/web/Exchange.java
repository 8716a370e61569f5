package dev.porchlight.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/**
 * A request and its answer.
 *
 * @param path what stands at the places in braces of the route's address, decoded
 */
record Exchange(HttpServletRequest request, HttpServletResponse response, Map<String, String> path) {
    Exchange {
        path = Map.copyOf(path);
    }

    /** What answers at a route. */
    interface Answer {
        /** @throws IllegalArgumentException with a sentence for whoever asked wrongly */
        void to(Exchange exchange) throws IOException;
    }

    String path(String name) {
        return path.get(name);
    }

    boolean isHead() {
        return request.getMethod().equals("HEAD");
    }

    boolean isForPrograms() {
        return request.getRequestURI().startsWith("/api/");
    }

    /** Sends the browser on to another page, which it gets with GET. */
    void seeOther(String address) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", address);
    }
}
