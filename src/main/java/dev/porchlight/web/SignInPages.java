package dev.porchlight.web;

import dev.porchlight.web.access.Access;
import dev.porchlight.web.access.Pass;
import dev.porchlight.web.access.RefusedException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@code /login}, {@code /logout}, and {@code /setup}, which makes the first user. All are forms and need no script. */
final class SignInPages {
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int BAD_REQUEST = 400;

    private final Access access;
    private final Pages pages;

    SignInPages(Access access, Pages pages) {
        this.access = access;
        this.pages = pages;
    }

    /** Something that may be refused in one sentence. */
    interface Step {
        void take() throws IOException, RefusedException, InterruptedException;
    }

    /** What a refusal becomes. */
    interface Refusal {
        void show(RefusedException why) throws IOException;
    }

    /** Takes the step; a refusal is shown, with how long to wait if it says so. */
    static void attempt(Exchange exchange, int status, Step step, Refusal refusal) throws IOException {
        try {
            step.take();
        } catch (RefusedException e) {
            Optional<Duration> wait = e.waitFor();
            exchange.response().setStatus(wait.isPresent() ? TOO_MANY_REQUESTS : status);
            wait.ifPresent(time -> exchange.response().setHeader("Retry-After", Long.toString(time.toSeconds())));
            refusal.show(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the house is stopping; try again in a minute");
        }
    }

    /**
     * Who knocks. The machine's own console is never made to wait, so somebody who comes through a proxy on this machine
     * that nobody declared must not pass for it.
     */
    static Access.Caller caller(HttpServletRequest request) {
        boolean isForwarded = request.getHeader("X-Forwarded-For") != null || request.getHeader("Forwarded") != null;
        String address = request.getRemoteAddr();
        boolean isHere =
                Literal.read(address).filter(InetAddress::isLoopbackAddress).isPresent();
        return new Access.Caller(
                isForwarded && isHere ? "0.0.0.0" : address,
                Optional.ofNullable(request.getHeader("User-Agent")).orElse(""));
    }

    void login(Exchange exchange) throws IOException {
        String next = next(exchange.request());
        if (exchange.who().pass().isPresent()) {
            exchange.seeOther(next);
        } else {
            pages.send(exchange, "login", Map.of("next", next));
        }
    }

    void signIn(Exchange exchange) throws IOException {
        String next = next(exchange.request());
        String name = field(exchange, "name");
        attempt(
                exchange,
                UNAUTHORIZED,
                () -> {
                    Entrance.remember(
                            exchange, access.signIn(caller(exchange.request()), name, field(exchange, "password")));
                    exchange.seeOther(next);
                },
                refused -> pages.send(
                        exchange, "login", Map.of("next", next, "name", name, "refused", words(exchange, refused))));
    }

    void setUp(Exchange exchange) throws IOException {
        if (access.isSetUp()) {
            exchange.seeOther("/login");
            return;
        }
        pages.send(exchange, "setup", Map.of("code", field(exchange, "code")));
    }

    void makeOwner(Exchange exchange) throws IOException {
        Map<String, Object> typed = new HashMap<>();
        typed.put("code", field(exchange, "code"));
        typed.put("name", field(exchange, "name"));
        attempt(
                exchange,
                BAD_REQUEST,
                () -> {
                    String password = chosenPassword(exchange);
                    Entrance.remember(
                            exchange,
                            access.setUp(
                                    caller(exchange.request()),
                                    field(exchange, "code"),
                                    field(exchange, "name"),
                                    password));
                    exchange.seeOther("/");
                },
                refused -> {
                    typed.put("refused", words(exchange, refused));
                    pages.send(exchange, "setup", typed);
                });
    }

    void logout(Exchange exchange) throws IOException {
        attempt(
                exchange,
                BAD_REQUEST,
                () -> {
                    Pass me = exchange.who().pass().orElseThrow();
                    access.sessions().end(me.name(), me.hash());
                    leave(exchange);
                },
                refused -> exchange.seeOther("/settings"));
    }

    /** Nothing of the house stays in this browser. */
    static void leave(Exchange exchange) {
        Entrance.forget(exchange);
        exchange.response().setHeader("Clear-Site-Data", "\"cache\"");
        exchange.seeOther("/login");
    }

    /** The new password, typed twice. */
    static String chosenPassword(Exchange exchange) throws RefusedException {
        String password = field(exchange, "password");
        if (!password.equals(field(exchange, "again"))) {
            throw new RefusedException("The two passwords are not the same; type the same one twice.");
        }
        return password;
    }

    private String words(Exchange exchange, RefusedException refused) {
        return pages.words(exchange.response()).translate(refused.getMessage());
    }

    static String field(Exchange exchange, String name) {
        return Optional.ofNullable(exchange.request().getParameter(name)).orElse("");
    }

    /** Only an address of this house; anything else would let a stranger's link lead people away after they signed in. */
    private static String next(HttpServletRequest request) {
        return Optional.ofNullable(request.getParameter("next"))
                .filter(next -> next.matches("/[!-~&&[^\\\\]]{0,2000}") && !next.startsWith("//"))
                .orElse("/");
    }
}
