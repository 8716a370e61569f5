package dev.porchlight.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.api.Setting;
import dev.porchlight.api.Setting.Kind;
import dev.porchlight.api.Settings;
import dev.porchlight.config.VisitsConfig.Keep;
import dev.porchlight.config.VisitsConfig.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigFileTest {
    private static final Path FILE = Path.of("porchlight.yaml");
    private static final Map<String, String> NOTHING = Map.of();

    private static HouseConfig parse(String yaml) throws ConfigException {
        return ConfigFile.parse(yaml, FILE, NOTHING);
    }

    private static List<String> problems(String yaml, Map<String, String> environment) {
        return assertThrows(ConfigException.class, () -> ConfigFile.parse(yaml, FILE, environment))
                .problems();
    }

    @Test
    void anEmptyFileIsAllDefaults() throws ConfigException {
        HouseConfig config = parse("");

        assertEquals("Front door", config.name());
        assertEquals(Optional.empty(), config.dataId());
        assertEquals("127.0.0.1", config.web().bind());
        assertEquals(8080, config.web().port());
        assertEquals(OptionalLong.empty(), config.web().liveBudget());
        assertTrue(config.web().login());
        assertFalse(config.web().openToNetwork());
        assertEquals(List.of(), config.web().names());
        assertEquals(List.of(), config.web().trustedProxies());
        assertEquals(Optional.empty(), config.web().https());
        assertEquals(
                List.of("door"), config.boards().stream().map(BoardConfig::name).toList());
        assertEquals(List.of("door"), config.boards().get(0).cameras());
        assertEquals(Rule.MOTION_IN_RANGE, config.visits().rule());
        assertEquals(Set.of(Keep.PHOTO, Keep.CLIP), config.visits().record());
        assertEquals(Duration.ofSeconds(6), config.visits().preroll());
        assertEquals(new RetentionConfig(30, 30, 16_000_000_000L, 1_000_000_000), config.retention());
        assertEquals(List.of(), config.sinks());
    }

    @Test
    void everyKeyIsRead() throws ConfigException {
        HouseConfig config = parse("""
                name: Haustür
                home: {time_zone: Europe/Berlin, latitude: 52.5, longitude: -13.4}
                data: /srv/porch
                data_id: 0f8fad5b-d9cb-469f-a165-70867728950e
                web: {bind: 0.0.0.0, port: 0, public_url: "http://porch.local:8080/", login: true, open_to_network: true, live_budget: 2MB, names: [Porch.example.org], trusted_proxies: [192.168.1.2], https: {port: 443, certificate: /c.pem, key: /k.pem}}
                boards:
                  - {name: gate, port: /dev/ttyUSB0, baud: 9600, dialect: classic, cameras: [a, b], visits: {rule: either}}
                  - {name: a}
                cameras:
                  - {name: a, source: v4l2, device: /dev/video0, width: 640, height: 480, fps: 5, rotate: 180, args: [-x, y]}
                  - {name: b, source: command, command: [cat, x.mjpeg]}
                visits: {rule: range, range_cm: [10, 200], record: photo, preroll: 200ms, quiet: 2m, max_length: 1h}
                retention: {days: 7, clips_days: 3, max_size: 500MB, min_free: 1GiB}
                plugins: [/a, /b]
                sinks:
                  - {name: desk, type: disk, alerts: [visit.started], folder: /x}
                """);

        assertEquals(ZoneId.of("Europe/Berlin"), config.home().timeZone());
        assertEquals("0f8fad5b-d9cb-469f-a165-70867728950e", config.dataId().orElseThrow());
        assertEquals(-13.4, config.home().longitude().orElseThrow());
        assertEquals(
                "http://porch.local:8080",
                config.web().publicUrl().orElseThrow().toString());
        assertEquals(OptionalLong.of(2_000_000), config.web().liveBudget());
        assertTrue(config.web().login());
        assertTrue(config.web().openToNetwork());
        assertEquals(List.of("porch.example.org"), config.web().names());
        assertEquals(List.of("192.168.1.2"), config.web().trustedProxies());
        assertEquals(
                Optional.of(
                        new WebConfig.Https(443, Optional.of(new WebConfig.Own(Path.of("/c.pem"), Path.of("/k.pem"))))),
                config.web().https());
        BoardConfig gate = config.boards().get(0);
        assertEquals(OptionalInt.of(9_600), gate.baud());
        assertEquals(List.of("a", "b"), gate.cameras());
        assertEquals(Rule.EITHER, config.visitsOf(gate).rule());
        assertEquals(200, config.visitsOf(gate).rangeMaxCm());
        assertEquals(Rule.RANGE, config.visitsOf(config.boards().get(1)).rule());
        assertEquals(List.of("-x", "y"), config.cameras().get(0).args());
        assertEquals(Set.of(Keep.PHOTO), config.visits().record());
        assertEquals(Duration.ofMinutes(2), config.visits().quiet());
        assertEquals(new RetentionConfig(7, 3, 500_000_000, 1L << 30), config.retention());
        assertEquals(List.of(Path.of("/a"), Path.of("/b")), config.plugins());
        assertEquals(Set.of("visit.started"), config.sinks().get(0).alerts());
    }

    static Stream<Arguments> badFiles() {
        return Stream.of(
                Arguments.of("nmae: x", "1:1: unknown key 'nmae'; did you mean 'name'?"),
                Arguments.of("web: {prot: 1}", "1:7: unknown key 'prot'; did you mean 'port'?"),
                Arguments.of("web: {zzzzzz: 1}", "1:7: unknown key 'zzzzzz'"),
                Arguments.of("web: {port: 99999}", "1:13: web.port must be a number from 0 to 65535, was '99999'"),
                Arguments.of("web: {port: [1]}", "1:13: web.port must be a single value"),
                Arguments.of("web: 5", "1:6: 'web' must be keys with values, like {key: value}"),
                Arguments.of("web: {login: yes}", "1:14: web.login must be true or false, was 'yes'"),
                Arguments.of("name: a\nname: b", "2:1: 'name' is given twice; keep one"),
                Arguments.of(
                        "data_id: 0F8FAD5B-D9CB-469F-A165-70867728950E",
                        "1:10: data_id must be the uuid in the data folder's id.json, in lower case, was '0F8FAD5B-D9CB-469F-A165-70867728950E'"),
                Arguments.of(
                        "home: {time_zone: Europe/Berlni}",
                        "1:19: home.time_zone must be a time zone like Europe/Berlin, was 'Europe/Berlni'"),
                Arguments.of(
                        "web: {bind: 0.0.0.0, login: false}",
                        "1:7: web.bind 0.0.0.0 would show the gallery to everybody in the network without a password; say"
                                + " 'login: true' beside it, or bind 127.0.0.1, or say 'open_to_network: true' if"
                                + " that is what you want"),
                Arguments.of(
                        "visits: {quiet: 5 s}",
                        "1:17: visits.quiet must be a duration from 100ms to 10m, like 5s, was '5 s'"),
                Arguments.of(
                        "visits: {rule: sound}",
                        "1:16: visits.rule must be motion, range, motion-in-range, either, was 'sound'"),
                Arguments.of(
                        "visits: {range_cm: [150, 5]}",
                        "1:10: visits.range_cm must be the nearest and the farthest distance in cm, like [5, 150], from 2"
                                + " to 400"),
                Arguments.of("visits: {record: [foto]}", "1:19: visits.record knows photo and clip, not 'foto'"),
                Arguments.of(
                        "retention: {max_size: lots}",
                        "1:23: retention.max_size must be a size like 500MB or 16GB, was 'lots'"),
                Arguments.of("boards: {name: x}", "1:9: boards must be a list: begin each with '-'"),
                Arguments.of(
                        "boards: [{name: a, cameras: [dor]}]", "1:20: there is no camera 'dor'; did you mean 'door'?"),
                Arguments.of(
                        "cameras: [{name: a}, {name: a}]",
                        "1:23: there are two cameras named 'a'; name one of them otherwise"),
                Arguments.of(
                        "cameras: [{name: door, source: url}]",
                        "1:24: camera door needs a 'url', like rtsp://camera.local/stream"),
                Arguments.of("sinks: [{type: disk}]", "1:9: this sink needs a 'name'"),
                Arguments.of("sinks: [{name: a}]", "1:9: sink 'a' needs a 'type', like type: disk"),
                Arguments.of(
                        "sinks: [{name: a, type: b, alerts: [visit.start]}]",
                        "1:37: there is no alert 'visit.start'; did you mean 'visit.started'?"),
                Arguments.of("name: \"${env:NOBODY}\"", "1:7: name: the environment has no variable NOBODY; set it"),
                Arguments.of(
                        "name: ${vault:x}",
                        "1:7: name: ${vault:...} is not known; there is ${env:NAME}, ${file:/path} and"
                                + " ${credential:name}, and $$ for a dollar"));
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void aMistakeIsToldWithItsPlaceAndWhatToDo(String yaml, String expected) {
        assertTrue(problems(yaml, NOTHING).contains("porchlight.yaml:" + expected), () -> problems(yaml, NOTHING)
                .toString());
    }

    @Test
    void whatIsNotYamlIsToldWithItsPlace() {
        List<String> problems = problems("name: [a\nb: }", NOTHING);

        assertEquals(1, problems.size());
        assertTrue(problems.get(0).startsWith("porchlight.yaml:2:"), problems.get(0));
        assertTrue(problems.get(0).contains("this is not YAML"), problems.get(0));
    }

    @Test
    void everyMistakeIsToldAtOnceInTheOrderOfTheFile() {
        List<String> problems = problems("nmae: x\nweb: {port: x}\nvisits: {quiet: 1}\n", NOTHING);

        assertEquals(
                List.of("1", "2", "3"),
                problems.stream().map(p -> p.split(":", -1)[1]).toList());
    }

    @Test
    void theEnvironmentOverridesTheFile() throws ConfigException {
        HouseConfig config = ConfigFile.parse(
                "web: {port: 1}\nname: a",
                FILE,
                Map.of("PORCHLIGHT_WEB_PORT", "2", "PORCHLIGHT_NAME", "b", "PORCHLIGHT_DATA", "/d", "HOME", "/"));

        assertEquals(2, config.web().port());
        assertEquals("b", config.name());
        assertEquals(Path.of("/d"), config.data());
    }

    @Test
    void theEnvironmentTurnsHttpsOnWithACertificateThatIsMade() throws ConfigException {
        HouseConfig config = ConfigFile.parse("", FILE, Map.of("PORCHLIGHT_WEB_HTTPS_PORT", "8444"));

        assertEquals(
                Optional.of(new WebConfig.Https(8444, Optional.empty())),
                config.web().https());
    }

    @Test
    void aMistakeInTheEnvironmentIsToldByItsName() {
        assertEquals(
                List.of(
                        "PORCHLIGHT_WEB_PORT: web.port must be a number from 0 to 65535, was 'x'",
                        "PORCHLIGHT_WEB_PROT: this environment variable overrides nothing; did you mean"
                                + " 'PORCHLIGHT_WEB_PORT'?"),
                problems("", Map.of("PORCHLIGHT_WEB_PROT", "1", "PORCHLIGHT_WEB_PORT", "x")));
    }

    @Test
    void aValueFromElsewhereIsFilledInAndNeverShown(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2\n");

        assertEquals("hunter2!", parse("name: \"${file:" + secret + "}!\"").name());
        assertEquals("5 $ {x}", parse("name: \"5 $$ {x}\"").name());
        List<String> problems = problems("web: {port: \"${file:" + secret + "}\"}", NOTHING);
        assertFalse(problems.toString().contains("hunter2"), problems.toString());
    }

    @Test
    void aSinksOwnKeysAreCheckedInASecondStepWithTheSamePlaces() throws ConfigException {
        SinkKeys keys = parse("sinks:\n  - {name: a, type: disk, folder: /x, lnik: true, size: big, list: one}")
                .sinks()
                .get(0)
                .keys();
        List<Setting> declared = List.of(
                Setting.required("folder", Kind.TEXT, "where"),
                Setting.required("password", Kind.TEXT, "the password").asSecret(),
                Setting.withDefault("link", Kind.FLAG, "false", "link"),
                Setting.withDefault("size", Kind.SIZE, "1MB", "size"),
                Setting.optional("list", Kind.LIST, "list"));

        ConfigException e = assertThrows(ConfigException.class, () -> keys.check(declared));

        assertEquals(
                List.of(
                        "porchlight.yaml:2:5: 'password' is missing: the password",
                        "porchlight.yaml:2:39: unknown key 'lnik'; did you mean 'link'?",
                        "porchlight.yaml:2:57: sinks.size must be a size like 8MB, was 'big'"),
                e.problems());
    }

    @Test
    void aSinksKeysComeInTheirKindsWithDefaults() throws ConfigException {
        Settings settings = parse(
                        "sinks: [{name: a, type: t, text: x, number: 5, wait: 2m, list: one, map: {k: v}, size: 8MB}]")
                .sinks()
                .get(0)
                .keys()
                .check(List.of(
                        Setting.required("text", Kind.TEXT, ""),
                        Setting.required("number", Kind.NUMBER, ""),
                        Setting.required("wait", Kind.DURATION, ""),
                        Setting.required("list", Kind.LIST, ""),
                        Setting.required("map", Kind.MAP, ""),
                        Setting.required("size", Kind.SIZE, ""),
                        Setting.withDefault("flag", Kind.FLAG, "true", "")));

        assertEquals("x", settings.text("text"));
        assertEquals(5, settings.number("number"));
        assertEquals(Duration.ofMinutes(2), settings.duration("wait"));
        assertEquals(List.of("one"), settings.list("list"));
        assertEquals(Map.of("k", "v"), settings.map("map"));
        assertEquals(8_000_000, settings.size("size"));
        assertTrue(settings.flag("flag"));
        assertEquals(Optional.empty(), settings.optionalText("other"));
    }

    @Test
    void aMissingFileSaysWhatToDo(@TempDir Path folder) throws IOException {
        Path missing = folder.resolve("porchlight.yaml");
        assertTrue(assertThrows(ConfigException.class, () -> ConfigFile.read(missing, NOTHING))
                .getMessage()
                .endsWith("is not there; copy porchlight.example.yaml to it, or name another with --config"));
        assertTrue(assertThrows(ConfigException.class, () -> ConfigFile.read(folder, NOTHING))
                .getMessage()
                .endsWith("is a folder; name the file in it"));
        Files.write(missing, new byte[] {(byte) 0xC3, 0x28});
        assertTrue(assertThrows(ConfigException.class, () -> ConfigFile.read(missing, NOTHING))
                .getMessage()
                .endsWith("is not UTF-8 text; save it as UTF-8"));
    }

    @Test
    void theExampleAndTheDemoAreGoodFiles() throws Exception {
        assertEquals(
                "Front door",
                ConfigFile.read(Path.of("main/dist/porchlight.example.yaml"), NOTHING)
                        .name());
        try (InputStream demo = ConfigFile.class.getResourceAsStream("/demo.yaml")) {
            String yaml = new String(demo.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals("album", parse(yaml).sinks().get(0).name());
        }
    }
}
