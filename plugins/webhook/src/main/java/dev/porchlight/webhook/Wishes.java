package dev.porchlight.webhook;

import dev.porchlight.api.Settings;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.SinkContext;
import dev.porchlight.kit.FileName;
import dev.porchlight.kit.Line;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The settings of one sink as its parts, each checked against the others. */
final class Wishes {
    private static final Set<String> WITH_FILES = Set.of("multipart", "raw", "webdav");
    private static final Map<String, Set<String>> ONLY_FOR = Map.of(
            "template", Set.of("template", "multipart"),
            "template_file", Set.of("template", "multipart"),
            "content_type", Set.of("template", "multipart"),
            "media", WITH_FILES,
            "url_without_media", Set.of("multipart", "raw"),
            "method", Set.of("json", "template", "multipart", "raw"),
            "file_field", Set.of("multipart"),
            "json_field", Set.of("multipart"),
            "fields", Set.of("multipart"));

    private final Settings settings;
    private final SinkContext context;

    Wishes(Settings settings, SinkContext context) {
        this.settings = settings;
        this.context = context;
    }

    Body body() throws SinkBrokenException, IOException {
        String body = settings.text("body");
        House house =
                new House(context.host(), context.zone(), FileName.parse(settings.text("file_name"), context.zone()));
        refuseWhatDoesNotGoWith(body);
        return switch (body) {
            case "json" -> new WordsBody(address("POST"), house, Wording.json(context.host()));
            case "template" ->
                new WordsBody(
                        address("POST"),
                        house,
                        template()
                                .orElseThrow(() -> new SinkBrokenException(
                                        "'body: template' needs 'template' or 'template_file' beside it")));
            case "multipart" -> multipart(house);
            case "raw" -> new RawBody(address("PUT"), withoutMedia("PUT"), house, choice());
            case "webdav" -> webDav(house);
            default ->
                throw new SinkBrokenException(
                        "'body' must be json, multipart, raw, template or webdav, was '" + Line.of(body) + "'");
        };
    }

    private void refuseWhatDoesNotGoWith(String body) throws SinkBrokenException {
        for (Map.Entry<String, Set<String>> rule : ONLY_FOR.entrySet()) {
            if (settings.has(rule.getKey()) && !rule.getValue().contains(body)) {
                throw new SinkBrokenException("'" + rule.getKey() + "' means nothing with 'body: " + Line.of(body)
                        + "'; it goes with "
                        + String.join(" or ", rule.getValue().stream().sorted().toList()));
            }
        }
    }

    private Body multipart(House house) throws SinkBrokenException, IOException {
        Optional<Wording> template = template();
        Optional<String> jsonField = settings.optionalText("json_field");
        if (template.isPresent() && jsonField.isEmpty()) {
            throw new SinkBrokenException("a template in a form needs the name of its field as 'json_field'");
        }
        Map<String, Blanks> fields = new LinkedHashMap<>();
        for (Map.Entry<String, String> field : map("fields").entrySet()) {
            fields.put(field.getKey(), Blanks.parse("fields", field.getValue()));
        }
        return new MultipartBody(
                address("POST"),
                withoutMedia("POST"),
                house,
                choice(),
                Blanks.parse("file_field", settings.optionalText("file_field").orElse("{role}")),
                fields,
                jsonField,
                template.orElse(Wording.json(context.host())));
    }

    private Body webDav(House house) throws SinkBrokenException {
        Address address = address("PUT");
        String url = address.url().fillAll("x");
        if (url.contains("?") || url.endsWith("/") || url.matches("[^/]*//[^/]*")) {
            throw new SinkBrokenException("'url' must end in the name that a file gets there, mostly /{file}");
        }
        return new RawBody(address, Optional.empty(), house, choice());
    }

    private Choice choice() throws SinkBrokenException {
        return Choice.parse(settings.has("media") ? settings.list("media") : List.of("photo", "clip"));
    }

    private Address address(String method) throws SinkBrokenException {
        return Address.parse(method(method), "url", settings.text("url"), map("headers"));
    }

    private Optional<Address> withoutMedia(String method) throws SinkBrokenException {
        Optional<String> url = settings.optionalText("url_without_media");
        return url.isEmpty()
                ? Optional.empty()
                : Optional.of(Address.parse(method(method), "url_without_media", url.get(), map("headers")));
    }

    private Map<String, String> map(String key) {
        return settings.has(key) ? settings.map(key) : Map.of();
    }

    private String method(String usual) throws SinkBrokenException {
        String method = settings.optionalText("method").orElse(usual);
        if (!method.matches("[A-Z]{1,20}") || method.equals("CONNECT")) {
            throw new SinkBrokenException("'method' must be a word like POST or PUT, was '" + Line.of(method) + "'");
        }
        return method;
    }

    private Optional<Wording> template() throws SinkBrokenException, IOException {
        String type = settings.optionalText("content_type").orElse("application/json");
        if (!type.matches("[ -~]{3,200}")) {
            throw new SinkBrokenException("'content_type' must be one like application/json");
        }
        if (settings.has("template") && settings.has("template_file")) {
            throw new SinkBrokenException("give 'template' or 'template_file', not both");
        }
        if (settings.has("template")) {
            return Optional.of(
                    Template.parse("'template'", settings.text("template"), type, context.host(), context.sink()));
        }
        if (settings.has("template_file")) {
            Path file = Path.of(settings.text("template_file"));
            return Optional.of(
                    Template.parse(file.getFileName().toString(), read(file), type, context.host(), context.sink()));
        }
        return Optional.empty();
    }

    private static String read(Path file) throws SinkBrokenException, IOException {
        try {
            if (Files.size(file) > 4L * Liberties.MOST_LETTERS) {
                throw new SinkBrokenException("'template_file' " + file + " is larger than 64 kB; make it shorter");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new SinkBrokenException("'template_file' " + file + " is not there", e);
        } catch (CharacterCodingException e) {
            throw new SinkBrokenException("'template_file' " + file + " is not in UTF-8; save it so", e);
        }
    }

    Signatures signatures() throws SinkBrokenException {
        return Signatures.with(settings.has("secret") ? settings.list("secret") : List.of());
    }

    Authority authority() throws SinkBrokenException {
        String auth = settings.text("auth");
        return switch (auth) {
            case "none" -> Authority.NONE;
            case "basic" -> Authority.basic(needed("user", auth), needed("password", auth));
            case "bearer" -> Authority.bearer(token());
            case "aws-sigv4" ->
                new AwsSignature(needed("user", auth), needed("password", auth), settings.text("region"));
            default ->
                throw new SinkBrokenException(
                        "'auth' must be none, basic, bearer or aws-sigv4, was '" + Line.of(auth) + "'");
        };
    }

    private String token() throws SinkBrokenException {
        String token = needed("token", "bearer");
        if (!token.matches("[!-~]+")) {
            throw new SinkBrokenException("'token' has what no token may have, like a space; copy it anew");
        }
        return token;
    }

    private String needed(String key, String auth) throws SinkBrokenException {
        if (settings.optionalText(key).filter(text -> !text.isBlank()).isEmpty()) {
            throw new SinkBrokenException("'auth: " + auth + "' needs '" + key + "' beside it");
        }
        return settings.text(key);
    }
}
