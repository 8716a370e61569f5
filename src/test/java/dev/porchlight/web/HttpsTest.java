package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.config.ConfigFile;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.delivery.SinkDesk;
import dev.porchlight.doctor.Doctor;
import dev.porchlight.health.Condition;
import dev.porchlight.health.Condition.State;
import dev.porchlight.health.Feed;
import dev.porchlight.health.Health;
import dev.porchlight.library.Visit;
import dev.porchlight.time.HouseClock;
import dev.porchlight.web.access.Access;
import dev.porchlight.web.access.Certificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The encrypted door, by real handshakes. Time passes, and the house looks at its certificate, when the test says so. */
@Timeout(30)
class HttpsTest {
    private static final Path PEM = Path.of("test/resources/pem");

    @TempDir
    private Path folder;

    private final AtomicLong ahead = new AtomicLong();
    private final HouseClock clock = new HouseClock(
            () -> Instant.now().plusNanos(ahead.get()), () -> System.nanoTime() + ahead.get(), "boot", false);
    private final Health health = new Health(clock);
    private Optional<Access> access = Optional.empty();
    private Shelf shelf;
    private Path certificate;
    private Path key;
    private WebServer server;

    @BeforeEach
    void files() {
        certificate = folder.resolve("fullchain.pem");
        key = folder.resolve("privkey.pem");
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private WebServer server(String https) throws Exception {
        return server(https, false);
    }

    private WebServer server(String https, boolean login) throws Exception {
        Path file = Files.writeString(folder.resolve("porchlight.yaml"), """
                name: House
                data: %s
                web: {port: 0, public_url: "https://[2001:db8::7]:8443", names: [gate.example.net, my_pi.lan], https: %s}
                """.formatted(folder, https));
        Feed feed = new Feed();
        HouseConfig config = ConfigFile.read(file, Map.of());
        shelf = new Shelf(folder);
        access = login ? Optional.of(Access.of(config, clock)) : Optional.empty();
        return new WebServer(
                config,
                access,
                shelf,
                camera -> new CompletableFuture<>(),
                SinkDesk.none(),
                List.of(),
                List.of(),
                new BoardNews(feed),
                new Doctor(List.of(), clock),
                health,
                feed,
                clock);
    }

    private void startWithOwn(String certificateFile, String keyFile) throws Exception {
        put(certificateFile, keyFile);
        startWithOwn();
    }

    private void startWithOwn() throws Exception {
        server = server("{port: 0, certificate: %s, key: %s}".formatted(certificate, key));
        server.start();
    }

    private void put(String certificateFile, String keyFile) throws IOException {
        Files.copy(PEM.resolve(certificateFile), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(PEM.resolve(keyFile), key, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Twice: what is bad once may be half written. */
    private void look() throws InterruptedException {
        server.doors().look();
        server.doors().look();
    }

    private Condition https() {
        return health.conditions().stream()
                .filter(condition -> condition.part().equals("https"))
                .findFirst()
                .orElseThrow();
    }

    private void assertIs(State state, String words) {
        assertEquals(
                words,
                https().words()
                        .replace(certificate.toString(), "CERTIFICATE")
                        .replace(key.toString(), "KEY")
                        .replaceAll("[0-9]{1,2} [A-Z][a-z]+ [0-9]{4}", "DAY"));
        assertEquals(state, https().state());
    }

    private static X509Certificate pem(String name) throws Exception {
        try (InputStream in = Files.newInputStream(PEM.resolve(name))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static SSLContext trusting(X509Certificate... certificates) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (X509Certificate each : certificates) {
            store.setCertificateEntry(each.getSubjectX500Principal().getName(), each);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private X509Certificate ofTheHouse() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("https.p12"))) {
            store.load(in, Certificate.PASSWORD.toCharArray());
        }
        return (X509Certificate) store.getCertificate("porchlight");
    }

    private int port() {
        return URI.create(server.encryptedAddress().orElseThrow()).getPort();
    }

    private SSLSocket connect() throws Exception {
        return (SSLSocket) trusting(pem("ec.pem"), pem("ca.pem"))
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port());
    }

    /** Who shows itself to a new connection. */
    private String shown() throws Exception {
        try (SSLSocket socket = connect()) {
            socket.startHandshake();
            return socket.getSession().getPeerPrincipal().getName();
        }
    }

    private static String livez(SSLSocket socket) throws IOException {
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        while (!answer.toString(StandardCharsets.ISO_8859_1).endsWith("ok\n")) {
            int next = socket.getInputStream().read();
            assertNotEquals(-1, next, answer.toString(StandardCharsets.ISO_8859_1));
            answer.write(next);
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void theHouseMakesItsOwnCertificateOnceItsDataFolderIsThereAndRenewsIt() throws Exception {
        server = server("{port: 0, certificate: auto}");
        server.start();
        assertIs(
                State.FAILED,
                "there is no library in " + folder + ": id.json is missing; until then there is plain HTTP only");
        assertFalse(Files.exists(folder.resolve("https.p12")), "nothing is written where a disk was");
        Files.writeString(
                folder.resolve("id.json"), "{\"uuid\": \"0f8fad5b-d9cb-469f-a165-70867728950e\", \"format\": 1}\n");
        server.doors().look();
        X509Certificate made = ofTheHouse();
        List<String> names = new ArrayList<>();
        made.getSubjectAlternativeNames().forEach(name -> names.add(name.get(1).toString()));
        assertTrue(
                names.containsAll(List.of("localhost", "127.0.0.1", "gate.example.net", "2001:db8:0:0:0:0:0:7")),
                names.toString());
        assertIs(
                State.OK,
                "the certificate's SHA-256 fingerprint is " + fingerprint(made) + "; it is good until DAY"
                        + " and renews itself");
        HttpClient browser = HttpClient.newBuilder().sslContext(trusting(made)).build();
        for (String host : List.of("127.0.0.1", "localhost")) {
            HttpResponse<String> answer = browser.send(
                    HttpRequest.newBuilder(URI.create("https://" + host + ":" + port() + "/"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            assertEquals(HttpClient.Version.HTTP_1_1, answer.version());
            assertTrue(answer.headers().firstValue("Strict-Transport-Security").isEmpty());
            assertTrue(answer.headers().firstValue("Content-Security-Policy").isPresent());
        }

        ahead.addAndGet(Duration.ofDays(334).toNanos());
        server.doors().look();
        assertEquals(made, ofTheHouse());
        ahead.addAndGet(Duration.ofDays(2).toNanos());
        server.doors().look();

        X509Certificate renewed = ofTheHouse();
        assertNotEquals(made, renewed);
        assertTrue(https().words().contains(fingerprint(renewed)), https().words());
        try (SSLSocket socket = (SSLSocket)
                trusting(renewed).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port())) {
            assertTrue(livez(socket).startsWith("HTTP/1.1 200 "));
        }
    }

    private static String fingerprint(X509Certificate certificate) throws Exception {
        return HexFormat.ofDelimiter(":")
                .withUpperCase()
                .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    @Test
    void onlyTls12And13AreSpoken() throws Exception {
        startWithOwn("ec.pem", "ec.key");

        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            try (SSLSocket socket = connect()) {
                socket.setEnabledProtocols(new String[] {version});
                assertTrue(livez(socket).startsWith("HTTP/1.1 200 "), version);
                assertEquals(version, socket.getSession().getProtocol());
            }
        }
        for (int minor = 0; minor <= 2; minor++) {
            // a fatal alert (2), protocol_version (70): RFC 5246, section 7.2
            assertEquals("15 2 70", answerToHello(minor), "3." + minor);
        }
        assertEquals("16", answerToHello(3).split(" ", -1)[0], "the same hello with TLS 1.2 is answered");
    }

    /** The type of the record that is answered to a hello of this old version, its fourth and its fifth byte behind. */
    private String answerToHello(int minor) throws IOException {
        byte[] hello = HexFormat.of()
                .parseHex("16030" + minor + "003f" + "0100003b" + "030" + minor + "00".repeat(32) + "00"
                        // ECDHE_ECDSA with AES_128_CBC_SHA of old, and with AES_128_GCM_SHA256
                        + "0004c009c02b" + "0100" + "000e" + "000a00040002001700" + "0b00020100");
        byte[] answer = new byte[7];
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(hello);
            assertEquals(7, socket.getInputStream().readNBytes(answer, 0, 7), Arrays.toString(answer));
        }
        return HexFormat.of().toHexDigits(answer[0]) + " " + answer[5] + " " + answer[6];
    }

    @Test
    void newFilesAreTakenForNewConnections() throws Exception {
        // as certbot does it: names that never change, links to files that do
        certificate = folder.resolve("live-cert.pem");
        key = folder.resolve("live-key.pem");
        link(certificate, "ec.pem");
        link(key, "ec.key");
        startWithOwn();
        assertEquals("CN=ec", shown());
        assertIs(State.OK, "the certificate in CERTIFICATE is good until DAY");
        try (SSLSocket before = connect()) {
            livez(before);

            link(certificate, "rsa.pem");
            link(key, "rsa.key");
            look();

            assertEquals("CN=rsa", shown());
            assertTrue(livez(before).startsWith("HTTP/1.1 200 "), "who was connected stays so");
        }
        assertIs(State.OK, "the certificate in CERTIFICATE is good until DAY");
    }

    private static void link(Path link, String target) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, PEM.resolve(target).toAbsolutePath());
    }

    @Test
    void aPairThatDoesNotFitLeavesTheOldOneAndHeals() throws Exception {
        startWithOwn("ec.pem", "ec.key");

        Files.copy(PEM.resolve("rsa.pem"), certificate, StandardCopyOption.REPLACE_EXISTING);
        look();

        assertEquals("CN=ec", shown());
        assertIs(
                State.WARNING,
                "the key in KEY is damaged, or of another kind than the certificate; put the two there that were made"
                        + " together; until then the certificate from before is used, which ends on DAY");
        Files.copy(PEM.resolve("rsa.key"), key, StandardCopyOption.REPLACE_EXISTING);
        server.doors().look();
        assertEquals("CN=rsa", shown());
        assertIs(State.OK, "the certificate in CERTIFICATE is good until DAY");
    }

    @Test
    void aHalfWrittenPairLeavesTheOldOneAndTheOldFilesHealIt() throws Exception {
        startWithOwn("ec.pem", "ec.key");
        Files.writeString(certificate, Files.readString(PEM.resolve("rsa.pem")).substring(0, 500));
        Files.delete(key);
        look();

        assertEquals("CN=ec", shown());
        assertIs(
                State.WARNING,
                "KEY is not there; put it there, or correct web.https.key; until then the certificate from before is"
                        + " used, which ends on DAY");
        put("ec.pem", "ec.key");
        server.doors().look();
        assertEquals("CN=ec", shown());
        assertIs(State.OK, "the certificate in CERTIFICATE is good until DAY");
    }

    @Test
    void withBadFilesTheHouseStartsAndSaysWhatToDo() throws Exception {
        startWithOwn("ec.pem", "rsa.key");

        assertIs(
                State.FAILED,
                "the key in KEY is damaged, or of another kind than the certificate; put the two there that were made"
                        + " together; until then there is plain HTTP only");
        assertTrue(server.encryptedAddress().isEmpty());
        HttpResponse<String> plain = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.address() + "status"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertTrue(plain.body().contains("until then there is plain HTTP only"), plain.body());

        put("ec.pem", "ec.key");
        server.doors().look();
        assertEquals("CN=ec", shown());
        assertIs(State.OK, "the certificate in CERTIFICATE is good until DAY");
    }

    @Test
    void aCertificateNearItsEndIsTold() throws Exception {
        startWithOwn("ec.pem", "ec.key");
        Duration left =
                Duration.between(Instant.now(), pem("ec.pem").getNotAfter().toInstant());

        ahead.set(left.minusDays(15).toNanos());
        look();
        assertEquals(State.OK, https().state());
        ahead.set(left.minusDays(13).toNanos());
        look();
        assertIs(State.WARNING, "the certificate ends on DAY; renew it, and it is taken without a restart");
        ahead.set(left.plusDays(1).toNanos());
        look();
        assertIs(
                State.FAILED,
                "the certificate ended on DAY, and browsers refuse it; renew it, and it is taken without a restart");
        put("rsa.pem", "rsa.key");
        ahead.set(0);
        look();
        assertEquals(State.OK, https().state());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\u0016\u0003\u0001", "\u0080\u0000nonsense"})
    void whatIsNoHandshakeLeavesTheDoorWell(String nonsense) throws Exception {
        startWithOwn("ec.pem", "ec.key");

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.getOutputStream().write(nonsense.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            socket.setSoTimeout(10_000);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertFalse(answer.contains("HTTP/1.1 2"), answer);
        }
        assertEquals("CN=ec", shown());
    }

    @Test
    void aStrangersCertificateIsNotBelieved() throws Exception {
        startWithOwn("ec.pem", "ec.key");

        try (Socket socket =
                trusting(pem("ca.pem")).getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port())) {
            assertThrows(SSLHandshakeException.class, () -> ((SSLSocket) socket).startHandshake());
        }
    }

    @Test
    void aDownloadEndsWithItsSessionHereToo() throws Exception {
        put("ec.pem", "ec.key");
        Files.writeString(folder.resolve("id.json"), "{}");
        server = server("{port: 0, certificate: %s, key: %s}".formatted(certificate, key), true);
        server.start();
        try (Access door = access.orElseThrow()) {
            Access.Caller here = new Access.Caller("127.0.0.1", "a test");
            String anna = door.setUp(here, door.setUp().code().orElseThrow(), "anna", "a password of anna");
            Visit lengthy = shelf.addClip(30_000_000);
            try (SSLSocket socket = connect()) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write(("GET /media/" + lengthy.id() + "/clip.mp4 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                        + "Cookie: __Host-porchlight=" + anna + "\r\n\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
                InputStream body = socket.getInputStream();
                assertEquals("HTTP/1.1 200 ", new String(body.readNBytes(13), StandardCharsets.ISO_8859_1));

                door.sessions().endAll("anna");

                long received = 0;
                byte[] some = new byte[1 << 16];
                try {
                    for (int count = body.read(some); count >= 0; count = body.read(some)) {
                        received += count;
                    }
                } catch (SSLException | SocketException e) {
                    // so it ends
                }
                assertTrue(received < 30_000_000, received + " bytes came all the same");
            }
        }
    }

    @Test
    void anEncryptedConnectionIsCountedOnce() throws Exception {
        startWithOwn("ec.pem", "ec.key");
        List<Socket> many = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                many.add(fromAfar());
            }
            SSLContext context = trusting(pem("ec.pem"));
            for (Socket socket : List.of(many.get(0), many.get(99))) {
                SSLSocket secure =
                        (SSLSocket) context.getSocketFactory().createSocket(socket, "127.0.0.1", port(), false);
                assertTrue(livez(secure).startsWith("HTTP/1.1 200 "));
            }
            Socket one = fromAfar();
            many.add(one);
            one.setSoTimeout(10_000);
            assertEquals(-1, one.getInputStream().read(), "one more is too many");
        } finally {
            for (Socket socket : many) {
                socket.close();
            }
        }
    }

    private Socket fromAfar() throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress("127.0.0.4", 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()));
        return socket;
    }

    @Test
    void aTakenPortIsAdvice() throws Exception {
        startWithOwn("ec.pem", "ec.key");
        try (WebServer second = server("{port: %d, certificate: %s, key: %s}".formatted(port(), certificate, key))) {
            IOException e = assertThrows(IOException.class, second::start);
            assertEquals(
                    "port " + port()
                            + " is taken by another program; stop that one, or set web.https.port to another (0:"
                            + " any free one)",
                    e.getMessage());
        }
        assertEquals("CN=ec", shown());
    }
}
