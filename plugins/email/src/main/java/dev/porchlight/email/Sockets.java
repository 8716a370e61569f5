package dev.porchlight.email;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * The connection of one exchange, to be cut from another thread: a read or write that hangs ends only when its socket is
 * closed. What is closed is the bare socket, since closing an encrypted one waits for whoever is writing to it.
 */
final class Sockets implements AutoCloseable {
    private final SSLSocketFactory encryption;
    private Optional<Socket> bare = Optional.empty();
    private boolean closed;

    Sockets(SSLSocketFactory encryption) {
        this.encryption = encryption;
    }

    private synchronized Socket keep(Socket socket) throws IOException {
        bare = Optional.of(socket);
        if (closed) {
            socket.close();
        }
        return socket;
    }

    /** From now on each wait for an answer may last this long. */
    synchronized void waitAtMost(int millis) throws IOException {
        if (bare.isPresent()) {
            bare.get().setSoTimeout(millis);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (bare.isPresent()) {
            bare.get().close();
        }
    }

    /** Angus connects by itself, to keep its time limit; these would connect without one. */
    private static UnsupportedOperationException neverAsked() {
        return new UnsupportedOperationException("a mail connection is made with a time limit only");
    }

    SocketFactory plain() {
        return new SocketFactory() {
            @Override
            public Socket createSocket() throws IOException {
                return keep(new Socket());
            }

            @Override
            public Socket createSocket(String host, int port) {
                throw neverAsked();
            }

            @Override
            public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
                throw neverAsked();
            }

            @Override
            public Socket createSocket(InetAddress host, int port) {
                throw neverAsked();
            }

            @Override
            public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
                throw neverAsked();
            }
        };
    }

    /** Angus makes an encrypted socket of a connected one, with STARTTLS and without it. */
    SSLSocketFactory encrypted() {
        return new SSLSocketFactory() {
            @Override
            public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
                return encryption.createSocket(keep(socket), host, port, autoClose);
            }

            @Override
            public String[] getDefaultCipherSuites() {
                return encryption.getDefaultCipherSuites();
            }

            @Override
            public String[] getSupportedCipherSuites() {
                return encryption.getSupportedCipherSuites();
            }

            @Override
            public Socket createSocket(String host, int port) {
                throw neverAsked();
            }

            @Override
            public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
                throw neverAsked();
            }

            @Override
            public Socket createSocket(InetAddress host, int port) {
                throw neverAsked();
            }

            @Override
            public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
                throw neverAsked();
            }
        };
    }
}
