package dev.porchlight.web;

import dev.porchlight.health.Health;
import dev.porchlight.health.VitalThread;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the encrypted door in a certificate. On the thread {@code https} it looks every few seconds for another one,
 * which new connections get; one that is no good leaves the old one where it is. Without any the door is there, and no
 * handshake succeeds. How it is, is told as the part {@code https}.
 */
final class Https implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Https.class);

    static final String PART = "https";

    private static final Duration LOOK_EACH = Duration.ofSeconds(5);

    /** The tools that renew do so 30 days before the end; at half of that something is wrong with them. */
    private static final Duration TOLD_BEFORE = Duration.ofDays(14);

    private static final long STOP_MILLIS = 1_000;

    private final CertificateSource source;
    private final Health health;
    private final HouseClock clock;
    private final SslContextFactory.Server context;
    private final Thread thread = new VitalThread(this::run, "https");
    private volatile Optional<Pair> pair = Optional.empty();
    private boolean wasBad;

    Https(CertificateSource source, Health health, HouseClock clock) {
        this.source = source;
        this.health = health;
        this.clock = clock;
        this.context = context(Optional.empty());
    }

    /** What the door speaks before HTTP/1.1. */
    SslConnectionFactory protocol() {
        return new SslConnectionFactory(context, HttpVersion.HTTP_1_1.asString());
    }

    boolean hasCertificate() {
        return pair.isPresent();
    }

    /** Looks at once, and from then on by itself. The door is open already. */
    void start() {
        try {
            look();
            thread.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(LOOK_EACH.toMillis());
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void look() throws InterruptedException {
        try {
            Pair now = source.read();
            if (pair.filter(now::isSameAs).isEmpty()) {
                take(now);
            }
            wasBad = false;
            tellGood(now);
        } catch (IOException e) {
            log.debug("no certificate", e);
            tellBad(e.getMessage());
            wasBad = true;
        } catch (RuntimeException e) {
            log.error("a mistake in porchlight while it looked at the certificate", e);
        }
    }

    /** Tried first in a context of its own: one that fails would leave the door without any. */
    private void take(Pair now) throws IOException {
        try {
            KeyStore store = now.store();
            SslContextFactory.Server trial = context(Optional.of(store));
            trial.start();
            trial.stop();
            context.reload(same -> same.setKeyStore(store));
            pair = Optional.of(now);
        } catch (Exception e) {
            throw new IOException("Java takes no such certificate (" + e.getMessage() + "); have it made anew", e);
        }
    }

    private static SslContextFactory.Server context(Optional<KeyStore> store) {
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        context.setRenegotiationAllowed(false);
        context.setKeyStorePassword(Pair.PASSWORD);
        store.ifPresent(context::setKeyStore);
        return context;
    }

    /** A clock that is not known to be right says nothing about a certificate's end. */
    private void tellGood(Pair now) {
        Instant time = clock.now().wall();
        String renew = "; renew it, and it is taken without a restart";
        if (clock.isSet() && !time.isBefore(now.until())) {
            health.failed(
                    PART, "the certificate ended on " + Pair.day(now.until()) + ", and browsers refuse it" + renew);
        } else if (clock.isSet() && !time.isBefore(now.until().minus(TOLD_BEFORE))) {
            health.warning(PART, "the certificate ends on " + Pair.day(now.until()) + renew);
        } else {
            health.ok(PART, now.words());
        }
    }

    /** Two files are never replaced in one moment: while an old pair is there, only what stays bad is told. */
    private void tellBad(String why) {
        if (pair.isEmpty()) {
            health.failed(PART, why + "; until then there is plain HTTP only");
        } else if (wasBad) {
            health.warning(
                    PART,
                    why + "; until then the certificate from before is used, which ends on "
                            + Pair.day(pair.get().until()));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
