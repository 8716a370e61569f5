package dev.porchlight.webhook;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Media;
import dev.porchlight.api.SinkBrokenException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One request for each file, of its bytes.
 *
 * @param withoutFiles where an alert without any goes, with an empty body; nowhere if it is empty
 */
record RawBody(Address address, Optional<Address> withoutFiles, House house, Choice choice) implements Body {
    @Override
    public List<Parcel> of(Alert alert) throws SinkBrokenException {
        List<Parcel> parcels = new ArrayList<>();
        for (Media media : choice.of(alert)) {
            Occasion occasion = new Occasion(house, alert, Optional.of(media), parcels.size());
            parcels.add(new Parcel(media.role(), address.call(occasion, Content.of(media))));
        }
        if (parcels.isEmpty() && withoutFiles.isPresent()) {
            Occasion occasion = new Occasion(house, alert, Optional.empty(), 0);
            parcels.add(new Parcel("alert", withoutFiles.get().call(occasion, Content.NONE)));
        }
        return parcels;
    }
}
