package dev.porchlight.webhook;

import dev.porchlight.api.Alert;
import dev.porchlight.api.SinkBrokenException;
import java.util.List;

/** Makes of an alert what is sent. */
interface Body {
    /** None if there is nothing to send of it. */
    List<Parcel> of(Alert alert) throws SinkBrokenException, InterruptedException;
}
