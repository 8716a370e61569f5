package dev.porchlight.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection by which a request came whose answer is sent piecemeal; for ending it in the middle. Safe on every
 * thread.
 */
final class CallersConnection {
    private static final Logger log = LoggerFactory.getLogger(CallersConnection.class);

    private final EndPoint connection;

    private CallersConnection(EndPoint connection) {
        this.connection = connection;
    }

    static CallersConnection of(HttpServletRequest request) {
        request.setAttribute(WholeAnswers.PIECEMEAL, true);
        return new CallersConnection(ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint());
    }

    /** Ends it; what is being written would wait for its reader. */
    void close() {
        connection.close();
    }

    /**
     * Ends it so that the reader notices that something is missing: by a reset (SO_LINGER of 0, socket(7)), and under
     * TLS too. After a mere end an answer without a length (HTTP/1.0, as some proxies speak it) would look complete.
     */
    void cut() {
        if (connection.getTransport() instanceof SocketChannel socket) {
            try {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
                socket.close();
            } catch (IOException e) {
                log.debug("the connection had ended already", e);
            }
        }
        connection.close();
    }
}
