package dev.porchlight.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * Closes the connections that one address opens beyond its share, so that it cannot take them all. A slow request costs
 * no thread but a socket. This machine itself and the trusted proxies have no share: they come for many. Told on Jetty's
 * threads.
 */
final class ConnectionsPerAddress implements Connection.Listener {
    private final int most;
    private final Set<InetAddress> trusted;
    private final Map<InetAddress, Integer> open = new ConcurrentHashMap<>();

    ConnectionsPerAddress(int most, Set<InetAddress> trusted) {
        this.most = most;
        this.trusted = trusted;
    }

    @Override
    public void onOpened(Connection connection) {
        InetAddress address = address(connection);
        if (address != null && open.merge(address, 1, Integer::sum) > most && !hasNoShare(address)) {
            connection.close();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        InetAddress address = address(connection);
        if (address != null) {
            open.computeIfPresent(address, (a, count) -> count == 1 ? null : count - 1);
        }
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
