package dev.porchlight.api;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of destination: makes one {@link Sink} for each configured entry of its type. Found by
 * {@link java.util.ServiceLoader}, so it needs a public constructor without arguments and its name in
 * {@code META-INF/services/dev.porchlight.api.SinkFactory}. Every method is called with the plugin's class loader as the
 * thread's context class loader and under a time limit.
 */
public interface SinkFactory {
    /** The word after {@code type:} in the configuration, such as {@code disk}: lower-case letters, digits, hyphens. */
    String type();

    /** The keys this type knows. The host checks the configuration against them, with line and column. */
    List<Setting> settings();

    /**
     * What is wrong with these values though each is of its kind, such as an address that is none: one sentence by key.
     * The host tells them with line and column, and opens no such sink. Looks at nothing outside. Since 1.1.
     */
    default Map<String, String> mistakes(Settings settings) {
        return Map.of();
    }

    /**
     * Whether the far side answers, found out without sending anything to anybody: a connection, a sign-in, a look at a
     * folder. The host asks for {@code porchlight doctor}, maybe while a sink of these settings delivers, so share nothing
     * with it, write nothing, and keep nothing open; {@code context.folder()} need not be there. Since 1.1.
     *
     * @return what answers, in a few words, like {@code smtp.example.org:587 lets you sign in}; empty if only an alert
     *     would show
     * @throws IOException it does not, and may later; the message says what to do
     * @throws SinkBrokenException it does not until somebody changes something
     */
    default Optional<String> reach(Settings settings, SinkContext context)
            throws IOException, SinkBrokenException, InterruptedException {
        return Optional.empty();
    }

    /**
     * Makes the sink of one configured entry. Called once when the host starts or the entry changes; the far side need
     * not be reachable yet.
     *
     * @throws IOException if it cannot work now but may later; the host tries again
     * @throws SinkBrokenException if it cannot work until somebody changes something
     */
    Sink open(Settings settings, SinkContext context) throws IOException, SinkBrokenException;

    /**
     * How long one alert is tried before it is given up, unless the far side says earlier that it never will take it: 42
     * hours, as webhooks usually are (standardwebhooks.com). The host waits 5 s after the first try, then longer and
     * longer, up to two hours.
     */
    default Duration tryFor() {
        return Duration.ofHours(42);
    }
}
