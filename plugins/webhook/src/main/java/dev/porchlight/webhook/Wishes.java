package dev.porchlight.webhook;

import dev.porchlight.api.Settings;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.SinkContext;
import dev.porchlight.kit.Line;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;

/** The settings of one sink as its parts, each checked against the others. */
final class Wishes {
    private final Settings settings;

    Wishes(Settings settings) {
        this.settings = settings;
    }

    Body body(SinkContext context) throws SinkBrokenException {
        String body = settings.text("body");
        Target target = Target.parse("url", settings.text("url"));
        return switch (body) {
            case "json" -> new JsonBody(method("POST"), target, headers(), context.host());
            default -> throw new SinkBrokenException("'body' must be json, was '" + Line.of(body) + "'");
        };
    }

    private String method(String usual) throws SinkBrokenException {
        String method = settings.optionalText("method").orElse(usual);
        if (!method.matches("[A-Z]{1,20}") || method.equals("CONNECT")) {
            throw new SinkBrokenException("'method' must be a word like POST or PUT, was '" + Line.of(method) + "'");
        }
        return method;
    }

    private Map<String, String> headers() throws SinkBrokenException {
        Map<String, String> headers = settings.has("headers") ? settings.map("headers") : Map.of();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            try {
                HttpRequest.newBuilder(URI.create("http://localhost/")).header(header.getKey(), header.getValue());
            } catch (IllegalArgumentException e) {
                throw new SinkBrokenException(
                        "'headers' cannot have " + Line.of(header.getKey())
                                + ": it is set by porchlight itself, or name or value have what no header may have",
                        e);
            }
        }
        return headers;
    }

    Signatures signatures() throws SinkBrokenException {
        return Signatures.with(settings.has("secret") ? settings.list("secret") : List.of());
    }

    Authority authority() throws SinkBrokenException {
        String auth = settings.text("auth");
        return switch (auth) {
            case "none" -> Authority.NONE;
            case "basic" -> Authority.basic(needed("user", auth), needed("password", auth));
            case "bearer" -> Authority.bearer(token());
            default ->
                throw new SinkBrokenException("'auth' must be none, basic or bearer, was '" + Line.of(auth) + "'");
        };
    }

    private String token() throws SinkBrokenException {
        String token = needed("token", "bearer");
        if (!token.matches("[!-~]+")) {
            throw new SinkBrokenException("'token' has what no token may have, like a space; copy it anew");
        }
        return token;
    }

    private String needed(String key, String auth) throws SinkBrokenException {
        if (settings.optionalText(key).filter(text -> !text.isBlank()).isEmpty()) {
            throw new SinkBrokenException("'auth: " + auth + "' needs '" + key + "' beside it");
        }
        return settings.text(key);
    }
}
