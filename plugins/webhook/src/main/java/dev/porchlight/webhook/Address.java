package dev.porchlight.webhook;

import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.kit.Line;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where alerts go, and how: method, address and headers, with blanks that are filled in for each alert. */
record Address(String method, String key, Blanks url, Map<String, Blanks> headers) {
    /**
     * @param key the setting that the address stands behind
     * @param headers by name, with blanks
     */
    static Address parse(String method, String key, String url, Map<String, String> headers)
            throws SinkBrokenException {
        Blanks blanks = Blanks.parse(key, url);
        Target.parse(key, blanks.fillAll("x"));
        Map<String, Blanks> parsed = new LinkedHashMap<>();
        for (Map.Entry<String, String> header : headers.entrySet()) {
            parsed.put(header.getKey(), header(header.getKey(), header.getValue()));
        }
        return new Address(method, key, blanks, parsed);
    }

    /** Where it is, whatever the blanks say. */
    static Target place(String key, String url) throws SinkBrokenException {
        return Target.parse(key, Blanks.parse(key, url).fillAll("x"));
    }

    private static Blanks header(String name, String value) throws SinkBrokenException {
        try {
            HttpRequest.newBuilder(URI.create("http://localhost/"))
                    .header(name, value.replaceAll("[^\\x00-\\x7f]", "?"));
            return Blanks.parse("headers", value);
        } catch (IllegalArgumentException e) {
            throw new SinkBrokenException(
                    "'headers' cannot have " + Line.of(name)
                            + ": it is set by porchlight itself, or name or value have what no header may have",
                    e);
        }
    }

    /** A header that comes out empty is left out. */
    Call call(Occasion occasion, Content content) throws SinkBrokenException {
        Map<String, String> filled = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            String text = HeaderText.of(value.fill(occasion));
            if (!text.isEmpty()) {
                filled.put(name, text);
            }
        });
        return new Call(method, Target.parse(key, url.fillUrl(occasion)), filled, content);
    }
}
