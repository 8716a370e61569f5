package dev.porchlight.web;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A certificate with its key, of any origin.
 *
 * @param chain the certificate, and who signed it, and who signed that one
 * @param key the private key of the first
 * @param words what is good about it, as a sentence without its full stop
 */
record Pair(List<X509Certificate> chain, PrivateKey key, String words) {
    /** A store wants one; this one never leaves the memory. */
    static final String PASSWORD = "porchlight";

    private static final byte[] PROBE = {1, 2, 3};
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);

    Pair {
        chain = List.copyOf(chain);
    }

    Instant until() {
        return chain.get(0).getNotAfter().toInstant();
    }

    static String day(Instant at) {
        return DAY.format(LocalDate.ofInstant(at, ZoneOffset.UTC));
    }

    boolean isSameAs(Pair other) {
        return chain.equals(other.chain) && key.equals(other.key);
    }

    /** Whether what the key signs is what the certificate verifies. */
    boolean fits() throws GeneralSecurityException {
        String kind = key.getAlgorithm();
        Signature signature = Signature.getInstance(
                kind.equals("RSA") ? "SHA256withRSA" : kind.equals("EC") ? "SHA256withECDSA" : kind);
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(chain.get(0).getPublicKey());
        signature.update(PROBE);
        return signature.verify(signed);
    }

    /** @throws KeyStoreException when the chain is none */
    KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("https", key, PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
        return store;
    }
}
