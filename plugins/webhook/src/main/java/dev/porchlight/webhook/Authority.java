package dev.porchlight.webhook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** Shows the far side who asks. */
interface Authority {
    Authority NONE = (call, now) -> Map.of();

    /** The call as it must be written for this. */
    default Call prepare(Call call) {
        return call;
    }

    /** The headers that do it. */
    Map<String, String> headers(Call call, Instant now) throws IOException;

    static Authority basic(String user, String password) {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return constant("Basic " + Base64.getEncoder().encodeToString(both));
    }

    static Authority bearer(String token) {
        return constant("Bearer " + token);
    }

    private static Authority constant(String value) {
        return (call, now) -> Map.of("Authorization", value);
    }
}
