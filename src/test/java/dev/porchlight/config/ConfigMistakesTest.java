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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said about a wrong configuration: all of it, and nothing else. */
@Timeout(60)
class ConfigMistakesTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("TOKEN", "hunter 2", "ADDRESS", "10.0.0.1");
    private static final String ANSWER = "=> ";

    /** Without the file's name. */
    private static List<String> problems(String yaml) {
        try {
            ConfigFile.parse(yaml, Path.of("p.yaml"), ENVIRONMENT);
            return List.of("good");
        } catch (ConfigException e) {
            return e.problems().stream()
                    .map(problem -> problem.replaceFirst("^p\\.yaml:", ""))
                    .toList();
        }
    }

    static List<Arguments> table() throws IOException {
        List<Arguments> table = new ArrayList<>();
        for (String block :
                Files.readString(Path.of("test/resources/config-mistakes.txt")).split("\n\n+", -1)) {
            List<String> lines =
                    block.lines().filter(line -> !line.startsWith("#")).toList();
            if (!lines.isEmpty()) {
                table.add(Arguments.of(
                        String.join(
                                "\n",
                                lines.stream()
                                        .filter(line -> !line.startsWith(ANSWER))
                                        .toList()),
                        lines.stream()
                                .filter(line -> line.startsWith(ANSWER))
                                .map(line -> line.substring(ANSWER.length()))
                                .toList()));
            }
        }
        assertTrue(table.size() > 150, table.size() + " rows");
        return table;
    }

    @ParameterizedTest
    @MethodSource("table")
    void aMistakeHasItsSentences(String yaml, List<String> expected) {
        assertEquals(expected, problems(yaml));
    }

    static Stream<Arguments> unseenSigns() {
        return Stream.of(
                Arguments.of("web:\n\tport: 1", "2:1: this is not YAML: a tab stands here; indent with spaces"),
                Arguments.of(
                        "web:\n  port: 1\n\tbind: x", "3:1: this is not YAML: a tab stands here; indent with spaces"),
                Arguments.of(
                        "visits:\n  rule: either\n \tquiet: 3s",
                        "3:8: this is not YAML: a tab stands here; indent with spaces"),
                Arguments.of("na\u0000me: x", "1:3: here stands the control character U+0000; remove it"),
                Arguments.of("x: y\nname: a\u0007b", "2:8: here stands the control character U+0007; remove it"),
                Arguments.of("name: \"a\u001B[2Jb\"", "1:9: here stands the control character U+001B; remove it"),
                Arguments.of("name: a\u007Fb", "1:8: here stands the control character U+007F; remove it"),
                Arguments.of("# \uD83D\uDE00 \uD800", "1:5: here stands the control character U+D800; remove it"));
    }

    @ParameterizedTest
    @MethodSource("unseenSigns")
    void whatCannotBeSeenIsNamed(String yaml, String expected) {
        assertEquals(List.of(expected), problems(yaml));
    }

    static Stream<Arguments> farOutOfRange() {
        String huge = "1" + "0".repeat(400);
        return Stream.of(
                Arguments.of("web: {port: %s}", huge, "web.port must be a number from 0 to 65535"),
                Arguments.of("cameras: [{width: %s}]", huge, "cameras.width must be a number from 160 to 4608"),
                Arguments.of("cameras: [{rotate: %s}]", huge, "cameras.rotate must be 0, 90, 180 or 270"),
                Arguments.of("boards: [{baud: %s}]", huge, "boards.baud must be auto, or a number from 300 to 4000000"),
                Arguments.of("retention: {days: %s}", huge, "retention.days must be a number from 1 to 36500"),
                Arguments.of(
                        "retention: {max_size: %s}",
                        huge + "GB", "retention.max_size must be a size like 500MB or 16GB"),
                Arguments.of(
                        "visits: {quiet: %s}",
                        huge + "s", "visits.quiet must be a duration from 100ms to 10m, like 5s"),
                Arguments.of("home: {latitude: %s}", huge, "home.latitude must be degrees from -90 to 90"));
    }

    @ParameterizedTest
    @MethodSource("farOutOfRange")
    void aNumberOf400DigitsIsOutOfRangeAndCutInTheSentence(String yaml, String value, String expected) {
        assertEquals(
                List.of("1:" + (yaml.indexOf('%') + 1) + ": " + expected + ", was '" + value.substring(0, 60) + "...'"),
                problems(String.format(yaml, value)));
    }

    @Test
    void tenThousandLevelsAreOneSentence() {
        String blocks = IntStream.range(0, 1_000)
                .mapToObj(depth -> " ".repeat(depth) + "a:\n")
                .reduce("", String::concat);

        assertEquals(
                List.of("1:27: no key is nested this deep; look at the brackets and the indentation"),
                problems("sinks: " + "[".repeat(10_000)));
        assertEquals(
                List.of("1:84: no key is nested this deep; look at the brackets and the indentation"),
                problems("sinks: " + "{a: ".repeat(10_000)));
        assertEquals(
                List.of("21:21: no key is nested this deep; look at the brackets and the indentation"),
                problems(blocks));
    }

    @Test
    void aBillionLaughsAreNotHeard() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [lol]\n");
        for (int i = 1; i < 10; i++) {
            laughs.append(String.format("a%d: &a%d [%s]%n", i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        assertEquals(10, problems(laughs.toString()).size());
        laughs.append("sinks: [" + "*a9, ".repeat(20) + "]\n");

        assertEquals(
                List.of("11:59: there are more than 100 aliases like *name; write the values out"),
                problems(laughs.toString()));
    }

    @Test
    void aFileOfNothingButMistakesDoesNotFloodTheScreen() {
        List<String> problems = problems("name: a\n" + "name: b\n".repeat(100_000));

        assertEquals(101, problems.size());
        assertEquals("2:1: 'name' is given twice; keep one", problems.get(0));
        assertEquals("and 99900 mistakes more; correct these first", problems.get(100));
        assertEquals(
                List.of("1:1: boards has more than 100 entries; keep those of this house"),
                problems("boards: [" + "{},".repeat(101) + "]"));
    }

    @Test
    void aPortIsKnownAgainBehindALink(@TempDir Path folder) throws IOException {
        Path device = Files.createFile(folder.resolve("ttyACM0"));
        Path link = Files.createSymbolicLink(folder.resolve("by-id"), device);
        String yaml = "boards: [{name: door, port: %s}, {name: gate, port: %s}]";

        assertEquals(
                List.of("board gate is on the same port as board door; give each a port of its own, or remove one"),
                problems(String.format(yaml, link, device)).stream()
                        .map(problem -> problem.replaceFirst("^1:[0-9]+: ", ""))
                        .toList());
        assertEquals(List.of("good"), problems(String.format(yaml, "auto", "auto")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@hunter2", "*hunter2", "&hunter2 *x", "!hunter2", "!hunter2!x y", "!<hunter2", "%hunter2",
                        "\"hunter2\\q\"",
                "'hunter2", "\"hunter2", "[hunter2", "{hunter2", "hunter2: x", "- hunter2", "|hunter2", ">hunter2",
                "a${hunter2}", "a${hunter2", "[[hunter2]]", "${env:TOKEN}", "https://me:hunter2@porch/x"
            })
    void noSentenceShowsASecret(String password) {
        String yaml = "sinks:\n  - name: a\n    type: b\n    password: " + password + "\n";
        ConfigException e = assertThrows(ConfigException.class, () -> {
            HouseConfig house = ConfigFile.parse(yaml, Path.of("p.yaml"), ENVIRONMENT);
            house.sinks()
                    .get(0)
                    .keys()
                    .check(List.of(Setting.required("password", Kind.NUMBER, "").asSecret()));
        });

        assertFalse(e.getMessage().contains("hunter"), e.getMessage());
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            assertFalse(cause.toString().contains("hunter"), cause.toString());
        }
    }

    @Test
    void aPasswordThatBecameAKeyIsNotShown() throws ConfigException {
        SinkKeys keys = ConfigFile.parse(
                        "sinks: [{name: a, type: b, password:hunter2, password=hunter2: x}]",
                        Path.of("p.yaml"),
                        ENVIRONMENT)
                .sinks()
                .get(0)
                .keys();

        assertEquals(
                List.of(
                        "p.yaml:1:28: a space is missing behind the ':' of 'password...'; write 'key: value'",
                        "p.yaml:1:46: unknown key 'password...'"),
                assertThrows(ConfigException.class, () -> keys.check(List.of())).problems());
    }

    @ParameterizedTest
    @ValueSource(strings = {"${env:TOKEN}", "http://me:hunter2@porch"})
    void aValueFromElsewhereAndAPasswordInAnAddressAreNotShown(String value) {
        String yaml = "web: {public_url: \"" + value + "\"}\n";

        assertEquals(1, problems(yaml).size());
        assertFalse(problems(yaml).get(0).contains("hunter"), problems(yaml).get(0));
    }

    @Test
    void aSinksSecretIsNotShownWhateverItsKind() throws ConfigException {
        SinkKeys keys = ConfigFile.parse(
                        "sinks: [{name: a, type: b, pin: hunter2, code: hunter3}]", Path.of("p.yaml"), ENVIRONMENT)
                .sinks()
                .get(0)
                .keys();

        ConfigException e = assertThrows(
                ConfigException.class,
                () -> keys.check(List.of(
                        Setting.required("pin", Kind.NUMBER, "the pin").asSecret(),
                        Setting.required("code", Kind.NUMBER, "the code"))));

        assertEquals(
                List.of(
                        "p.yaml:1:33: sinks.pin must be a whole number, was '...'",
                        "p.yaml:1:48: sinks.code must be a whole number, was 'hunter3'"),
                e.problems());
    }

    @Test
    void aHouseWithoutMistakesMayWriteItsNumbersInQuotes() {
        assertEquals(List.of("good"), problems("web: {port: \"8080\", login: 'true'}\nvisits: {quiet: \"5s\"}\n"));
    }
}
