package dev.porchlight.kit;

import dev.porchlight.api.SinkBrokenException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whose certificates are believed: those that Java believes, and the owner's own. */
public final class Trust {
    private Trust() {}

    /** Java's own certificates, and those of the file (PEM) if one is named. */
    public static SSLContext with(Optional<String> caFile) throws IOException, SinkBrokenException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, caFile.isPresent() ? managers(Path.of(caFile.get())) : null, null);
            return context;
        } catch (CertificateException e) {
            throw new SinkBrokenException("'ca_file' holds no certificates in PEM form: " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new SinkBrokenException("'ca_file' " + e.getMessage() + " is not there", e);
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java cannot do TLS: " + e.getMessage(), e);
        }
    }

    /** Java's own certificates and those of the file in one store: a manager asks only one. */
    private static TrustManager[] managers(Path file) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        for (TrustManager manager : managers((KeyStore) null)) {
            if (manager instanceof X509TrustManager x509) {
                for (X509Certificate known : x509.getAcceptedIssuers()) {
                    store.setCertificateEntry("java-" + count++, known);
                }
            }
        }
        try (InputStream pem = Files.newInputStream(file)) {
            Collection<? extends Certificate> own =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (own.isEmpty()) {
                throw new CertificateException(file + " is empty");
            }
            for (Certificate certificate : own) {
                store.setCertificateEntry("own-" + count++, certificate);
            }
        }
        return managers(store);
    }

    private static TrustManager[] managers(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
