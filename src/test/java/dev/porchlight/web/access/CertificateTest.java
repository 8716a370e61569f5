package dev.porchlight.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateTest {
    private static final Set<String> NAMES = Set.of("porch", "porch.local", "192.168.1.7", "2001:db8:0:0:0:0:0:7");

    @TempDir
    private Path folder;

    @Test
    void itIsMadeByTheRealKeytoolKeptAndRenewedBeforeItsEnd() throws Exception {
        Instant now = Instant.now();
        Certificate made = Certificate.in(folder, NAMES, now);

        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(made.file())) {
            store.load(in, Certificate.PASSWORD.toCharArray());
        }
        X509Certificate certificate = (X509Certificate) store.getCertificate("porchlight");
        assertEquals(
                256,
                ((ECPublicKey) certificate.getPublicKey())
                        .getParams()
                        .getOrder()
                        .bitLength());
        Set<Object> alternatives = new HashSet<>();
        certificate.getSubjectAlternativeNames().forEach(name -> alternatives.add(name.get(1)));
        assertEquals(NAMES, alternatives);
        assertEquals(365, Duration.between(now, made.until()).plusMinutes(5).toDays());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made.file())));
        assertTrue(
                made.words()
                        .matches(
                                "the certificate's SHA-256 fingerprint is ([0-9A-F]{2}:){31}[0-9A-F]{2}; it is good until .* and renews itself"),
                made.words());
        try (Stream<Path> all = Files.list(folder)) {
            assertEquals(List.of(made.file()), all.toList());
        }

        assertEquals(made, Certificate.in(folder, NAMES, made.until().minus(Duration.ofDays(31))));
        assertNotEquals(
                made.fingerprint(),
                Certificate.in(folder, NAMES, made.until().minus(Duration.ofDays(30)))
                        .fingerprint());
    }

    @Test
    void aDamagedOneIsSetAsideAndMadeAnew() throws Exception {
        Files.writeString(folder.resolve("https.p12"), "x");

        Certificate made = Certificate.in(folder, NAMES, Instant.now());

        assertEquals(made, Certificate.in(folder, NAMES, Instant.now()));
        assertTrue(Files.exists(folder.resolve("https.p12.damaged")));
    }

    @Test
    void aJavaWithoutKeytoolSaysWhatToInstall() {
        IOException e = assertThrows(
                IOException.class, () -> Certificate.in(folder, NAMES, Instant.now(), folder.resolve("bin/keytool")));

        assertEquals(
                "this Java has no keytool, which makes the certificate of https; install one with: sudo apt-get install"
                        + " -y default-jre-headless, or name your own with web.https.certificate and web.https.key",
                e.getMessage());
    }

    @Test
    void keytoolsOwnWordsAreToldWhenItFails() {
        IOException e = assertThrows(IOException.class, () -> Certificate.in(folder, Set.of("a,b c=d"), Instant.now()));

        assertTrue(e.getMessage().startsWith("keytool made no certificate: "), e.getMessage());
    }

    @Test
    void thisMachineKnowsItself() {
        Set<String> names = ThisMachine.names(List.of("porch.example.org"));

        assertTrue(names.containsAll(List.of("localhost", "127.0.0.1", "porch.example.org")), names.toString());
        assertTrue(names.containsAll(ThisMachine.addresses()), names.toString());
    }
}
