package dev.porchlight.web.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Hashes passwords: PBKDF2-HMAC-SHA256 in a PHC string ({@code $pbkdf2-sha256$i=600000$salt$hash}). One at a time, since
 * each takes a core for a good part of a second, and the door must go on being watched.
 */
public final class Passwords {
    /** OWASP Password Storage Cheat Sheet, PBKDF2-HMAC-SHA256. */
    static final int ITERATIONS = 600_000;

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    /** A damaged file must not keep a core busy for hours. */
    private static final int MOST_ITERATIONS = 10_000_000;

    private static final int MOST_WAITING = 4;
    private static final Duration QUEUE_LIMIT = Duration.ofSeconds(10);
    private static final Pattern PHC =
            Pattern.compile("\\$pbkdf2-sha256\\$i=([1-9][0-9]{0,7})\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");
    private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();

    private final int iterations;
    private final Duration queueLimit;
    private final Secrets secrets = new Secrets();
    private final Semaphore oneAtATime = new Semaphore(1, true);

    public Passwords() {
        this(ITERATIONS, QUEUE_LIMIT);
    }

    Passwords(int iterations, Duration queueLimit) {
        this.iterations = iterations;
        this.queueLimit = queueLimit;
    }

    /** What is kept of it. */
    String hash(String password) throws RefusedException, InterruptedException {
        byte[] salt = secrets.bytes(SALT_BYTES);
        return "$pbkdf2-sha256$i=" + iterations + "$" + BASE64.encodeToString(salt) + "$"
                + BASE64.encodeToString(derive(password, salt, iterations));
    }

    /** Whether it is the password; with nothing to compare it costs the same and is never right. */
    boolean isRight(String password, Optional<String> kept) throws RefusedException, InterruptedException {
        Optional<Matcher> phc = kept.map(PHC::matcher).filter(Matcher::matches);
        int rounds = phc.map(match -> Integer.parseInt(match.group(1))).orElse(iterations);
        byte[] salt =
                phc.map(match -> Base64.getDecoder().decode(match.group(2))).orElse(new byte[SALT_BYTES]);
        byte[] expected =
                phc.map(match -> Base64.getDecoder().decode(match.group(3))).orElse(new byte[HASH_BYTES]);
        byte[] found = derive(password, salt, Math.min(rounds, MOST_ITERATIONS));
        return MessageDigest.isEqual(expected, found) && phc.isPresent();
    }

    /** Whether it was hashed with other parameters than those of today. */
    boolean isOutdated(String kept) {
        return !kept.startsWith("$pbkdf2-sha256$i=" + iterations + "$");
    }

    /** Held by the test that must see a second one wait. */
    Semaphore oneAtATime() {
        return oneAtATime;
    }

    private byte[] derive(String password, byte[] salt, int rounds) throws RefusedException, InterruptedException {
        // Each who waits holds a thread of the web server; strangers must not get them all.
        if (oneAtATime.getQueueLength() >= MOST_WAITING
                || !oneAtATime.tryAcquire(queueLimit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new RefusedException(
                    "Too many people are signing in at this moment; try again in half a minute.",
                    Duration.ofSeconds(30));
        }
        // The same letter may be typed as one sign or as two; NFC makes it one on every phone.
        char[] letters = Normalizer.normalize(password, Normalizer.Form.NFC).toCharArray();
        PBEKeySpec spec = new PBEKeySpec(letters, salt, rounds, HASH_BYTES * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2WithHmacSHA256", e);
        } finally {
            spec.clearPassword();
            oneAtATime.release();
        }
    }
}
