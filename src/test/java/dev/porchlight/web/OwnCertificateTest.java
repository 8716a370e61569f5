package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.porchlight.config.WebConfig.Own;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pairs of files that openssl wrote ({@code pem/make.sh}), whole and broken. */
class OwnCertificateTest {
    private static final Path PEM = Path.of("test/resources/pem");

    @TempDir
    private Path folder;

    private Path certificate;
    private Path key;
    private OwnCertificate own;

    private void bring(String certificateFile, String keyFile) throws IOException {
        certificate = folder.resolve("fullchain.pem");
        key = folder.resolve("privkey.pem");
        Files.copy(PEM.resolve(certificateFile), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(PEM.resolve(keyFile), key, StandardCopyOption.REPLACE_EXISTING);
        own = new OwnCertificate(new Own(certificate, key));
    }

    private String refusal() {
        return assertThrows(IOException.class, own::read)
                .getMessage()
                .replace(certificate.toString(), "CERTIFICATE")
                .replace(key.toString(), "KEY");
    }

    @ParameterizedTest
    @CsvSource({
        "ec.pem, ec.key, 1",
        "ec.pem, ec-old.key, 1",
        "rsa.pem, rsa.key, 2",
        "rsa.pem, rsa-old.key, 2",
        "ed25519.pem, ed25519.key, 1"
    })
    void everyKindOfPairIsRead(String certificateFile, String keyFile, int chain) throws IOException {
        bring(certificateFile, keyFile);

        Pair pair = own.read();

        assertEquals(chain, pair.chain().size());
        assertTrue(
                pair.words().matches("the certificate in .*/fullchain.pem is good until [0-9]+ [A-Z][a-z]+ 2[0-9]{3}"),
                pair.words());
        assertSame(pair, own.read(), "nothing changed, nothing is parsed");
    }

    @Test
    void bothInOneFileAreRead() throws IOException {
        bring("ec.pem", "ec.key");
        Files.writeString(certificate, Files.readString(key) + Files.readString(certificate));
        own = new OwnCertificate(new Own(certificate, certificate));

        assertEquals(1, own.read().chain().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '>', textBlock = """
            ec.pem        > rsa.key            > the key in KEY is damaged, or of another kind than the certificate; put the two there that were made together
            ca.pem        > rsa.key            > the key in KEY does not belong to the first certificate in CERTIFICATE; put the two there that were made together
            strangers.pem > rsa.key            > the certificates in CERTIFICATE do not follow each other; put the house's own first, then the one that signed it
            rsa.pem       > rsa-locked.key     > the key in KEY is locked by a password, or of a kind that porchlight does not know; write it plainly with: openssl pkey -in KEY -out key.pem
            rsa.pem       > rsa-old-locked.key > the key in KEY is locked by a password, or of a kind that porchlight does not know; write it plainly with: openssl pkey -in KEY -out key.pem
            rsa.key       > rsa.key            > CERTIFICATE holds no whole certificate; it must have the lines from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----
            rsa.pem       > rsa.pem            > KEY holds no whole key; it must have the lines from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----
            """)
    void everyPairThatIsNoneHasItsSentence(String certificateFile, String keyFile, String words) throws IOException {
        bring(certificateFile, keyFile);

        assertEquals(words, refusal());
    }

    @Test
    void halfWrittenFilesAreRefusedAtEveryLength() throws IOException {
        bring("rsa.pem", "rsa-old.key");
        byte[] whole = Files.readAllBytes(certificate);
        byte[] wholeKey = Files.readAllBytes(key);
        int oneCertificate = Files.readString(certificate).indexOf("-----END CERTIFICATE-----") + 25;
        for (int length = 0; length < oneCertificate; length += 97) {
            Files.write(certificate, java.util.Arrays.copyOf(whole, length));
            assertTrue(refusal().contains("holds no whole certificate"), refusal());
        }
        Files.write(certificate, whole);
        for (int length = 0; length < wholeKey.length - 26; length += 97) {
            Files.write(key, java.util.Arrays.copyOf(wholeKey, length));
            assertTrue(refusal().contains("holds no whole key"), refusal());
        }
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        bring("ec.pem", "ec-old.key");
        String text = Files.readString(certificate);
        Files.writeString(certificate, text.replaceFirst("(?s)MII.{40}", "MIIA"));
        assertEquals("the certificate in CERTIFICATE is damaged; put it there anew", refusal());

        bring("ec.pem", "ec-old.key");
        Files.writeString(key, "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
        assertTrue(refusal().startsWith("the key in KEY is damaged, or of another kind"), refusal());
        Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----\n");
        assertEquals("the key in KEY is damaged; put it there anew", refusal());
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws IOException {
        bring("ec.pem", "ec.key");
        Files.delete(key);
        assertEquals("KEY is not there; put it there, or correct web.https.key", refusal());
        Files.delete(certificate);
        assertEquals("CERTIFICATE is not there; put it there, or correct web.https.certificate", refusal());
        Files.createDirectory(certificate);
        assertEquals("CERTIFICATE cannot be read: Is a directory; correct web.https.certificate", refusal());
        Files.delete(certificate);
        Files.write(certificate, new byte[1_000_001]);
        assertEquals(
                "CERTIFICATE is no PEM file, it has more than a megabyte; correct web.https.certificate", refusal());
    }

    @Test
    void aFileOfRootsIsExplained() throws IOException {
        bring("ec.pem", "ec.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(key), "root may read everything");

        assertEquals(
                "KEY may not be read by the user that runs porchlight; give that user a copy of its own, and name it"
                        + " in web.https.key",
                refusal());
    }
}
