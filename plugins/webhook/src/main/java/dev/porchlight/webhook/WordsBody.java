package dev.porchlight.webhook;

import dev.porchlight.api.Alert;
import dev.porchlight.api.SinkBrokenException;
import java.util.List;
import java.util.Optional;

/** One request for each alert, of words alone. */
record WordsBody(Address address, House house, Wording wording) implements Body {
    @Override
    public List<Parcel> of(Alert alert) throws SinkBrokenException, InterruptedException {
        Occasion occasion = new Occasion(house, alert, Optional.empty(), 0);
        return List.of(new Parcel("alert", address.call(occasion, wording.of(alert))));
    }
}
