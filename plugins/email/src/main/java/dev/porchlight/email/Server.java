package dev.porchlight.email;

import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * The mail server that takes our mail, and how to sign in there.
 *
 * @param user empty if it takes mail from anybody at home
 * @param password none with a token command
 * @param tokenCommand prints an access token for XOAUTH2; empty for a password
 * @param encryption makes TLS of a connected socket, and knows whom to trust
 */
record Server(
        String host,
        int port,
        Security security,
        Optional<String> user,
        Optional<String> password,
        List<String> tokenCommand,
        SSLSocketFactory encryption) {
    String place() {
        return host + ":" + port;
    }
}
