package dev.porchlight.web;

import dev.porchlight.delivery.SinkDesk;
import dev.porchlight.delivery.SinkState;
import dev.porchlight.library.Delivery;
import dev.porchlight.library.DeliveryBook.Past;
import dev.porchlight.library.DeliveryQuery;
import dev.porchlight.library.Told;
import dev.porchlight.library.Visit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Deliveries in a list. */
final class Desk implements SinkDesk {
    static final Instant AT = Instant.parse("2026-11-23T06:15:03Z");

    final List<SinkState> sinks = new ArrayList<>();
    final List<Delivery> deliveries = new ArrayList<>();
    final List<Long> sentAgain = new ArrayList<>();
    Told told = Told.nothing();
    Delivery.State testEndsAs = Delivery.State.DELIVERED;

    void addSink(String name, int waiting) {
        sinks.add(new SinkState(
                name,
                "email",
                waiting,
                new Past(Optional.of(AT), Optional.of(AT), "535 wrong password"),
                Optional.of(AT)));
    }

    Delivery add(Optional<Visit> visit, String type, String sink, Delivery.State state, String words) {
        boolean isPending = state == Delivery.State.PENDING;
        Delivery delivery = new Delivery(
                deliveries.size() + 1,
                "01ALERT" + deliveries.size(),
                type,
                AT,
                sink,
                state,
                2,
                Optional.of(AT),
                AT,
                isPending && words.startsWith("held back"),
                false,
                isPending ? Optional.empty() : Optional.of(AT),
                words,
                Optional.empty(),
                visit,
                Optional.empty());
        deliveries.add(delivery);
        return delivery;
    }

    @Override
    public List<SinkState> states() {
        return sinks;
    }

    @Override
    public List<Delivery> ofVisit(Visit visit) {
        return deliveries.stream()
                .filter(delivery ->
                        delivery.visit().filter(v -> v.id().equals(visit.id())).isPresent())
                .toList();
    }

    @Override
    public List<Delivery> page(DeliveryQuery query) {
        return deliveries.stream()
                .filter(delivery -> query.sink().stream().allMatch(delivery.sink()::equals))
                .filter(delivery -> query.state().stream().allMatch(delivery.state()::equals))
                .limit(query.limit())
                .toList();
    }

    @Override
    public Optional<Delivery> find(long id) {
        return deliveries.stream().filter(delivery -> delivery.id() == id).findFirst();
    }

    @Override
    public Told told(Instant since) {
        return told;
    }

    @Override
    public Delivery sendAgain(long id) {
        sentAgain.add(id);
        return find(id).orElseThrow();
    }

    @Override
    public Test test(String sink) {
        Delivery owed = add(Optional.empty(), "test", sink, testEndsAs, "250 OK");
        return new Test(owed, CompletableFuture.completedFuture(owed));
    }
}
