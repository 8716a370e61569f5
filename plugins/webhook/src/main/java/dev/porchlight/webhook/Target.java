package dev.porchlight.webhook;

import dev.porchlight.api.SinkBrokenException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An address that alerts go to. The home network and this machine are fine; refused is what is no plain address, and
 * where a cloud keeps the credentials of its machines.
 */
record Target(URI uri) {
    /** AWS (also its containers), Google, Azure, Oracle, Alibaba, and the first two by IPv6. */
    private static final Set<String> METADATA = Set.of(
            "169.254.169.254",
            "169.254.170.2",
            "168.63.129.16",
            "192.0.0.192",
            "100.100.100.200",
            "fd00:ec2:0:0:0:0:0:254",
            "fd20:ce:0:0:0:0:0:254");

    private static final Set<String> METADATA_NAMES =
            Set.of("metadata.google.internal", "metadata.goog", "metadata", "instance-data");

    /** What the system would take for a number: {@code 2130706433}, {@code 0x7f.1}, {@code 127.1}. */
    private static final Pattern NUMBER = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)\\.?");

    private static final Pattern PLAIN =
            Pattern.compile("(?:(?:0|[1-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5])(?:\\.(?!$)|$)){4}");

    /** @param key the setting it stands behind, such as {@code url} */
    static Target parse(String key, String text) throws SinkBrokenException {
        URI uri;
        try {
            uri = URI.create(new URI(text).toASCIIString());
        } catch (URISyntaxException e) {
            throw new SinkBrokenException(
                    "'" + key + "' is no address (" + e.getReason() + " at its letter " + (e.getIndex() + 1)
                            + "); write it like http://ha.local:8123/api/webhook/porch",
                    e);
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new SinkBrokenException("'" + key + "' must begin with http:// or https://");
        }
        if (uri.getRawUserInfo() != null) {
            throw new SinkBrokenException("'" + key
                    + "' must not have a name before an '@'; give it as 'auth: basic' with 'user' and 'password'");
        }
        String host = uri.getHost();
        if (host == null || uri.getPort() > 65_535) {
            throw new SinkBrokenException(
                    "'" + key + "' must name a host like ha.local or 192.168.1.20, and a port up to 65535 if any");
        }
        if (NUMBER.matcher(host).matches() && !PLAIN.matcher(host).matches()) {
            throw new SinkBrokenException(
                    "'" + key + "' names the host as a number in disguise; write it like 192.168.1.20");
        }
        if (METADATA_NAMES.contains(host.toLowerCase(Locale.ROOT))) {
            throw metadata(host);
        }
        return new Target(uri);
    }

    /** Another path at the same place. */
    Target at(String rawPath) {
        return new Target(URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + rawPath));
    }

    String host() {
        return uri.getHost();
    }

    int port() {
        int usual = uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        return uri.getPort() < 0 ? usual : uri.getPort();
    }

    String place() {
        return host() + ":" + port();
    }

    /**
     * Looks the name up, each time: Java keeps the answer for some seconds, so the connection made next goes to the
     * addresses that were looked at.
     */
    void refuseMetadata() throws UnknownHostException, SinkBrokenException {
        refuseMetadata(List.of(InetAddress.getAllByName(host())));
    }

    static void refuseMetadata(List<InetAddress> addresses) throws SinkBrokenException {
        for (InetAddress address : addresses) {
            String plain = address.getHostAddress().replaceFirst("%.*", "");
            if (METADATA.contains(plain)) {
                throw metadata(plain);
            }
        }
    }

    private static SinkBrokenException metadata(String what) {
        return new SinkBrokenException(
                "nothing is sent to " + what + ", where a cloud keeps its machines' credentials; check 'url'");
    }
}
