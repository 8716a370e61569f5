package dev.porchlight.api;

import java.io.IOException;

/**
 * One configured destination. Its own thread, {@code sink-<name>}, calls {@link #deliver} for one alert at a time, and
 * may interrupt it.
 */
public interface Sink extends AutoCloseable {
    /**
     * Hands one alert over. Returns once the far side has it for good: this is the host's only ground for calling the
     * alert delivered. The same alert, with the same id, may come again after a crash, so use the id as idempotency key.
     * An alert of a type the sink does not know is answered with a receipt that says so, never with an error.
     *
     * @throws IOException not now: tried again by the host's schedule
     * @throws RetryAfterException not now, and the far side said when
     * @throws UndeliverableException this alert never; the others go on
     * @throws SinkBrokenException this sink not at all until something changes; the host tries hourly
     * @throws InterruptedException when told to stop; the alert stays owed
     */
    Receipt deliver(Alert alert, Attempt attempt)
            throws IOException, RetryAfterException, UndeliverableException, SinkBrokenException, InterruptedException;

    /** Lets go of everything. Threads of the plugin that live 60 s later are named as a leak. */
    @Override
    void close() throws IOException;
}
