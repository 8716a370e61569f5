package dev.porchlight.email;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority of the test's own, made with openssl. */
final class Certificates {
    private static final List<String> NEW_KEY =
            List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes");
    private static final char[] PASSWORD = "porch".toCharArray();

    private final Path folder;

    Certificates(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        openssl(NEW_KEY, "req", "-x509", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Porch CA", "-days", "30");
    }

    Path authority() {
        return folder.resolve("ca.pem");
    }

    Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** @param days how long it is valid; negative for one that has expired */
    Path issue(String name, int days) throws IOException, InterruptedException {
        openssl(
                NEW_KEY,
                "req",
                "-keyout",
                name + ".key",
                "-out",
                name + ".csr",
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=DNS:" + name);
        openssl(
                List.of(),
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-copy_extensions",
                "copy",
                "-days",
                Integer.toString(days),
                "-out",
                name + ".pem");
        return folder.resolve(name + ".pem");
    }

    /** A door that begins with TLS and shows this certificate. */
    ServerSocket door(String name, int days) throws IOException, InterruptedException, GeneralSecurityException {
        issue(name, days);
        openssl(
                List.of(),
                "pkcs12",
                "-export",
                "-in",
                name + ".pem",
                "-inkey",
                name + ".key",
                "-out",
                name + ".p12",
                "-passout",
                "pass:porch");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    private void openssl(List<String> more, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words));
        command.addAll(more);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.log").toFile())
                .start();
        assertEquals(0, process.waitFor(), () -> String.join(" ", command));
    }
}
