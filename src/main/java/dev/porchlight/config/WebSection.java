package dev.porchlight.config;

import dev.porchlight.config.WebConfig.Https;
import dev.porchlight.config.WebConfig.Own;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads {@code web:}. */
final class WebSection {
    private static final String LOOPBACK = "localhost|127(\\.[0-9]{1,3}){3}|\\[?(0{0,4}:){1,7}0{0,3}1]?";
    private static final String AUTO = "auto";
    private static final int MAX_PORT = 65_535;
    private static final long LEAST_LIVE_BUDGET = 100_000;

    private WebSection() {}

    static WebConfig read(Section web) {
        Optional<Written> given = web.written("bind");
        String bind = web.value(
                        "bind",
                        WebSection::address,
                        "an address of this machine, like 127.0.0.1 or 0.0.0.0",
                        "127.0.0.1")
                .orElse("127.0.0.1");
        int port = web.number("port", 8080, 0, MAX_PORT);
        boolean login = web.flag("login", true);
        boolean open = web.flag("open_to_network", false);
        WebConfig config = new WebConfig(
                bind,
                port,
                web.value("public_url", WebSection::url, "an address like http://porch.local:8080"),
                login,
                open,
                liveBudget(web),
                each(web, "names", WebSection::name, "host names like porch.example.org"),
                each(web, "trusted_proxies", WebSection::literal, "addresses of proxies in numbers, like 192.168.1.2"),
                https(web, port));
        if (!login && !open && !bind.matches(LOOPBACK)) {
            web.problem(
                    "bind",
                    "web.bind "
                            + given.filter(Written::isSecret)
                                    .map(Written::shown)
                                    .orElse(bind)
                            + " would show the gallery to everybody in the network without a password;"
                            + " say 'login: true' beside it, or bind 127.0.0.1,"
                            + " or say 'open_to_network: true' if that is what you want");
        }
        web.refuseUnknownKeys();
        return config;
    }

    /** Below 100 kB a second not even one large picture a second gets through. */
    private static OptionalLong liveBudget(Section web) {
        return web.value(
                        "live_budget",
                        text -> Kinds.size(text).filter(size -> size >= LEAST_LIVE_BUDGET),
                        "a size a second, at least 100kB, like 2MB")
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private static List<String> each(
            Section web, String key, Function<String, Optional<String>> parse, String expected) {
        List<String> good = new ArrayList<>();
        for (Written written : web.list(key).orElse(List.of())) {
            Optional<String> value = parse.apply(written.text());
            value.ifPresent(good::add);
            if (value.isEmpty()) {
                web.problem(written.place(), "web." + key + " must be " + expected + ", was " + written.shown());
            }
        }
        return good;
    }

    private static Optional<Https> https(Section web, int plainPort) {
        boolean isThere = web.has("https");
        Section https = web.section("https");
        boolean isAsked = isThere
                || Stream.of("port", "certificate", "key")
                        .anyMatch(key -> https.written(key).isPresent());
        int port = https.number("port", 8443, 0, MAX_PORT);
        Optional<Path> certificate = https.path("certificate", AUTO).filter(its -> !its.equals(Path.of(AUTO)));
        Optional<Path> key = https.path("key");
        https.refuseUnknownKeys();
        if (isAsked && port == plainPort && port != 0) {
            https.problem("port", "web.https.port is web.port too, " + port + "; take another, like 8443");
        }
        if (certificate.isPresent() && key.isEmpty()) {
            https.problem(
                    "certificate", "web.https.certificate needs its key beside it, like key: /etc/porchlight/key.pem");
        }
        if (certificate.isEmpty() && key.isPresent()) {
            https.problem(
                    "key",
                    "web.https.key needs its certificate beside it, like certificate: /etc/porchlight/certificate.pem");
        }
        return isAsked
                ? Optional.of(new Https(port, certificate.flatMap(file -> key.map(its -> new Own(file, its)))))
                : Optional.empty();
    }

    private static Optional<String> name(String text) {
        return Optional.of(text.toLowerCase(Locale.ROOT))
                .filter(t -> t.matches("[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9])?") && !t.contains(".."));
    }

    /** Never looked up: a name may be another machine tomorrow. */
    private static Optional<String> literal(String text) {
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:.]{1,45}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text).getHostAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** An address that is none is refused when the server binds; a name is looked up there too. */
    private static Optional<String> address(String text) {
        return Optional.of(text).filter(t -> t.matches("[A-Za-z0-9.:%_\\[\\]-]{1,253}"));
    }

    private static Optional<URI> url(String text) {
        try {
            return text.matches("https?://[^\\s/?#@]+/?")
                    ? Optional.of(new URI(text.replaceFirst("/$", ""))).filter(url -> url.getPort() <= MAX_PORT)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
