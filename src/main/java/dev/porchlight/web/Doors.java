package dev.porchlight.web;

import dev.porchlight.config.HouseConfig;
import dev.porchlight.config.WebConfig;
import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import dev.porchlight.web.access.ThisMachine;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The ports by which people come in: the plain one and, if the owner wants it, the encrypted one. One set of limits. */
final class Doors implements AutoCloseable {
    private static final int ACCEPTED_WAITING = 64;
    private static final int MAX_HEADER_BYTES = 8_192;

    /**
     * Holds a large picture, so that it goes out in one piece, and not much more, so that a slow viewer's pictures are not
     * old: left to itself Linux takes up to 4 MB (tcp(7), tcp_wmem).
     */
    private static final int SEND_BUFFER_BYTES = 256 * 1_024;

    private static final int MOST_CONNECTIONS = 512;
    private static final int MOST_CONNECTIONS_OF_ONE = 100;
    private static final long IDLE_MILLIS = 60_000;
    private static final long LET_GO_MILLIS = 100;

    private final WebConfig config;
    private final Server server;
    private final ConnectionsPerAddress share;
    private final ServerConnector plain;
    private final Optional<Encrypted> encrypted;

    private record Encrypted(ServerConnector connector, Https https) {}

    /** @param proxies those that are trusted; they have no share of the connections */
    Doors(HouseConfig config, Set<InetAddress> proxies, Server server, Health health, HouseClock clock) {
        this.config = config.web();
        this.server = server;
        this.share = new ConnectionsPerAddress(MOST_CONNECTIONS_OF_ONE, proxies);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        this.plain = door(config.web().port(), new HttpConnectionFactory(http));
        this.encrypted = config.web().https().map(wanted -> {
            CertificateSource source = wanted.own()
                    .<CertificateSource>map(OwnCertificate::new)
                    .orElseGet(() -> new HouseCertificate(config, clock));
            Https https = new Https(source, health, clock);
            return new Encrypted(door(wanted.port(), https.protocol(), new HttpConnectionFactory(secure(http))), https);
        });
        server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
    }

    /**
     * The name in the handshake need not be the one in the request: people call the house by its address, and the guard
     * knows its names. Strict-Transport-Security is not sent: with the house's own certificate it would take away the
     * browser's "go on", and with any it would lead a browser that knows the name to the plain port with TLS (RFC 6797,
     * section 8.3, keeps the port).
     */
    private static HttpConfiguration secure(HttpConfiguration http) {
        HttpConfiguration secure = new HttpConfiguration(http);
        secure.addCustomizer(new SecureRequestCustomizer(false));
        return secure;
    }

    private ServerConnector door(int port, ConnectionFactory... protocols) {
        ServerConnector door = new ServerConnector(server, 1, 1, protocols);
        door.setHost(config.bind());
        door.setPort(port);
        door.setIdleTimeout(IDLE_MILLIS);
        door.setShutdownIdleTimeout(LET_GO_MILLIS);
        door.setAcceptQueueSize(ACCEPTED_WAITING);
        door.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
        door.addBean(share);
        server.addConnector(door);
        return door;
    }

    /** @throws IOException with advice, when an address is taken or not of this machine */
    void open() throws IOException {
        open(plain, "web.port");
        if (encrypted.isPresent()) {
            open(encrypted.get().connector(), "web.https.port");
        }
    }

    private void open(ServerConnector door, String key) throws IOException {
        try {
            door.open();
        } catch (Exception e) {
            throw new IOException(advice(e, door.getPort(), key), e);
        }
    }

    private String advice(Exception e, int port, String key) {
        String where = config.bind() + ":" + port;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException
                    && String.valueOf(cause.getMessage()).contains("in use")) {
                return "port " + port + " is taken by another program; stop that one, or set " + key
                        + " to another (0: any free one)";
            }
            if (cause instanceof BindException || cause instanceof UnresolvedAddressException) {
                return where + " is no address of this machine, or not allowed; correct web.bind and " + key;
            }
        }
        return "the web server cannot start on " + where + ": " + e.getMessage();
    }

    /** Once the server runs. */
    void start() {
        encrypted.ifPresent(door -> door.https().start());
    }

    int port() {
        return plain.getLocalPort();
    }

    String address() {
        return "http://" + host() + ":" + port() + "/";
    }

    /** Empty while there is no certificate. */
    Optional<String> encryptedAddress() {
        return encrypted
                .filter(door -> door.https().hasCertificate())
                .map(door -> "https://" + host() + ":" + door.connector().getLocalPort() + "/");
    }

    /** Where phones of the home network reach it; the best first, never empty. */
    List<String> addresses() {
        InetAddress bound = new InetSocketAddress(config.bind(), 0).getAddress();
        List<String> hosts = bound != null && bound.isAnyLocalAddress() ? ThisMachine.addresses() : List.of();
        List<String> all =
                new ArrayList<>(config.publicUrl().map(URI::toString).stream().toList());
        hosts.forEach(host -> all.add("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port()));
        if (all.isEmpty()) {
            all.add(address().replaceFirst("/$", ""));
        }
        return all;
    }

    /** Connections from now on are let go when nothing moves on them for so long. */
    void waitForReaders(Duration patience) {
        plain.setIdleTimeout(patience.toMillis());
    }

    private String host() {
        InetAddress bound = new InetSocketAddress(config.bind(), 0).getAddress();
        if (bound == null || bound.isAnyLocalAddress()) {
            return "127.0.0.1";
        }
        String numbers = bound.getHostAddress().replaceFirst("%.*", "");
        return bound instanceof Inet6Address ? "[" + numbers + "]" : numbers;
    }

    /** Looks for another certificate now. */
    void look() throws InterruptedException {
        if (encrypted.isPresent()) {
            encrypted.get().https().look();
        }
    }

    /** Also those that were opened for a server that did not start. */
    @Override
    public void close() {
        encrypted.ifPresent(door -> door.https().close());
        plain.close();
        encrypted.ifPresent(door -> door.connector().close());
    }
}
