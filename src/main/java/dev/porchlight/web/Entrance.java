package dev.porchlight.web;

import dev.porchlight.web.access.Access;
import dev.porchlight.web.access.Pass;
import dev.porchlight.web.access.Sessions;
import dev.porchlight.web.access.SignedLinks.Verdict;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out who asks: by the cookie of a session, a token ({@code Authorization: Bearer}; as the password of Basic for
 * pictures, since Home Assistant's camera knows nothing else), or a signed link.
 */
final class Entrance {
    /** Browsers take a cookie of this name over TLS only, for this host only (RFC 6265bis, section 4.1.3.2). */
    private static final String SECURE_COOKIE = "__Host-porchlight";

    private static final String COOKIE = "porchlight";

    /** As long as a session that nobody uses; the server decides, this only tidies the browser. */
    private static final int COOKIE_SECONDS = 30 * 24 * 3_600;

    private final Access access;

    Entrance(Access access) {
        this.access = access;
    }

    Identity identify(HttpServletRequest request) {
        Optional<String> secret = secret(request);
        if (secret.isPresent()) {
            return access.byToken(secret.get())
                    .or(() -> isFromHere(request) ? access.hostToken().find(secret.get()) : Optional.empty())
                    .map(pass -> Identity.of(pass, "", watch(pass)))
                    .orElse(Identity.NOBODY);
        }
        Optional<String> id = sessionId(request);
        return id.flatMap(it -> access.bySession(it, request.getRemoteAddr()))
                .map(pass -> Identity.of(pass, Sessions.csrfToken(id.get()), watch(pass)))
                .or(() -> linkOf(request))
                .orElse(Identity.NOBODY);
    }

    /** The far side of a connection within this machine is loopback, or the address that was called. */
    private static boolean isFromHere(HttpServletRequest request) {
        return Literal.read(request.getRemoteAddr())
                .filter(far -> far.isLoopbackAddress()
                        || Literal.read(request.getLocalAddr())
                                .filter(far::equals)
                                .isPresent())
                .isPresent();
    }

    private Identity.Watch watch(Pass pass) {
        return then -> access.whenEnded(pass, then)::run;
    }

    private Optional<Identity> linkOf(HttpServletRequest request) {
        return link(request) == Verdict.GOOD
                ? Optional.of(Identity.ofLink("until=" + URLEncoder.encode(until(request), StandardCharsets.UTF_8)
                        + "&sig=" + URLEncoder.encode(request.getParameter("sig"), StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    /** Whether this was a link that opened the address once. */
    boolean isOldLink(HttpServletRequest request) {
        return link(request) == Verdict.OVER;
    }

    private Verdict link(HttpServletRequest request) {
        boolean isReading = Stream.of("GET", "HEAD").anyMatch(request.getMethod()::equals);
        return isReading && request.getQueryString() != null
                ? access.links()
                        .check(
                                String.valueOf(request.getPathInfo()),
                                Optional.ofNullable(until(request)),
                                Optional.ofNullable(request.getParameter("sig")))
                : Verdict.WRONG;
    }

    private static String until(HttpServletRequest request) {
        return request.getParameter("until");
    }

    private static Optional<String> secret(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null) {
            return Optional.empty();
        }
        String[] parts = header.strip().split(" +", 2);
        String value = parts.length == 2 ? parts[1] : "";
        return Optional.of(
                switch (parts[0].toLowerCase(Locale.ROOT)) {
                    case "bearer" -> value;
                    case "basic" -> isForPictures(request) ? password(value) : "";
                    default -> "";
                });
    }

    /** Where a program that knows nothing but Basic is served. */
    static boolean isForPictures(HttpServletRequest request) {
        String path = String.valueOf(request.getPathInfo());
        return path.startsWith("/live/") || path.startsWith("/media/");
    }

    private static String password(String basic) {
        try {
            String pair = new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Optional<String> sessionId(HttpServletRequest request) {
        String name = request.isSecure() ? SECURE_COOKIE : COOKIE;
        Cookie[] cookies = request.getCookies();
        return Stream.ofNullable(cookies)
                .flatMap(Stream::of)
                .filter(cookie -> cookie.getName().equals(name))
                .map(Cookie::getValue)
                .findFirst();
    }

    /** Gives the browser its session. */
    static void remember(Exchange exchange, String id) {
        setCookie(exchange, id, COOKIE_SECONDS);
    }

    static void forget(Exchange exchange) {
        setCookie(exchange, "", 0);
    }

    private static void setCookie(Exchange exchange, String value, int seconds) {
        boolean isSecure = exchange.request().isSecure();
        HttpServletResponse response = exchange.response();
        response.addHeader(
                "Set-Cookie",
                (isSecure ? SECURE_COOKIE : COOKIE) + "=" + value + "; Path=/; Max-Age=" + seconds
                        + "; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : ""));
    }
}
