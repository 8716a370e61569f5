package dev.porchlight.webhook;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Media;
import dev.porchlight.api.SinkBrokenException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One request for each alert, as a form with files (RFC 7578).
 *
 * @param withoutFiles where an alert without any goes; nowhere if it is empty
 * @param fileField the name of each file's field
 * @param fields more of them, by name
 * @param jsonField a field that holds words, if one does
 */
record MultipartBody(
        Address address,
        Optional<Address> withoutFiles,
        House house,
        Choice choice,
        Blanks fileField,
        Map<String, Blanks> fields,
        Optional<String> jsonField,
        Wording wording)
        implements Body {
    @Override
    public List<Parcel> of(Alert alert) throws SinkBrokenException, InterruptedException {
        List<Media> files = choice.of(alert);
        Optional<Address> to = files.isEmpty() ? withoutFiles : Optional.of(address);
        if (to.isEmpty()) {
            return List.of();
        }
        Occasion occasion = new Occasion(house, alert, files.stream().findFirst(), 0);
        String boundary = "porchlight-" + UUID.randomUUID();
        List<Content.Piece> pieces = new ArrayList<>();
        fields.forEach((name, value) ->
                pieces.add(words(boundary, "name=\"" + quoted(name) + "\"", "", value.fill(occasion) + "\r\n")));
        if (jsonField.isPresent()) {
            Content json = wording.of(alert);
            pieces.add(words(
                    boundary,
                    "name=\"" + quoted(jsonField.get()) + "\"",
                    json.type().orElse(""),
                    ""));
            pieces.addAll(json.pieces());
            pieces.add(new Content.Words("\r\n".getBytes(StandardCharsets.UTF_8)));
        }
        for (int i = 0; i < files.size(); i++) {
            Occasion file = new Occasion(house, alert, Optional.of(files.get(i)), i);
            String names =
                    "name=\"" + quoted(fileField.fill(file)) + "\"; filename=\"" + quoted(file.fileName()) + "\"";
            pieces.add(words(boundary, names, files.get(i).contentType(), ""));
            pieces.add(new Content.Whole(files.get(i)));
            pieces.add(new Content.Words("\r\n".getBytes(StandardCharsets.UTF_8)));
        }
        pieces.add(new Content.Words(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8)));
        Content form = new Content(Optional.of("multipart/form-data; boundary=" + boundary), pieces);
        return List.of(new Parcel("alert", to.get().call(occasion, form)));
    }

    private static Content.Words words(String boundary, String names, String type, String value) {
        String text = "--" + boundary + "\r\nContent-Disposition: form-data; " + names + "\r\n"
                + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                + "\r\n" + value;
        return new Content.Words(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As browsers do (HTML standard, multipart/form-data encoding). */
    private static String quoted(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }
}
