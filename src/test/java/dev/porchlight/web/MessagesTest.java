package dev.porchlight.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The texts, the templates and the code agree. */
class MessagesTest {
    private static final Pattern IN_TEMPLATE = Pattern.compile("\\bt\\(\"([^\"]+)\"");
    private static final Pattern IN_CODE = Pattern.compile("\"([a-z]+\\.[a-z-]+)\"");
    private static final Pattern DONE = Pattern.compile("change\\(exchange, \"([a-z]+)\"");
    private static final Pattern PLACE = Pattern.compile("\\{[0-9]\\}");

    private final Messages messages = new Messages();
    private final Words english = messages.in(Language.EN);

    private static Set<String> found(Path folder, String ending, Pattern pattern) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(ending)).toList()) {
                pattern.matcher(Files.readString(file)).results().forEach(match -> found.add(match.group(1)));
            }
        }
        return found;
    }

    private static Set<String> inTemplates() throws IOException {
        return found(Path.of("../webapp/templates"), ".ftlh", IN_TEMPLATE);
    }

    @Test
    void everyTextATemplateAsksForIsThere() throws IOException {
        Set<String> missing = inTemplates();
        assertTrue(missing.size() > 60, "only " + missing.size() + " texts were seen");
        missing.removeAll(english.keys());

        assertEquals(Set.of(), missing);
    }

    @Test
    void everyTextIsUsed() throws IOException {
        Set<String> unused = english.keys().stream()
                .filter(key -> !key.startsWith("said."))
                .map(key -> key.replaceFirst("\\.one$|-words$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        unused.removeAll(inTemplates());
        unused.removeAll(found(Path.of("main/java/dev/porchlight/web"), ".java", IN_CODE));

        Set<String> done = found(Path.of("main/java/dev/porchlight/web"), ".java", DONE);
        unused.removeIf(key -> key.startsWith("settings.done-") && done.contains(key.substring(14)));

        assertEquals(Set.of(), unused);
    }

    /** The pages know other languages of a sentence by its English text; a change there must be made here too. */
    @Test
    void everySentenceMadeElsewhereIsMadeThere() throws IOException {
        StringBuilder code = new StringBuilder();
        Stream<Path> rooms = Stream.concat(
                Stream.of("web", "web/access", "delivery", "library", "doctor", "board", "camera")
                        .map(room -> Path.of("main/java/dev/porchlight", room)),
                Stream.of("disk", "email", "rclone", "webhook")
                        .map(type -> Path.of("../plugins", type, "src/main/java/dev/porchlight", type)));
        for (Path room : rooms.toList()) {
            try (Stream<Path> files = Files.list(room)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    code.append(Files.readString(file).replaceAll("\"\\s*\\+\\s*\"", ""));
                }
            }
        }
        for (String key : english.keys()) {
            if (key.startsWith("said.")) {
                String longest = PLACE.splitAsStream(english.say(key, "{0}", "{1}", "{2}"))
                        .max(Comparator.comparing(String::length))
                        .orElseThrow();
                String made = longest.replaceFirst("^A user", "a user").replaceFirst("\\.$", "");
                assertTrue(code.indexOf(made) >= 0, key + ": " + made);
            }
        }
    }

    @Test
    void aSentenceMadeElsewhereIsSaidInTheReadersLanguage() {
        Words german = messages.in(Language.DE);

        assertEquals(
                "Es gab zu viele falsche Versuche; warten Sie 12 Sekunden und versuchen Sie es dann noch einmal.",
                german.translate("There were too many wrong tries; wait 12 seconds, then try again."));
        assertEquals(
                "im Ordner /mnt/nas ist Platz für 12 MB",
                german.translate("folder /mnt/nas has 12 MB free"),
                "the longest text that fits is meant");
        assertEquals("Nobody translated this.", german.translate("Nobody translated this."));
    }

    @Test
    void everyLanguageHasTheSameTextsWithTheSamePlaces() {
        for (Language language : Language.values()) {
            Words words = messages.in(language);
            assertEquals(english.keys(), words.keys());
            Object[] places = {"{0}", "{1}", "{2}", "{3}", "{4}"};
            for (String key : english.keys()) {
                assertEquals(places(english.say(key, places)), places(words.say(key, places)), language + " " + key);
                assertTrue(!words.say(key, places).isBlank(), language + " " + key);
            }
        }
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    @Test
    void oneAndManyAndNumbersAreWrittenAsTheLanguageDoes() {
        assertEquals("1 visit", english.say("gallery.count", 1));
        assertEquals("1,234 visits", english.say("gallery.count", 1_234));
        assertEquals("1.234 Besuche", messages.in(Language.DE).say("gallery.count", 1_234));
        assertEquals("2,5 m", messages.in(Language.ES).distance(2_500));
    }
}
