package dev.porchlight.web;

import dev.porchlight.web.Exchange.Answer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every address there is, in one list: what is not in it is not there. HEAD is answered wherever GET is. A failure becomes
 * a page for people and JSON for programs; when the library cannot answer, say because its disk is away, both say so.
 */
final class Router extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final Logger log = LoggerFactory.getLogger(Router.class);

    private final transient Pages pages;
    private final transient Admission admission;
    private final transient List<Route> routes = new ArrayList<>();

    Router(Pages pages, Admission admission) {
        this.pages = pages;
        this.admission = admission;
    }

    void get(String address, Right right, Answer answer) {
        add("GET", address, right, answer);
    }

    void post(String address, Right right, Answer answer) {
        add("POST", address, right, answer);
    }

    void add(String method, String address, Right right, Answer answer) {
        routes.add(new Route(method, address, right, answer));
    }

    /** In the order they are tried. */
    List<Route> routes() {
        return List.copyOf(routes);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Exchange exchange = new Exchange(request, response, Map.of(), Identity.NOBODY);
        response.setLocale((exchange.isForPrograms() ? Language.EN : Language.of(request)).locale());
        try {
            route(exchange.of(admission.identify(request)));
        } catch (EofException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            refuse(exchange, HttpServletResponse.SC_BAD_REQUEST, "error.wrong-address", e.getMessage());
        } catch (IOException e) {
            explain(exchange, e);
        } catch (UncheckedIOException e) {
            explain(exchange, e.getCause());
        }
    }

    private void route(Exchange exchange) throws IOException {
        String path = String.valueOf(exchange.request().getPathInfo());
        String method = exchange.isHead() ? "GET" : exchange.request().getMethod();
        List<Route> here =
                routes.stream().filter(route -> route.match(path).isPresent()).toList();
        Optional<Route> found =
                here.stream().filter(route -> route.method().equals(method)).findFirst();
        if (!admission.lets(exchange, found.map(Route::right).orElse(Right.LOOK))) {
            return;
        }
        if (found.isPresent()) {
            found.get().answer().to(exchange.at(found.get().match(path).orElseThrow()));
        } else if (here.isEmpty()) {
            refuse(
                    exchange,
                    HttpServletResponse.SC_NOT_FOUND,
                    "error.nothing-here",
                    say(exchange, "error.no-such-page"));
        } else {
            String allowed = here.stream().map(Route::method).distinct().collect(Collectors.joining(", "));
            exchange.response().setHeader("Allow", allowed.replace("GET", "GET, HEAD"));
            refuse(
                    exchange,
                    HttpServletResponse.SC_METHOD_NOT_ALLOWED,
                    "error.not-that-way",
                    say(exchange, "error.method", method, allowed));
        }
    }

    private void explain(Exchange exchange, IOException e) throws IOException {
        log.debug("no answer for {}", exchange.request().getRequestURI(), e);
        if (exchange.response().isCommitted()) {
            throw e;
        }
        exchange.response().resetBuffer();
        if (e.getCause() instanceof HttpException request) {
            refuse(exchange, request.getCode(), "error.unreadable", say(exchange, "error.unreadable-words"));
            return;
        }
        refuse(
                exchange,
                HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                "error.not-now",
                exchange.isForPrograms() ? e.getMessage() : say(exchange, "error.see-status", e.getMessage()));
    }

    private String say(Exchange exchange, String key, Object... values) {
        return pages.words(exchange.response()).say(key, values);
    }

    private void refuse(Exchange exchange, int status, String titleKey, String words) throws IOException {
        if (exchange.isForPrograms()) {
            Json.sendError(exchange.response(), status, words);
        } else {
            pages.sendError(exchange, status, say(exchange, titleKey), words);
        }
    }
}
