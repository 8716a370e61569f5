package dev.porchlight.web;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.HostPort;

/**
 * What trusted proxies tell about the far side of a request. Each proxy writes at the right end, so the lists are read
 * from there, and only as far as trusted proxies wrote them; what stands further left may be anybody's invention.
 *
 * @param address who asks: the first address from the right that is no trusted proxy
 * @param scheme {@code http} or {@code https}, as the far side speaks it
 * @param host the name and perhaps the port by which the far side calls this house
 */
record Forwarded(InetAddress address, Optional<String> scheme, Optional<String> host) {
    /** {@code name=value} and what ends it (RFC 7239, section 4). No address or name needs an escape in its quotes. */
    private static final Pattern PAIR =
            Pattern.compile("\\G[ \\t]*+([A-Za-z-]++)=(?:\"([^\"\\\\]*+)\"|([^\\s\",;=]++))[ \\t]*+([;,]|$)");

    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::[0-9]{1,5})?");

    /** The headers cannot be read, or not in one way only. Its message says what to do. */
    static final class UnclearException extends Exception {
        private static final long serialVersionUID = 1;

        UnclearException(String message) {
            super(message);
        }
    }

    /**
     * @param peer the trusted proxy that the request came from
     * @param trusted all trusted proxies
     */
    static Forwarded read(HttpFields headers, InetAddress peer, Set<InetAddress> trusted) throws UnclearException {
        boolean inOne = headers.contains(HttpHeader.FORWARDED);
        boolean inMany = headers.contains(HttpHeader.X_FORWARDED_FOR)
                || headers.contains(HttpHeader.X_FORWARDED_PROTO)
                || headers.contains(HttpHeader.X_FORWARDED_HOST);
        if (inOne && inMany) {
            // A proxy writes the one and passes on the other as anybody sent it; nobody can say which is its own.
            throw new UnclearException("The proxy before this house sends both Forwarded and X-Forwarded headers, and"
                    + " one of them may be a stranger's; have it remove the one it does not write itself.");
        }
        return inOne ? ofOneHeader(headers, peer, trusted) : ofManyHeaders(headers, peer, trusted);
    }

    /** {@code Forwarded: for=192.0.2.1;proto=https;host=porch.example.org}, an element for each proxy. */
    private static Forwarded ofOneHeader(HttpFields headers, InetAddress peer, Set<InetAddress> trusted)
            throws UnclearException {
        List<Map<String, String>> elements = elements(all(headers, HttpHeader.FORWARDED));
        Forwarded far = new Forwarded(peer, Optional.empty(), Optional.empty());
        for (int i = elements.size() - 1; i >= 0 && trusted.contains(far.address()); i--) {
            Map<String, String> element = elements.get(i);
            Optional<InetAddress> hop = hop(element.getOrDefault("for", "unknown"), HttpHeader.FORWARDED);
            far = new Forwarded(
                    hop.orElse(far.address()),
                    scheme(Optional.ofNullable(element.get("proto")), HttpHeader.FORWARDED)
                            .or(far::scheme),
                    host(Optional.ofNullable(element.get("host")), HttpHeader.FORWARDED)
                            .or(far::host));
            if (hop.isEmpty()) {
                break;
            }
        }
        return far;
    }

    /** Most proxies set scheme and host rather than add to them; of those that add, the nearest one is believed. */
    private static Forwarded ofManyHeaders(HttpFields headers, InetAddress peer, Set<InetAddress> trusted)
            throws UnclearException {
        InetAddress far = peer;
        List<String> hops = list(headers, HttpHeader.X_FORWARDED_FOR);
        for (int i = hops.size() - 1; i >= 0 && trusted.contains(far); i--) {
            Optional<InetAddress> hop = hop(hops.get(i), HttpHeader.X_FORWARDED_FOR);
            if (hop.isEmpty()) {
                break;
            }
            far = hop.get();
        }
        return new Forwarded(
                far,
                scheme(last(list(headers, HttpHeader.X_FORWARDED_PROTO)), HttpHeader.X_FORWARDED_PROTO),
                host(last(list(headers, HttpHeader.X_FORWARDED_HOST)), HttpHeader.X_FORWARDED_HOST));
    }

    private static List<Map<String, String>> elements(String header) throws UnclearException {
        List<Map<String, String>> elements = new ArrayList<>();
        elements.add(new HashMap<>());
        Matcher pair = PAIR.matcher(header);
        int end = 0;
        while (end < header.length()) {
            if (!pair.find()) {
                throw unclear(HttpHeader.FORWARDED);
            }
            String value = pair.group(2) == null ? pair.group(3) : pair.group(2);
            String name = pair.group(1).toLowerCase(Locale.ROOT);
            if (elements.get(elements.size() - 1).put(name, value) != null) {
                throw unclear(HttpHeader.FORWARDED);
            }
            if (pair.group(4).equals(",")) {
                elements.add(new HashMap<>());
            }
            end = pair.end();
        }
        return elements;
    }

    /** Empty for a hop that does not want to be known (RFC 7239, sections 6.2 and 6.3). */
    private static Optional<InetAddress> hop(String text, HttpHeader header) throws UnclearException {
        if (text.equalsIgnoreCase("unknown") || text.matches("_[A-Za-z0-9._-]+")) {
            return Optional.empty();
        }
        return Optional.of(Literal.read(text).orElseThrow(() -> unclear(header)));
    }

    private static Optional<String> scheme(Optional<String> text, HttpHeader header) throws UnclearException {
        Optional<String> scheme = text.map(t -> t.toLowerCase(Locale.ROOT));
        if (scheme.filter(t -> !t.equals("http") && !t.equals("https")).isPresent()) {
            throw unclear(header);
        }
        return scheme;
    }

    private static Optional<String> host(Optional<String> text, HttpHeader header) throws UnclearException {
        try {
            if (text.filter(t -> !HOST.matcher(t).matches()).isPresent()) {
                throw unclear(header);
            }
            text.ifPresent(HostPort::new);
            return text;
        } catch (IllegalArgumentException e) {
            throw unclear(header);
        }
    }

    private static UnclearException unclear(HttpHeader header) {
        return new UnclearException("The proxy before this house sends a header " + header.asString()
                + " that cannot be read; correct it there.");
    }

    private static Optional<String> last(List<String> list) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(list.size() - 1));
    }

    private static List<String> list(HttpFields headers, HttpHeader name) {
        List<String> list = new ArrayList<>();
        for (String entry : all(headers, name).split(",", -1)) {
            if (!entry.isBlank()) {
                list.add(entry.strip());
            }
        }
        return list;
    }

    /** A header sent in several lines is one list. */
    private static String all(HttpFields headers, HttpHeader name) {
        return String.join(",", headers.getValuesList(name));
    }
}
