package dev.porchlight.webhook;

import dev.porchlight.api.Alert;
import java.util.List;
import java.util.Map;

/** The alert as JSON in the shape of the Standard Webhooks specification, with a title and a message for people. */
record JsonBody(String method, Target target, Map<String, String> headers, String house) implements Body {
    /** Without a charset: n8n takes exactly this. */
    static final String TYPE = "application/json";

    @Override
    public List<Parcel> of(Alert alert) {
        Content content = Content.of(TYPE, Json.of(Fields.of(alert, house)));
        return List.of(new Parcel("alert", new Call(method, target, headers, content)));
    }
}
