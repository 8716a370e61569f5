package dev.porchlight.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/**
 * A request and its answer.
 *
 * @param path what stands at the places in braces of the route's address, decoded
 * @param who asks
 */
record Exchange(HttpServletRequest request, HttpServletResponse response, Map<String, String> path, Identity who) {
    Exchange {
        path = Map.copyOf(path);
    }

    /** What answers at a route. */
    interface Answer {
        /** @throws IllegalArgumentException with a sentence for whoever asked wrongly */
        void to(Exchange exchange) throws IOException;
    }

    Exchange of(Identity found) {
        return new Exchange(request, response, path, found);
    }

    Exchange at(Map<String, String> parts) {
        return new Exchange(request, response, parts, who);
    }

    String path(String name) {
        return path.get(name);
    }

    boolean isHead() {
        return request.getMethod().equals("HEAD");
    }

    /** Whether it would change something. */
    boolean isChange() {
        return !isHead() && !request.getMethod().equals("GET");
    }

    boolean isForm() {
        return String.valueOf(request.getContentType()).startsWith("application/x-www-form-urlencoded");
    }

    /** Path and query, as they were asked for. */
    String address() {
        return request.getRequestURI() + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
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
