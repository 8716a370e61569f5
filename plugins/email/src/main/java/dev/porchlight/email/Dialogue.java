package dev.porchlight.email;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;

/**
 * What server and sink say to each other, line by line, in the host's log at debug: without secrets, and without the
 * mail itself.
 */
final class Dialogue extends OutputStream {
    private static final int MAX_LINE = 500;

    private final Logger log;
    private final List<String> secrets;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean inMail;

    private Dialogue(Logger log, List<String> secrets) {
        this.log = log;
        this.secrets = secrets;
    }

    static PrintStream to(Logger log, String user, String secret) {
        List<String> secrets =
                secret.isEmpty() ? List.of() : List.of(secret, base64(secret), base64("\0" + user + "\0" + secret));
        return new PrintStream(new Dialogue(log, secrets), true, StandardCharsets.UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void write(int b) {
        if (b == '\n') {
            say(line.toString(StandardCharsets.UTF_8).strip());
            line.reset();
        } else if (line.size() < MAX_LINE) {
            line.write(b);
        }
    }

    private void say(String words) {
        // The mail lies between the server's 354 and the line with a dot.
        if (inMail) {
            inMail = !words.equals(".");
            return;
        }
        String masked = words;
        for (String secret : secrets) {
            masked = masked.replace(secret, "***");
        }
        if (!masked.isEmpty()) {
            log.debug("{}", masked);
        }
        inMail = words.startsWith("354");
    }
}
