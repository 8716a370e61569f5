package dev.porchlight.web;

import dev.porchlight.web.access.Access;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/** Lets a request through to its route, or answers in its place who may use it and what to do. */
final class Admission {
    private final Optional<Access> access;
    private final Optional<Entrance> entrance;
    private final Pages pages;

    /** @param access empty: there is no login, everybody may look and change */
    Admission(Optional<Access> access, Pages pages) {
        this.access = access;
        this.entrance = access.map(Entrance::new);
        this.pages = pages;
    }

    Identity identify(HttpServletRequest request) {
        return entrance.map(it -> it.identify(request)).orElse(Identity.EVERYBODY);
    }

    /** False when it has been answered already. */
    boolean lets(Exchange exchange, Right right) throws IOException {
        String path = String.valueOf(exchange.request().getPathInfo());
        if (access.filter(it -> !it.isSetUp() && !isCommand(it, exchange.who())).isPresent()
                && (right != Right.NONE || path.equals("/login"))) {
            sendToSetUp(exchange);
            return false;
        }
        if (!exchange.who().may(right)) {
            if (exchange.who().isNobody()) {
                askWho(exchange);
            } else {
                refuse(exchange);
            }
            return false;
        }
        if (exchange.isChange() && !repeatsToken(exchange)) {
            send(
                    exchange,
                    HttpServletResponse.SC_FORBIDDEN,
                    "error.old-page",
                    "Repeat the session's token: in the form as csrf, or in the header X-CSRF-Token.");
            return false;
        }
        return true;
    }

    /** The commands of this machine need no set-up. */
    private static boolean isCommand(Access access, Identity who) {
        return who.pass().filter(pass -> access.hostToken().isOf(pass.hash())).isPresent();
    }

    private static boolean repeatsToken(Exchange exchange) {
        String wanted = exchange.who().csrf();
        if (wanted.isEmpty()) {
            return true;
        }
        String given = exchange.request().getHeader("X-CSRF-Token");
        if (given == null && exchange.isForm()) {
            given = exchange.request().getParameter("csrf");
        }
        return given != null
                && MessageDigest.isEqual(
                        wanted.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private void sendToSetUp(Exchange exchange) throws IOException {
        if (exchange.isForPrograms() || exchange.isChange()) {
            send(
                    exchange,
                    HttpServletResponse.SC_UNAUTHORIZED,
                    "error.not-set-up",
                    "This house is not set up yet; open /setup in a browser.");
        } else {
            exchange.seeOther("/setup");
        }
    }

    private void askWho(Exchange exchange) throws IOException {
        HttpServletResponse response = exchange.response();
        if (entrance.orElseThrow().isOldLink(exchange.request())) {
            send(
                    exchange,
                    HttpServletResponse.SC_GONE,
                    "error.link-over",
                    "This link is over; ask whoever sent it for a new one.");
            return;
        }
        response.setHeader("WWW-Authenticate", challenge(exchange.request()));
        if (exchange.isForPrograms() || Entrance.isForPictures(exchange.request()) || exchange.isChange()) {
            send(
                    exchange,
                    HttpServletResponse.SC_UNAUTHORIZED,
                    "error.signed-out",
                    "Sign in, or send a token (porchlight token add NAME) as Authorization: Bearer.");
            return;
        }
        // A page of our own must do the next step: on one that another web site led to, a browser sends no strict
        // cookie.
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        pages.send(exchange, "signed-out", Map.of("login", "/login?next=" + encode(exchange.address())));
    }

    /** Browsers would open a window of their own for Basic, over a page that says how to sign in. */
    private static String challenge(HttpServletRequest request) {
        boolean isBrowser = String.valueOf(request.getHeader("User-Agent")).startsWith("Mozilla/");
        return Entrance.isForPictures(request) && !isBrowser
                ? "Basic realm=\"porchlight\", charset=\"UTF-8\""
                : "Bearer realm=\"porchlight\"";
    }

    private void refuse(Exchange exchange) throws IOException {
        boolean isHouseOpen = access.isEmpty();
        send(
                exchange,
                HttpServletResponse.SC_FORBIDDEN,
                isHouseOpen ? "error.no-login" : "error.only-owner",
                isHouseOpen
                        ? "There is no login in this house; write login: true under web: in its configuration."
                        : "This may only look; ask an owner, or use a token that may change.");
    }

    /** A page whose title and sentence are at the key, or the sentence in English for programs. */
    private void send(Exchange exchange, int status, String key, String forPrograms) throws IOException {
        if (exchange.isForPrograms()) {
            Json.sendError(exchange.response(), status, forPrograms);
        } else if (Entrance.isForPictures(exchange.request())) {
            exchange.response().setStatus(status);
            exchange.response().setContentType("text/plain;charset=utf-8");
            exchange.response().getOutputStream().write((forPrograms + "\n").getBytes(StandardCharsets.UTF_8));
        } else {
            Words words = pages.words(exchange.response());
            pages.sendError(exchange, status, words.say(key), words.say(key + "-words"));
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
