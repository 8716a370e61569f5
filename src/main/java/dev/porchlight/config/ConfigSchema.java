package dev.porchlight.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.porchlight.config.Declared.Shape;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Every key of the configuration, for editors as a JSON Schema and for people as a table. Both are made by reading a
 * configuration that has every section and noting what is asked for, so they say what the reader knows and nothing else.
 */
public final class ConfigSchema {
    private static final String EVERY_SECTION =
            "boards: [{name: door, visits: {}}]\ncameras: [{name: door, crop: {}, privacy: [{}]}]\nsinks: [{}]\n";

    /** A number or a flag may be taken from elsewhere too. */
    private static final String ELSEWHERE = "\\$\\{";

    /** Its plugin knows the others. */
    private static final String OPEN = "sinks";

    private final Map<String, Declared> keys;

    private ConfigSchema(Map<String, Declared> keys) {
        this.keys = keys;
    }

    /** Of this version. */
    public static ConfigSchema ofThisVersion() throws ConfigException {
        return new ConfigSchema(ConfigFile.declared(EVERY_SECTION, Path.of("porchlight.yaml")));
    }

    /** JSON Schema 2020-12. */
    public String json() throws IOException {
        StringWriter out = new StringWriter();
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(lines));
            json.writeStartObject();
            json.writeStringField("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.writeStringField("title", "porchlight.yaml");
            writeSection(json, "");
            json.writeEndObject();
        }
        return out + "\n";
    }

    private void writeSection(JsonGenerator json, String path) throws IOException {
        writeTypes(json, "object", "null");
        json.writeObjectFieldStart("properties");
        for (Map.Entry<String, Declared> key : keys.entrySet()) {
            int dot = key.getKey().lastIndexOf('.');
            if (key.getKey().substring(0, Math.max(0, dot)).equals(path)) {
                json.writeObjectFieldStart(key.getKey().substring(dot + 1));
                writeKey(json, key.getKey(), key.getValue());
                json.writeEndObject();
            }
        }
        json.writeEndObject();
        json.writeBooleanField("additionalProperties", path.equals(OPEN));
    }

    private void writeKey(JsonGenerator json, String path, Declared key) throws IOException {
        if (!key.expected().isEmpty()) {
            json.writeStringField(
                    "description",
                    key.expected() + (key.otherwise().isEmpty() ? "" : "; " + key.otherwise() + " if it is left out"));
        }
        switch (key.shape()) {
            case SECTION -> writeSection(json, path);
            case SECTIONS -> {
                writeTypes(json, "array", "null");
                json.writeObjectFieldStart("items");
                writeSection(json, path);
                json.writeEndObject();
            }
            case VALUE -> writeTypes(json, "string", "number", "boolean", "null");
            case LIST -> {
                writeTypes(json, "array", "string", "number", "null");
                json.writeObjectFieldStart("items");
                writeTypes(json, "string", "number");
                json.writeEndObject();
            }
            case NUMBER -> {
                writeTypes(json, "integer", "string", "null");
                json.writeNumberField("minimum", key.min());
                json.writeNumberField("maximum", key.max());
                json.writeStringField("pattern", "^-?[0-9]+$|" + ELSEWHERE);
            }
            case FLAG -> {
                writeTypes(json, "boolean", "string", "null");
                json.writeStringField("pattern", "^(true|false)$|" + ELSEWHERE);
            }
            case CHOICE -> {
                writeTypes(json, "string", "null");
                json.writeStringField("pattern", "^(" + String.join("|", key.words()) + ")$|" + ELSEWHERE);
            }
        }
    }

    private static void writeTypes(JsonGenerator json, String... types) throws IOException {
        json.writeFieldName("type");
        json.writeArray(types, 0, types.length);
    }

    /** A page of Markdown: key, what may stand there, default. */
    public String page() {
        StringBuilder page = new StringBuilder("""
                # Every key of porchlight.yaml

                Made by `porchlight config schema --page`; a test fails when it is older than the program. The file
                `porchlight.schema.json` says the same to editors: begin `porchlight.yaml` with
                `# yaml-language-server: $schema=/usr/lib/porchlight/porchlight.schema.json`.
                What holds now, and where it came from, says `porchlight config show --origin`.

                A changed file counts within seconds, without a restart: `name`, `visits`, `retention`, `sinks`, and the `visits` of a
                board. What else was changed waits for the next start, and the gallery says so. A file with a mistake changes nothing:
                the house goes on as it was and shows what to correct. Where a slip would cost something there are ten minutes to take
                it back: before less is kept, and before what is owed to a sink that was taken out is given up. A file named by
                `${file:/path}` counts as part of it.

                A key outside of a list can also be set by the environment (`web.port` by `PORCHLIGHT_WEB_PORT`) and, before
                all others, by `--set web.port=8081`. A value may be taken from elsewhere: `${file:/path}`, `${env:NAME}`,
                `${credential:name}`. A sink has the keys of its plugin besides; `porchlight plugin list` names them.

                | key | what stands there | if left out |
                |---|---|---|
                """);
        keys.forEach((path, key) -> {
            if (key.shape() != Shape.SECTION && key.shape() != Shape.SECTIONS) {
                page.append("| `")
                        .append(path)
                        .append("` | ")
                        .append(key.expected())
                        .append(" | ")
                        .append(key.otherwise().isEmpty() ? "" : "`" + key.otherwise() + "`")
                        .append(" |\n");
            }
        });
        return page.toString();
    }

    /** The names of all keys, sections too. */
    List<String> names() {
        return List.copyOf(keys.keySet());
    }
}
