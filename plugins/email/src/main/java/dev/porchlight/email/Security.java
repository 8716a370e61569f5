package dev.porchlight.email;

import dev.porchlight.api.SinkBrokenException;
import java.util.Locale;

/** How the way to the mail server is protected. */
enum Security {
    /** Begins in clear and is encrypted before anything is said; refused if the server cannot. */
    STARTTLS(587),
    /** Encrypted from the first byte. */
    TLS(465),
    /** Not at all. */
    NONE(25);

    private final int port;

    Security(int port) {
        this.port = port;
    }

    /** Where servers usually offer it (RFC 6409, RFC 8314, RFC 5321). */
    int usualPort() {
        return port;
    }

    static Security parse(String word) throws SinkBrokenException {
        for (Security security : values()) {
            if (security.name().toLowerCase(Locale.ROOT).equals(word)) {
                return security;
            }
        }
        throw new SinkBrokenException("'security' is starttls, tls or none, not '" + word + "'");
    }
}
