package dev.porchlight.webhook;

import dev.porchlight.api.SinkBrokenException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs by the Standard Webhooks specification 1.0: HMAC-SHA256 of {@code id.timestamp.body}, one for each secret, so that
 * a secret can be changed while receivers still know the old one.
 */
final class Signatures {
    private static final String PREFIX = "whsec_";
    private static final String HMAC = "HmacSHA256";
    private static final int MOST = 2;

    private final List<SecretKeySpec> keys;

    private Signatures(List<SecretKeySpec> keys) {
        this.keys = keys;
    }

    /** @param secrets {@code whsec_} and base64, or any other words, which are then taken byte by byte */
    static Signatures with(List<String> secrets) throws SinkBrokenException {
        if (secrets.size() > MOST) {
            throw new SinkBrokenException("'secret' takes one secret, or two while you change it: [new, old]");
        }
        List<SecretKeySpec> keys = new ArrayList<>();
        for (String secret : secrets) {
            byte[] key = key(secret);
            if (key.length == 0) {
                throw new SinkBrokenException("'secret' is empty; make one, or leave the key out to send unsigned");
            }
            keys.add(new SecretKeySpec(key, HMAC));
        }
        return new Signatures(keys);
    }

    private static byte[] key(String secret) throws SinkBrokenException {
        if (!secret.startsWith(PREFIX)) {
            return secret.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
        } catch (IllegalArgumentException e) {
            throw new SinkBrokenException("'secret' begins with whsec_ but no base64 follows; copy it anew", e);
        }
    }

    boolean none() {
        return keys.isEmpty();
    }

    /** The value of {@code webhook-signature}. */
    String of(String id, long timestamp, Content content) throws IOException {
        List<String> signatures = new ArrayList<>();
        for (SecretKeySpec key : keys) {
            Mac mac = mac(key);
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            content.feed(mac::update);
            signatures.add("v1," + Base64.getEncoder().encodeToString(mac.doFinal()));
        }
        return String.join(" ", signatures);
    }

    private static Mac mac(SecretKeySpec key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
