package dev.porchlight.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code web:}. */
final class WebSection {
    private static final String LOOPBACK = "localhost|127(\\.[0-9]{1,3}){3}|\\[?(0{0,4}:){1,7}0{0,3}1]?";
    private static final int MAX_PORT = 65_535;
    private static final long LEAST_LIVE_BUDGET = 100_000;

    private WebSection() {}

    static WebConfig read(Section web) {
        Optional<Written> given = web.written("bind");
        String bind = web.value("bind", WebSection::address, "an address of this machine, like 127.0.0.1 or 0.0.0.0")
                .orElse("127.0.0.1");
        boolean open = web.flag("open_to_network", false);
        WebConfig config = new WebConfig(
                bind,
                web.number("port", 8080, 0, MAX_PORT),
                web.value("public_url", WebSection::url, "an address like http://porch.local:8080"),
                web.flag("login", false),
                open,
                liveBudget(web));
        if (!open && !bind.matches(LOOPBACK)) {
            web.problem(
                    "bind",
                    "web.bind "
                            + given.filter(Written::isSecret)
                                    .map(Written::shown)
                                    .orElse(bind)
                            + " would show the gallery to everybody in the network, and there is no login yet;"
                            + " say 'open_to_network: true' beside it if that is what you want, or bind 127.0.0.1");
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
