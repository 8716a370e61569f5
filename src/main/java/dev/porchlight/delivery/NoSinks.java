package dev.porchlight.delivery;

import dev.porchlight.library.Delivery;
import dev.porchlight.library.DeliveryQuery;
import dev.porchlight.library.Told;
import dev.porchlight.library.Visit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The desk of a house that tells nobody. */
final class NoSinks implements SinkDesk {
    @Override
    public List<SinkState> states() {
        return List.of();
    }

    @Override
    public List<Delivery> ofVisit(Visit visit) {
        return List.of();
    }

    @Override
    public List<Delivery> page(DeliveryQuery query) {
        return List.of();
    }

    @Override
    public Optional<Delivery> find(long id) {
        return Optional.empty();
    }

    @Override
    public Told told(Instant since) {
        return Told.nothing();
    }

    @Override
    public Delivery sendAgain(long id) {
        throw new IllegalArgumentException("there is no delivery " + id);
    }

    @Override
    public Test test(String sink) {
        throw new IllegalArgumentException("there is no sink " + sink + " in the configuration");
    }
}
