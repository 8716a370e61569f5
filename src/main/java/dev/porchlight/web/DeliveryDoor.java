package dev.porchlight.web;

import dev.porchlight.delivery.SinkDesk;
import dev.porchlight.delivery.SinkState;
import dev.porchlight.library.Delivery;
import dev.porchlight.library.DeliveryQuery;
import dev.porchlight.library.VisitId;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Sends deliveries again and tests to sinks, for people ({@code /deliveries/{id}/retry}, {@code /sinks/{name}/test}: forms
 * that end on a page) and for programs (the same below {@code /api/v1}).
 */
final class DeliveryDoor {
    private static final int USUAL_LIMIT = 100;

    private final SinkDesk desk;
    private final Pages pages;

    DeliveryDoor(SinkDesk desk, Pages pages) {
        this.desk = desk;
        this.pages = pages;
    }

    /** The delivery of the address; empty if there is none. */
    private Optional<Delivery> find(Exchange exchange) throws IOException {
        String id = exchange.path("id");
        return id.matches("[0-9]{1,18}") ? desk.find(Long.parseLong(id)) : Optional.empty();
    }

    private boolean isSink(String name) throws IOException {
        return desk.states().stream().map(SinkState::name).anyMatch(name::equals);
    }

    void sendAgain(Exchange exchange) throws IOException {
        Words words = pages.words(exchange.response());
        Optional<Delivery> found = find(exchange);
        if (found.isEmpty()) {
            pages.sendNoSuchPage(exchange);
            return;
        }
        try {
            desk.sendAgain(found.get().id());
        } catch (IllegalArgumentException e) {
            pages.sendError(exchange, HttpServletResponse.SC_CONFLICT, words.say("delivery.cannot"), e.getMessage());
            return;
        }
        exchange.seeOther(found.get()
                .visit()
                .map(visit -> "/visits/" + visit.id() + "#told")
                .orElse("/status#sinks"));
    }

    void test(Exchange exchange) throws IOException {
        if (isSink(exchange.path("name"))) {
            SinkTest.send(
                    exchange.request(),
                    desk,
                    exchange.path("name"),
                    test -> exchange.seeOther("/status?test=" + test.id() + "#sinks"));
        } else {
            pages.sendNoSuchPage(exchange);
        }
    }

    void list(Exchange exchange) throws IOException {
        DeliveryQuery query = new DeliveryQuery(
                given(exchange, "sink"),
                given(exchange, "state").map(DeliveryDoor::state),
                given(exchange, "visit").map(DeliveryDoor::visit),
                given(exchange, "before").map(text -> number("before", text)),
                given(exchange, "limit")
                        .map(text -> number("limit", text).intValue())
                        .orElse(USUAL_LIMIT));
        List<Delivery> found = desk.page(query);
        Json.send(exchange.response(), HttpServletResponse.SC_OK, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("deliveries");
            for (Delivery delivery : found) {
                DeliveryJson.write(json, delivery);
            }
            json.writeEndArray();
            if (found.size() == query.limit()) {
                json.writeNumberField("next", found.get(found.size() - 1).id());
            } else {
                json.writeNullField("next");
            }
            json.writeEndObject();
        });
    }

    private static Optional<String> given(Exchange exchange, String name) {
        return Optional.ofNullable(exchange.request().getParameter(name)).filter(value -> !value.isEmpty());
    }

    private static Delivery.State state(String word) {
        return Arrays.stream(Delivery.State.values())
                .filter(state -> state.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("state must be pending, delivered or given_up"));
    }

    private static VisitId visit(String id) {
        return VisitId.parse(id).orElseThrow(() -> new IllegalArgumentException("visit must be the id of a visit"));
    }

    private static Long number(String name, String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(name + " must be a number");
        }
        return Long.valueOf(text);
    }

    void sendAgainForPrograms(Exchange exchange) throws IOException {
        Optional<Delivery> found = find(exchange);
        if (found.isEmpty()) {
            Json.sendError(
                    exchange.response(),
                    HttpServletResponse.SC_NOT_FOUND,
                    "there is no delivery " + exchange.path("id"));
            return;
        }
        send(exchange, HttpServletResponse.SC_OK, desk.sendAgain(found.get().id()));
    }

    void testForPrograms(Exchange exchange) throws IOException {
        if (!isSink(exchange.path("name"))) {
            Json.sendError(
                    exchange.response(),
                    HttpServletResponse.SC_NOT_FOUND,
                    "there is no sink " + exchange.path("name") + " in the configuration");
            return;
        }
        SinkTest.send(
                exchange.request(),
                desk,
                exchange.path("name"),
                test -> send(
                        exchange,
                        test.state() == Delivery.State.PENDING
                                ? HttpServletResponse.SC_ACCEPTED
                                : HttpServletResponse.SC_OK,
                        test));
    }

    private static void send(Exchange exchange, int status, Delivery delivery) throws IOException {
        Json.send(exchange.response(), status, json -> DeliveryJson.write(json, delivery));
    }
}
