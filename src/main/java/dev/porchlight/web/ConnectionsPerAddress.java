package dev.porchlight.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * Closes the connections that one address opens beyond its share, or one IPv6 network beyond three shares, so that none
 * can take them all: a customer has at least a /64 of addresses (RFC 6177), and a family shares one. A slow request costs
 * no thread but a socket. This machine itself and the trusted proxies have no share: they come for many. Told on Jetty's
 * threads.
 */
final class ConnectionsPerAddress implements Connection.Listener {
    private static final int SHARES_OF_A_NETWORK = 3;
    private static final int NETWORK_BYTES = 8;

    private final int most;
    private final Set<InetAddress> trusted;
    private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();
    private final Map<ByteBuffer, Integer> openOfNetworks = new ConcurrentHashMap<>();

    ConnectionsPerAddress(int most, Set<InetAddress> trusted) {
        this.most = most;
        this.trusted = trusted;
    }

    @Override
    public void onOpened(Connection connection) {
        InetAddress address = address(connection);
        if (address == null) {
            return;
        }
        boolean isTooMany = open.merge(address, 1, Integer::sum) > most;
        if (address instanceof Inet6Address) {
            isTooMany |= openOfNetworks.merge(network(address), 1, Integer::sum) > SHARES_OF_A_NETWORK * most;
        }
        if (isTooMany && !hasNoShare(address)) {
            connection.close();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        InetAddress address = address(connection);
        if (address != null) {
            open.computeIfPresent(address, (a, count) -> count == 1 ? null : count - 1);
            openOfNetworks.computeIfPresent(network(address), (a, count) -> count == 1 ? null : count - 1);
        }
    }

    private static ByteBuffer network(InetAddress address) {
        byte[] bytes = address.getAddress();
        return ByteBuffer.wrap(bytes, 0, Math.min(NETWORK_BYTES, bytes.length));
    }

    private boolean hasNoShare(InetAddress address) {
        return trusted.contains(address)
                || address.getHostAddress().equals("127.0.0.1")
                || address.getHostAddress().equals("0:0:0:0:0:0:0:1");
    }

    /** Null for what runs inside an encrypted connection, which is counted already. */
    private static InetAddress address(Connection connection) {
        return !(connection.getEndPoint() instanceof SslConnection.SslEndPoint)
                        && connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress remote
                ? remote.getAddress()
                : null;
    }
}
