package dev.porchlight.kit;

import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What lies behind an exception, and what a wrong certificate is in the owner's words. */
public final class Causes {
    private Causes() {}

    /** The first of this kind among the exception and its causes. */
    public static <T extends Throwable> Optional<T> of(Throwable e, Class<T> kind) {
        Set<Throwable> seen = new HashSet<>();
        Throwable at = e;
        while (at != null && seen.add(at)) {
            if (kind.isInstance(at)) {
                return Optional.of(kind.cast(at));
            }
            at = at.getCause();
        }
        return Optional.empty();
    }

    /**
     * One sentence if it is the server's certificate that is wrong.
     *
     * @param place the server, as {@code host:port}
     * @param key the setting that names the server, such as {@code 'host'}
     */
    public static Optional<String> certificate(Throwable thrown, String place, String key) {
        return of(thrown, CertificateException.class)
                .map(e -> "the certificate of " + place + " "
                        + wrong(e, key).replaceFirst(";", ", so nothing was sent;"));
    }

    private static String wrong(CertificateException e, String key) {
        if (of(e, CertificateExpiredException.class).isPresent()) {
            return "has expired; renew it, or correct this machine's clock";
        }
        if (of(e, CertificateNotYetValidException.class).isPresent()) {
            return "is not valid yet; correct this machine's clock";
        }
        String words = String.valueOf(e.getMessage());
        if (words.contains("No name matching") || words.contains("No subject alternative")) {
            return "is for another name; set " + key + " to the name the certificate has";
        }
        return "is signed by nobody this machine trusts; if the server is your own, name its certificate in 'ca_file'";
    }
}
