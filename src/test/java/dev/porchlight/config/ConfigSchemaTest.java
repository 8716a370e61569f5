package dev.porchlight.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Schema, page and example say what the program reads. */
class ConfigSchemaTest {
    private static final Path EXAMPLE = Path.of("main/dist/porchlight.example.yaml");

    private static Set<ValidationMessage> mistakes(String yaml) throws IOException, ConfigException {
        Object read = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(ConfigSchema.ofThisVersion().json())
                .validate(new ObjectMapper().valueToTree(read));
    }

    /** When it fails: porchlight config schema >src/main/dist/porchlight.schema.json */
    @Test
    void theSchemaInTheTreeIsThatOfThisVersion() throws Exception {
        assertEquals(
                Files.readString(Path.of("main/dist/porchlight.schema.json")),
                ConfigSchema.ofThisVersion().json());
    }

    /** When it fails: porchlight config schema --page >src/CONFIG.md */
    @Test
    void thePageInTheTreeIsThatOfThisVersion() throws Exception {
        assertEquals(
                Files.readString(Path.of("CONFIG.md")),
                ConfigSchema.ofThisVersion().page());
    }

    @Test
    void theExampleIsGoodByTheSchema() throws Exception {
        assertEquals(Set.of(), mistakes(Files.readString(EXAMPLE)));
    }

    /** A key is told of in the example's text, if only in a comment. */
    @Test
    void theExampleNamesEveryKey() throws Exception {
        String example = Files.readString(EXAMPLE);
        List<String> untold = ConfigSchema.ofThisVersion().names().stream()
                .map(name -> name.substring(name.lastIndexOf('.') + 1))
                .filter(key -> !example.matches("(?s).*\\b" + key + ":.*"))
                .distinct()
                .toList();

        assertEquals(List.of(), untold);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nmae: x",
                "web: {prot: 1}",
                "web: {port: 65536}",
                "web: {port: -1}",
                "web: {login: maybe}",
                "visits: {rule: motoin}",
                "boards: {name: door}",
                "boards: [{name: door, light: {on: always}}]",
                "cameras: [{name: door, privacy: [{left: 101}]}]",
                "retention: {days: 0}",
                "visits: [1]",
                "home: {time_zone: [a]}"
            })
    void whatTheProgramRefusesTheSchemaRefusesToo(String yaml) throws Exception {
        assertFalse(mistakes(yaml).isEmpty(), yaml);
        assertThrows(ConfigException.class, () -> ConfigFile.parse(yaml, Path.of("p.yaml"), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "web: {port: \"${env:WEB_PORT}\", login: \"true\"}",
                "web:",
                "retention: {days: 90, clips_days: 60}",
                "plugins: /srv/plugins",
                "boards: [{name: door, baud: 9600, visits: {rule: either, range_cm: [5, 99]}}]",
                "sinks: [{name: desk, type: disk, folder: /x, alerts: visit.started, anything: {a: b}}]"
            })
    void whatTheProgramAcceptsTheSchemaAcceptsToo(String yaml) throws Exception {
        assertEquals(Set.of(), mistakes(yaml));
        assertTrue(ConfigFile.parse(yaml, Path.of("p.yaml"), Map.of("WEB_PORT", "1"))
                        .sinks()
                        .size()
                <= 1);
    }
}
