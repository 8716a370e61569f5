package dev.porchlight.email;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.email.Porch.Try;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are right, and wrong in each usual way. */
@Timeout(60)
class TlsTest {
    @TempDir
    static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void makeAnAuthority() throws Exception {
        certificates = new Certificates(folder);
    }

    private static void deliver(ServerSocket door, Map<String, Object> more) throws Exception {
        try (ScriptedServer server = new ScriptedServer(door, Map.of())) {
            new EmailSinkFactory()
                    .open(Porch.settings(server.port(), more), Porch.context(folder))
                    .deliver(Porch.started("Somebody"), new Try(30));
            assertEquals(1, server.mails.size());
        }
    }

    private static String refusal(ServerSocket door, Map<String, Object> more) {
        return assertThrows(SinkBrokenException.class, () -> deliver(door, more))
                .getMessage();
    }

    private static Map<String, Object> trusting() {
        return Map.of("security", "tls", "ca_file", certificates.authority().toString());
    }

    @Test
    void aServerOfYourOwnIsTrustedByItsAuthority() throws Exception {
        deliver(certificates.door("localhost", 30), trusting());
    }

    @Test
    void anUnknownAuthorityIsRefused() throws Exception {
        String words = refusal(certificates.door("localhost", 30), Map.of("security", "tls"));
        assertTrue(words.contains("is signed by nobody this machine trusts, so nothing was sent"), words);
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        String words = refusal(certificates.door("localhost", -1), trusting());
        assertTrue(words.contains("has expired, so nothing was sent"), words);
    }

    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        String words = refusal(certificates.door("other.example.org", 30), trusting());
        assertTrue(words.contains("is for another name, so nothing was sent"), words);
    }
}
