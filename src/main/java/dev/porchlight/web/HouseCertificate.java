package dev.porchlight.web;

import dev.porchlight.config.HouseConfig;
import dev.porchlight.library.DataFolder;
import dev.porchlight.time.HouseClock;
import dev.porchlight.web.access.Certificate;
import dev.porchlight.web.access.ThisMachine;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The certificate that the house makes for itself, in its data folder, and renews before its end. */
final class HouseCertificate implements CertificateSource {
    /** Making one starts a program that works for a second, for ten on a Pi 3. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final HouseConfig config;
    private final HouseClock clock;
    private Optional<Made> made = Optional.empty();
    private Optional<Failure> failure = Optional.empty();

    private record Made(Certificate certificate, Pair pair) {}

    private record Failure(IOException why, long nanos) {}

    HouseCertificate(HouseConfig config, HouseClock clock) {
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Pair read() throws IOException, InterruptedException {
        Instant now = clock.now().wall();
        if (made.isEmpty() || made.get().certificate().isDue(now)) {
            if (failure.isPresent() && clock.now().nanos() - failure.get().nanos() < PAUSE.toNanos()) {
                throw failure.get().why();
            }
            expectData();
            try {
                made = Optional.of(make(now));
            } catch (IOException e) {
                failure = Optional.of(new Failure(e, clock.now().nanos()));
                throw e;
            }
        }
        return made.get().pair();
    }

    /** Nothing is written to the place where a disk was, or to another one. */
    private void expectData() throws IOException {
        String found = DataFolder.lookInto(config.data()).uuid();
        if (config.dataId().filter(id -> !id.equals(found)).isPresent()) {
            throw new IOException(
                    "the library in " + config.data() + " is not the one of 'data_id', and its certificate"
                            + " is not ours; plug the right disk in, or correct 'data_id'");
        }
    }

    private Made make(Instant now) throws IOException, InterruptedException {
        Certificate certificate = Certificate.in(config.data(), names(), now);
        char[] password = Certificate.PASSWORD.toCharArray();
        try (InputStream in = Files.newInputStream(certificate.file())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            String alias = store.aliases().nextElement();
            return new Made(
                    certificate,
                    new Pair(
                            List.of((X509Certificate) store.getCertificate(alias)),
                            (PrivateKey) store.getKey(alias, password),
                            certificate.words()));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    certificate.file() + " is not what porchlight wrote; remove it, and it is made anew", e);
        }
    }

    /** keytool refuses a name with an underscore, which a host may have all the same. */
    private Set<String> names() {
        Stream<String> ours =
                Stream.concat(config.web().publicUrl().map(URI::getHost).stream(), config.web().names().stream());
        return ThisMachine.names(ours.map(name -> name.replaceAll("[\\[\\]]", ""))
                .filter(name -> name.matches("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|.*:.*"))
                .collect(Collectors.toList()));
    }
}
