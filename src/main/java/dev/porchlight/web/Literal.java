package dev.porchlight.web;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An internet address in numbers, as headers and the configuration write it. Nothing is ever looked up: what a stranger
 * sends must not make this machine ask a name server.
 */
final class Literal {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String PORT = "(?::[0-9]{1,5})?";
    private static final Pattern FOUR = Pattern.compile("(" + OCTET + "(?:\\." + OCTET + "){3})" + PORT);
    private static final Pattern SIX = Pattern.compile("([0-9A-Fa-f]*:[0-9A-Fa-f:.]{1,45})");
    private static final Pattern SIX_IN_BRACKETS = Pattern.compile("\\[" + SIX + "]" + PORT);

    private Literal() {}

    /** The address, whatever port stands behind it ({@code 192.0.2.1:47011}, {@code [2001:db8::1]:4711}). */
    static Optional<InetAddress> read(String text) {
        for (Pattern kind : new Pattern[] {FOUR, SIX, SIX_IN_BRACKETS}) {
            Matcher found = kind.matcher(text);
            if (found.matches()) {
                return address(kind == FOUR ? found.group(1) : "[" + found.group(1) + "]");
            }
        }
        return Optional.empty();
    }

    /** In brackets the JDK takes it for numbers or refuses it. */
    private static Optional<InetAddress> address(String numbers) {
        try {
            return Optional.of(InetAddress.getByName(numbers));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
