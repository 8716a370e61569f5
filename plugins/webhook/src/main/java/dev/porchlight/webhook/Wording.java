package dev.porchlight.webhook;

import dev.porchlight.api.Alert;
import dev.porchlight.api.SinkBrokenException;

/** Puts an alert into words. */
interface Wording {
    Content of(Alert alert) throws SinkBrokenException, InterruptedException;

    /** JSON in the shape of the Standard Webhooks specification, with a title and a message for people. */
    static Wording json(String house) {
        return alert -> Content.of("application/json", Json.of(Fields.of(alert, house)));
    }
}
