package dev.porchlight.web;

import dev.porchlight.config.WebConfig;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Stands before every page: refuses what a strange web site makes a browser send, and tells browsers what our pages may
 * do. A name that a stranger made point at this machine (DNS rebinding) is no name of ours.
 */
final class Guard extends Handler.Wrapper {
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final Set<String> names;

    Guard(WebConfig config) {
        this.names = Stream.concat(config.publicUrl().map(URI::getHost).stream(), config.names().stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        SecurityHeaders.addTo(response.getHeaders());
        String method = request.getMethod();
        if (!READING.contains(method) && !CHANGING.contains(method)) {
            return refuse(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, "There is no " + method + " here.");
        }
        String host = Request.getServerName(request);
        if (host == null || !isOurs(host.toLowerCase(Locale.ROOT))) {
            return refuse(
                    response,
                    callback,
                    HttpStatus.MISDIRECTED_REQUEST_421,
                    "This is not " + (host == null ? "nameless" : host.replaceAll("[^A-Za-z0-9.:-]", "?"))
                            + ". Call this house by its address, or add this name to web.names.");
        }
        if (CHANGING.contains(method) && isFromElsewhere(request)) {
            return refuse(
                    response, callback, HttpStatus.FORBIDDEN_403, "Another web site may not change anything here.");
        }
        return super.handle(request, response, callback);
    }

    /** An address, a name of the home network, or one of the configuration's. Only names of the internet can be a stranger's. */
    private boolean isOurs(String host) {
        return names.contains(host)
                || host.matches("[0-9.]+|\\[?[0-9a-f:]+\\]?")
                || !host.contains(".")
                || host.endsWith(".local")
                || host.endsWith(".lan")
                || host.endsWith(".home.arpa")
                || host.endsWith(".fritz.box");
    }

    /** Browsers say where a request comes from; programs do not, and are no danger by this way. */
    private static boolean isFromElsewhere(Request request) {
        String site = request.getHeaders().get("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        return origin != null && !origin.endsWith("//" + request.getHeaders().get(HttpHeader.HOST));
    }

    static boolean refuse(Response response, Callback callback, int status, String words) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
        response.write(true, ByteBuffer.wrap((words + "\n").getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }
}
