package dev.porchlight.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.porchlight.library.Delivery;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** A delivery as the API shows it. */
final class DeliveryJson {
    private DeliveryJson() {}

    static void write(JsonGenerator json, Delivery delivery) throws IOException {
        boolean isPending = delivery.state() == Delivery.State.PENDING;
        json.writeStartObject();
        json.writeNumberField("id", delivery.id());
        json.writeStringField("alert", delivery.alertId());
        json.writeStringField("type", delivery.type());
        json.writeStringField("at", delivery.at().toString());
        writeText(json, "visit", delivery.visit().map(visit -> visit.id().value()));
        json.writeStringField("sink", delivery.sink());
        json.writeStringField("state", delivery.state().word());
        json.writeBooleanField("held_back", isPending && delivery.held());
        json.writeNumberField("tries", delivery.tries());
        writeText(
                json,
                "next",
                Optional.of(delivery.next()).filter(next -> isPending).map(Instant::toString));
        writeText(json, "done", delivery.done().map(Instant::toString));
        json.writeStringField("words", delivery.words());
        json.writeEndObject();
    }

    private static void writeText(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        } else {
            json.writeNullField(name);
        }
    }
}
