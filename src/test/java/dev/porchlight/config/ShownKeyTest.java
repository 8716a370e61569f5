package dev.porchlight.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.api.Setting;
import dev.porchlight.api.Setting.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each value with where it came from, and no secret among them. */
class ShownKeyTest {
    @TempDir
    private Path folder;

    private Explained explain(String yaml, Map<String, String> environment, Map<String, String> flags)
            throws IOException, ConfigException {
        return ConfigFile.explain(Files.writeString(folder.resolve("p.yaml"), yaml), environment, flags);
    }

    /** {@code value < origin} by name, without the folder. */
    private Map<String, String> shown(List<ShownKey> keys) {
        return keys.stream()
                .collect(Collectors.toMap(
                        ShownKey::name,
                        key -> key.value() + " < " + key.origin().replace(folder + "/", "")));
    }

    @Test
    void eachValueSaysWhereItCameFrom() throws Exception {
        Map<String, String> keys = shown(explain(
                        "name: Gate\nweb: {port: 1, bind: 127.0.0.2, names: [a.b, c.d]}\nboards:\n  - {}\n  - {name: b, cameras: door, baud: 9600}\n",
                        Map.of("PORCHLIGHT_WEB_PORT", "2", "PORCHLIGHT_VISITS_QUIET", "7s"),
                        Map.of("web.port", "3"))
                .keys());

        assertEquals("Gate < p.yaml:1:7", keys.get("name"));
        assertEquals("3 < flag --set web.port", keys.get("web.port"));
        assertEquals("7s < PORCHLIGHT_VISITS_QUIET", keys.get("visits.quiet"));
        assertEquals("127.0.0.2 < p.yaml:2:22", keys.get("web.bind"));
        assertEquals("[a.b, c.d] < p.yaml:2:40", keys.get("web.names"));
        assertEquals("9600 < p.yaml:5:36", keys.get("boards[1].baud"));
        assertEquals("auto < default", keys.get("boards[0].baud"));
        assertEquals("door < default", keys.get("cameras[0].name"));
        assertEquals("16GB < default", keys.get("retention.max_size"));
        assertEquals("[5, 150] < default", keys.get("visits.range_cm"));
        assertEquals("[photo, clip] < default", keys.get("visits.record"));
        assertEquals("(not set) < default", keys.get("web.public_url"));
        assertEquals("/var/lib/porchlight/data < default", keys.get("data"));
        assertEquals("[/var/lib/porchlight/plugins] < default", keys.get("plugins"));
    }

    @Test
    void theFlagIsTheOneThatHolds() throws Exception {
        HouseConfig house = explain("web: {port: 1}", Map.of("PORCHLIGHT_WEB_PORT", "2"), Map.of("web.port", "3"))
                .house();

        assertEquals(3, house.web().port());
    }

    @Test
    void aFlagThatOverridesNothingIsAMistake() {
        ConfigException e = assertThrows(
                ConfigException.class, () -> explain("", Map.of(), Map.of("web.prot", "3", "web.port", "x")));

        assertEquals(
                List.of(
                        "flag --set web.port: web.port must be a number from 0 to 65535, was 'x'",
                        "flag --set 'web.prot': this is no key that can be set here; did you mean 'web.port'?"),
                e.problems());
    }

    @Test
    void noSecretIsShownButWhereItIsFrom() throws Exception {
        Path credential = Files.writeString(folder.resolve("mail"), "hush1\n");
        HouseConfig house = explain("""
                        cameras: [{source: url, url: "rtsp://me:hush2@cam.local/"}]
                        sinks:
                          - name: me
                            type: email
                            password: "${credential:mail}"
                            user: hush3
                            host: open.example.org
                            headers: {X-Key: hush4}
                        """, Map.of("CREDENTIALS_DIRECTORY", folder.toString()), Map.of())
                .house();
        assertEquals("hush1", Files.readString(credential).strip());
        SinkKeys sink = house.sinks().get(0).keys();
        List<ShownKey> keys = sink.explain(List.of(
                Setting.required("password", Kind.TEXT, "."),
                Setting.optional("user", Kind.TEXT, ".").asSecret(),
                Setting.optional("headers", Kind.MAP, ".").asSecret(),
                Setting.withDefault("port", Kind.NUMBER, "587", "."),
                Setting.optional("host", Kind.TEXT, ".")));

        Map<String, String> shown = shown(keys);
        assertEquals("(secret) < p.yaml:5:15 (credential mail)", shown.get("sinks[0].password"));
        assertEquals("(secret) < p.yaml:6:11", shown.get("sinks[0].user"));
        assertEquals("(secret) < p.yaml:8:22", shown.get("sinks[0].headers.X-Key"));
        assertEquals("587 < default", shown.get("sinks[0].port"));
        assertEquals("open.example.org < p.yaml:7:11", shown.get("sinks[0].host"));
        assertEquals("(secret) < p.yaml:7:11", shown(sink.masked()).get("sinks[0].host"));
    }

    @Test
    void aPasswordInAnAddressIsNotShown() throws Exception {
        String all = explain("cameras: [{source: url, url: \"rtsp://me:hush@cam.local/\"}]", Map.of(), Map.of())
                .keys()
                .toString();

        assertTrue(all.contains("rtsp://...@cam.local/"), all);
        assertFalse(all.contains("hush"), all);
    }
}
