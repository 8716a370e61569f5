package dev.porchlight.webhook;

import dev.porchlight.api.SinkBrokenException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Whether a target lets us in: a connection, and where it is encrypted its certificate. No request is made. */
final class Knock {
    /** The host waits 10 s, for two addresses. */
    private static final int LIMIT_MILLIS = 4_000;

    private Knock() {}

    /** What answers there. */
    static String at(Target target, SSLContext trust) throws IOException, SinkBrokenException {
        boolean isEncrypted = target.uri().getScheme().equalsIgnoreCase("https");
        try (Socket socket = new Socket()) {
            target.refuseMetadata();
            socket.connect(new InetSocketAddress(target.host(), target.port()), LIMIT_MILLIS);
            if (isEncrypted) {
                shakeHands(socket, target, trust);
            }
        } catch (IOException e) {
            throw Exchange.complaint(e, target);
        }
        return target.place() + (isEncrypted ? " answers, with a certificate that is good" : " answers");
    }

    private static void shakeHands(Socket socket, Target target, SSLContext trust) throws IOException {
        socket.setSoTimeout(LIMIT_MILLIS);
        try (SSLSocket encrypted =
                (SSLSocket) trust.getSocketFactory().createSocket(socket, target.host(), target.port(), true)) {
            SSLParameters parameters = encrypted.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            encrypted.setSSLParameters(parameters);
            encrypted.startHandshake();
        }
    }

    /** What answers at both, if there are two. */
    static String at(Target target, Optional<Target> another, SSLContext trust)
            throws IOException, SinkBrokenException {
        String words = at(target, trust);
        return another.isPresent() && !another.get().place().equals(target.place())
                ? words + "; " + at(another.get(), trust)
                : words;
    }
}
