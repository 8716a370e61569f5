package dev.porchlight.webhook;

import dev.porchlight.api.RetryAfterException;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.UndeliverableException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What an answer means: taken, later, never, or not until somebody changes something. */
final class Verdict {
    /** Too slow, wrong host, locked, others failed (Apprise says so when one of its services did), too early, too many. */
    private static final Set<Integer> LATER = Set.of(408, 421, 423, 424, 425, 429);

    private static final int OK = 200;
    private static final int REDIRECT = 300;
    private static final int REFUSED = 400;
    private static final int TROUBLE = 500;
    static final int GONE = 410;

    private Verdict() {}

    static boolean isTaken(Answer answer) {
        return answer.status() >= OK && answer.status() < REDIRECT;
    }

    /**
     * The far side's words if it took the alert.
     *
     * @param place the far side, as {@code host:port}
     */
    static String of(Answer answer, String place, Instant now)
            throws IOException, RetryAfterException, UndeliverableException, SinkBrokenException {
        if (isTaken(answer)) {
            return answer.words();
        }
        String said = place + " answers " + answer.words();
        int status = answer.status();
        if (status >= REDIRECT && status < REFUSED) {
            throw redirect(answer, place);
        }
        if (status < OK || status >= TROUBLE || LATER.contains(status)) {
            Optional<Duration> after = RetryAfter.of(answer, now);
            if (after.isPresent()) {
                throw new RetryAfterException(said, after.get());
            }
            throw new IOException(said);
        }
        switch (status) {
            case 401, 403 ->
                throw new SinkBrokenException(
                        said
                                + "; check 'auth' with its 'user' and 'password' or 'token', 'headers', and any token in 'url'");
            case 404 -> throw new SinkBrokenException(said + "; check the path in 'url'");
            case 405 -> throw new SinkBrokenException(said + "; check 'method', and the path in 'url'");
            case GONE -> throw new SinkBrokenException(said + "; it wants no more alerts");
            default -> throw new UndeliverableException(said);
        }
    }

    /** A captive portal redirects too, so only what is said to be lasting stops the sink. */
    private static IOException redirect(Answer answer, String place) throws SinkBrokenException {
        String words = place + " sends us on (" + answer.status() + ") to "
                + answer.header("location").map(Verdict::origin).orElse("nowhere")
                + ", which is never followed; give that address as 'url' if it is right";
        if (answer.status() == 301 || answer.status() == 308) {
            throw new SinkBrokenException(words);
        }
        return new IOException(words);
    }

    /** Without the path: it may hold a secret. */
    private static String origin(String location) {
        try {
            URI uri = URI.create(location);
            return uri.getScheme() == null
                    ? "another path"
                    : uri.getScheme() + (uri.getAuthority() == null ? ":" : "://" + uri.getAuthority());
        } catch (IllegalArgumentException e) {
            return "what is no address";
        }
    }
}
