package dev.porchlight.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.HostPort;

/**
 * Stands before everything else: a request that a trusted proxy passes on looks to all behind as if its far side had sent
 * it here itself. Nobody else's word about a far side is heard. Jetty has a customizer for this, but that one believes
 * whoever connects, takes the leftmost address, which anybody can write, and hides it from the limit of threads.
 */
final class FarSide extends Handler.Wrapper {
    private final Set<InetAddress> trusted;

    FarSide(Set<InetAddress> trusted) {
        this.trusted = trusted;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        InetAddress peer = request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress socket
                ? socket.getAddress()
                : null;
        if (peer == null || !trusted.contains(peer)) {
            return super.handle(request, response, callback);
        }
        Forwarded far;
        try {
            far = Forwarded.read(request.getHeaders(), peer, trusted);
        } catch (Forwarded.UnclearException e) {
            SecurityHeaders.addTo(response.getHeaders());
            return Guard.refuse(response, callback, HttpStatus.BAD_REQUEST_400, e.getMessage());
        }
        return super.handle(new Seen(request, far), response, callback);
    }

    /** The request, as its far side sees it. */
    private static final class Seen extends Request.Wrapper {
        private final Forwarded far;
        private final HttpURI uri;
        private final HttpFields headers;
        private final ConnectionMetaData connection;

        Seen(Request request, Forwarded far) {
            super(request);
            this.far = far;
            HttpURI.Mutable seen = HttpURI.build(request.getHttpURI());
            far.scheme().ifPresent(seen::scheme);
            far.host().map(HostPort::new).ifPresent(host -> seen.authority(host.getHost(), host.getPort()));
            this.uri = seen.asImmutable();
            this.headers = far.host()
                    .<HttpFields>map(host -> HttpFields.build(request.getHeaders())
                            .put(HttpHeader.HOST, host)
                            .asImmutable())
                    .orElse(request.getHeaders());
            this.connection = new SeenConnection(request.getConnectionMetaData(), far);
        }

        @Override
        public HttpURI getHttpURI() {
            return uri;
        }

        @Override
        public HttpFields getHeaders() {
            return headers;
        }

        @Override
        public boolean isSecure() {
            return far.scheme().map("https"::equals).orElse(super.isSecure());
        }

        @Override
        public ConnectionMetaData getConnectionMetaData() {
            return connection;
        }
    }

    private static final class SeenConnection extends ConnectionMetaData.Wrapper {
        private final Forwarded far;

        SeenConnection(ConnectionMetaData connection, Forwarded far) {
            super(connection);
            this.far = far;
        }

        /** Its port is not known. The address is a real one: Jetty's limits do not count names. */
        @Override
        public SocketAddress getRemoteSocketAddress() {
            return new InetSocketAddress(far.address(), 0);
        }

        @Override
        public HostPort getServerAuthority() {
            return far.host().map(HostPort::new).orElse(super.getServerAuthority());
        }
    }
}
