package dev.porchlight.webhook;

import dev.porchlight.api.SinkBrokenException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Remembers, over restarts, that the far side answered 410: then it is asked no more until it has another address. */
record Gone(Path file, String url) {
    void refuseIfSaid() throws IOException, SinkBrokenException {
        if (!Files.exists(file)) {
            return;
        }
        if (Files.readString(file).equals(hash())) {
            throw new SinkBrokenException("the far side answered 410 on "
                    + Files.getLastModifiedTime(file).toInstant()
                    + ": it wants no more alerts, so none are sent; give another 'url', or delete " + file
                    + " to try this one again");
        }
        Files.delete(file);
    }

    void say() throws IOException {
        Files.writeString(file, hash());
    }

    /** The address may hold a secret. */
    private String hash() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(url.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
