package dev.porchlight.web;

import dev.porchlight.config.WebConfig.Own;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The owner's PEM files. They are read each time, 20 kB out of the page cache, and parsed when a byte is another one:
 * that misses no change, whatever replaces a file or the link to it, and whatever its time says.
 */
final class OwnCertificate implements CertificateSource {
    /** A chain of four with large keys has some 10 kB. */
    private static final int MAX_BYTES = 1_000_000;

    private final Path certificate;
    private final Path key;
    private byte[] seenCertificate = {};
    private byte[] seenKey = {};
    private Optional<Pair> known = Optional.empty();

    OwnCertificate(Own own) {
        this.certificate = own.certificate();
        this.key = own.key();
    }

    @Override
    public Pair read() throws IOException {
        byte[] certificateBytes = bytes(certificate, "web.https.certificate");
        byte[] keyBytes = bytes(key, "web.https.key");
        if (known.isEmpty() || !Arrays.equals(certificateBytes, seenCertificate) || !Arrays.equals(keyBytes, seenKey)) {
            known = Optional.of(parse(certificateBytes, keyBytes));
            seenCertificate = certificateBytes;
            seenKey = keyBytes;
        }
        return known.get();
    }

    private Pair parse(byte[] certificateBytes, byte[] keyBytes) throws IOException {
        List<X509Certificate> chain = Pem.of(certificateBytes, certificate).chain();
        PrivateKey its = Pem.of(keyBytes, key).key(chain.get(0).getPublicKey());
        Pair pair = new Pair(
                chain,
                its,
                "the certificate in " + certificate + " is good until "
                        + Pair.day(chain.get(0).getNotAfter().toInstant()));
        try {
            if (!pair.fits()) {
                throw new IOException("the key in " + key + " does not belong to the first certificate in "
                        + certificate + "; put the two there that were made together");
            }
            pair.store();
        } catch (KeyStoreException e) {
            throw new IOException(
                    "the certificates in " + certificate
                            + " do not follow each other; put the house's own first, then the one that signed it",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the key in " + key + " does not belong to the first certificate in " + certificate
                            + ", or is of a kind that browsers do not know; make both anew, of the kind RSA or EC",
                    e);
        }
        return pair;
    }

    private static byte[] bytes(Path file, String configKey) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new IOException(file + " is not there; put it there, or correct " + configKey, e);
        } catch (AccessDeniedException e) {
            throw new IOException(
                    file + " may not be read by the user that runs porchlight; give that user a copy of its own,"
                            + " and name it in " + configKey,
                    e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage() + "; correct " + configKey, e);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException(file + " is no PEM file, it has more than a megabyte; correct " + configKey);
        }
        return bytes;
    }
}
