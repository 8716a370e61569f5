package dev.porchlight.web.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The certificate that the house makes for itself: P-256, one year, in a PKCS#12 file that only its user can read. No
 * browser trusts it by itself; people compare its fingerprint once.
 *
 * @param file the PKCS#12 file
 * @param fingerprint SHA-256 of the certificate, {@code AB:CD:...}, as browsers show it
 * @param until when it ends
 */
public record Certificate(Path file, String fingerprint, Instant until) {
    /** PKCS#12 wants one. It protects nothing, since it stands here; the file's mode does. */
    public static final String PASSWORD = "porchlight";

    static final Duration RENEWED_BEFORE = Duration.ofDays(30);

    private static final int DAYS = 365;
    private static final String ALIAS = "porchlight";
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);

    /** The one in the folder; a new one if there is none, it cannot be read, or it ends within 30 days. */
    public static Certificate in(Path folder, Set<String> names, Instant now) throws IOException, InterruptedException {
        return in(folder, names, now, Path.of(System.getProperty("java.home"), "bin", "keytool"));
    }

    static Certificate in(Path folder, Set<String> names, Instant now, Path keytool)
            throws IOException, InterruptedException {
        Path file = folder.resolve("https.p12");
        if (Files.exists(file)) {
            try {
                Certificate known = read(file);
                if (!known.isDue(now)) {
                    return known;
                }
            } catch (GeneralSecurityException | IOException e) {
                Files.move(file, folder.resolve("https.p12.damaged"), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        make(file, names, keytool);
        try {
            return read(file);
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate that keytool made cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether it is time for a new one. */
    public boolean isDue(Instant now) {
        return !now.isBefore(until.minus(RENEWED_BEFORE));
    }

    /** For the log and the settings page. */
    public String words() {
        return "the certificate's SHA-256 fingerprint is " + fingerprint + "; it is good until "
                + DAY.format(LocalDate.ofInstant(until, ZoneOffset.UTC)) + " and renews itself";
    }

    private static void make(Path file, Set<String> names, Path keytool) throws IOException, InterruptedException {
        if (!Files.isExecutable(keytool)) {
            throw new IOException("this Java has no keytool, which makes the certificate of https; install one with:"
                    + " sudo apt-get install -y default-jre-headless, or name your own with web.https.certificate and"
                    + " web.https.key");
        }
        Path aside = Files.createTempDirectory(
                file.toAbsolutePath().getParent(),
                "https-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path part = aside.resolve("https.p12");
        try {
            run(keytool, part, names);
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-------"));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
            Files.deleteIfExists(aside.resolve("keytool.txt"));
            Files.deleteIfExists(aside);
        }
    }

    private static void run(Path keytool, Path part, Set<String> names) throws IOException, InterruptedException {
        Path said = part.resolveSibling("keytool.txt");
        String alternatives = names.stream()
                .map(name -> (name.matches("[0-9.]+|.*:.*") ? "ip:" : "dns:") + name)
                .collect(Collectors.joining(","));
        Process process = new ProcessBuilder(List.of(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-sigalg",
                        "SHA256withECDSA",
                        "-validity",
                        Integer.toString(DAYS),
                        "-dname",
                        "CN=Porchlight",
                        "-ext",
                        "san=" + alternatives,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        part.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(
                        "keytool made no certificate within " + LIMIT.toSeconds() + " s; start porchlight again");
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0 || !Files.exists(part)) {
            throw new IOException("keytool made no certificate: "
                    + Files.readString(said, StandardCharsets.UTF_8).strip());
        }
    }

    private static Certificate read(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        if (!(store.getCertificate(ALIAS) instanceof X509Certificate certificate)) {
            throw new GeneralSecurityException("it holds no certificate of ours");
        }
        String fingerprint = HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        return new Certificate(file, fingerprint, certificate.getNotAfter().toInstant());
    }
}
