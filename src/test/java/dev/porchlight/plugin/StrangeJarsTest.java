package dev.porchlight.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.api.Settings;
import dev.porchlight.config.ConfigException;
import dev.porchlight.config.ConfigFile;
import dev.porchlight.config.SinkKeys;
import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jars as nobody should make them: each has its sentence, and a good one beside them works. */
@Timeout(60)
class StrangeJarsTest {
    private static final String SERVICE = "META-INF/services/dev.porchlight.api.SinkFactory";
    private static final String FACTORY = Jars.factory("strange", "return new Receipt(\"fine\");");

    private final Health health = new Health(HouseClock.ofThisMachine());
    private Path folder;
    private Path elsewhere;

    @BeforeEach
    void aGoodOneIsThere(@TempDir Path temp) throws IOException {
        elsewhere = temp;
        folder = temp.resolve("plugins");
        Jars.make(folder.resolve("a-good.jar"), Jars.factory("good", "return new Receipt(\"fine\");"), Map.of());
    }

    private Path strange(String source) throws IOException {
        return Jars.make(folder.resolve("strange.jar"), source, Map.of());
    }

    /** The strange one again, with these entries besides or instead. */
    private void with(Map<String, byte[]> others) throws IOException {
        Path whole = Jars.make(elsewhere.resolve("whole.jar"), FACTORY, Map.of());
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(whole))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        entries.putAll(others);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(folder.resolve("strange.jar")))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> typesLoaded() throws Exception {
        try (Plugins plugins = new Plugins(List.of(folder), health)) {
            plugins.load();
            return plugins.all().stream().map(Plugin::type).toList();
        }
    }

    private void assertRefused(String words) throws Exception {
        assertEquals(List.of("good"), typesLoaded());
        assertEquals(1, health.conditions().size(), health.conditions().toString());
        String sentence = health.conditions().get(0).words();
        assertTrue(sentence.startsWith(words), sentence);
        assertTrue(sentence.endsWith("(" + folder.resolve("strange.jar") + ")"), sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "throw new IllegalStateException(\"no bell\");|java.lang.IllegalStateException: no bell",
                "throw new AssertionError(\"no bell\");|java.lang.AssertionError: no bell",
                "throw new StackOverflowError();|java.lang.StackOverflowError"
            })
    void whatAConstructorOrAMethodThrowsIsNamed(String statement, String thrown) throws Exception {
        strange(FACTORY.replace(
                "public String type()", "public Factory() { " + statement + " }\npublic String type()"));
        assertRefused("its factory failed: " + thrown);

        health.forget("plugin strange");
        strange(FACTORY.replace("return \"strange\";", statement));
        assertRefused("its factory failed: " + thrown);
    }

    @Test
    void aDefaultThatCannotBeIsNamedAndSoIsAKeyOfTheHosts() throws Exception {
        strange(FACTORY.replace("Kind.TEXT, \"/nowhere\"", "Kind.NUMBER, \"many\""));
        assertRefused("its settings are not good: the default of 'folder' is no NUMBER");

        health.forget("plugin strange");
        strange(FACTORY.replace("\"folder\"", "\"quiet_hours\""));
        assertRefused("its settings are not good: 'quiet_hours' is declared twice, or belongs to every sink");
    }

    @Test
    void twoFactoriesAreOneTooMany() throws Exception {
        with(Map.of(SERVICE, text("stranger.Factory\nother.Factory\n"), "other/Factory.class", other()));

        assertRefused("it names 2 sink factories; make it one plugin each");
    }

    private byte[] other() throws IOException {
        String source = FACTORY.replace("package stranger;", "package other;")
                .replaceFirst("(?s)new Sink\\(\\) \\{.*close\\(\\) \\{}\\s+\\}", "null");
        return entry(Jars.make(elsewhere.resolve("other.jar"), source, Map.of()), "other/Factory.class");
    }

    private static byte[] entry(Path jar, String name) throws IOException {
        try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(jar.toFile())) {
            return zip.getInputStream(zip.getEntry(name)).readAllBytes();
        }
    }

    @Test
    void aMisspeltFactoryIsNamed() throws Exception {
        with(Map.of(SERVICE, text("stranger.Fabrik\n")));

        assertRefused("its " + SERVICE + " is wrong: Provider stranger.Fabrik not found");
    }

    @Test
    void whatIsNoFactoryIsNamed() throws Exception {
        with(Map.of(SERVICE, text("stranger.Factory$1\n")));

        assertRefused("its " + SERVICE + " is wrong: stranger.Factory$1 not a subtype");
    }

    @Test
    void aMissingClassIsNamed() throws Exception {
        Path jar = strange(FACTORY.replace(
                                "public String type()",
                                "public Missing missing() { return null; }\npublic String type()")
                        .replace("return \"strange\";", "return new Missing().toString();")
                + "\nfinal class Missing {}\n");
        Path less = elsewhere.resolve("less.jar");
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(less))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (!entry.getName().equals("stranger/Missing.class")) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
        }
        Files.move(less, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertRefused("it was built for another plugin API, or a jar of it is missing: java.lang.NoClassDefFoundError:"
                + " stranger/Missing");
    }

    @Test
    void aNewerApiOfTheSameKindIsRefusedToo() throws Exception {
        Jars.make(folder.resolve("strange.jar"), FACTORY, Map.of("Requires-Api", "1.9"));

        assertRefused("it was built for plugin API 1.9, this porchlight offers 1.");
    }

    /** Its own slf4j, API and servlet classes are no classes at all here, so that using one would end in an error. */
    @Test
    void whatAJarBringsOfTheHostsIsNotUsed() throws Exception {
        byte[] none = text("no class");
        with(Map.of(
                "org/slf4j/Logger.class", none,
                "org/slf4j/LoggerFactory.class", none,
                "dev/porchlight/api/Sink.class", none,
                "dev/porchlight/api/SinkFactory.class", none,
                "dev/porchlight/library/Library.class", none,
                "jakarta/servlet/Servlet.class", none,
                "org/eclipse/jetty/server/Server.class", none,
                "application.properties", text("spring.main=no"),
                "log4j2.xml", text("<no/>"),
                "logging.properties", text("handlers=none")));

        assertEquals(List.of("good", "strange"), typesLoaded());
        assertEquals(List.of(), health.conditions());
        assertEquals(null, ClassLoader.getSystemResource("log4j2.xml"));
    }

    @Test
    void aClassThatFillsTheMemoryIsNeverRead() throws Exception {
        Path bomb = folder.resolve("strange.jar");
        Path whole = Jars.make(elsewhere.resolve("whole.jar"), FACTORY, Map.of());
        try (ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(bomb)))) {
            out.putNextEntry(new ZipEntry(SERVICE));
            out.write(text("stranger.Factory\n"));
            out.putNextEntry(new ZipEntry("stranger/Factory.class"));
            out.write(entry(whole, "stranger/Factory.class"));
            byte[] nothing = new byte[1_000_000];
            for (int i = 0; i < 200; i++) {
                out.write(nothing);
            }
        }
        assertTrue(Files.size(bomb) < 1_000_000);

        assertRefused("strange.jar holds stranger/Factory.class of 200 MB, as no compiler makes one; do not use it");
    }

    @Test
    void aServiceFileOrAManifestWithoutEndIsNotRead() throws Exception {
        with(Map.of(SERVICE, new byte[10_000_000]));
        assertRefused("strange.jar holds " + SERVICE + " of more than 64 kB, as no builder makes one; do not use it");

        health.forget("plugin strange");
        with(Map.of("META-INF/MANIFEST.MF", new byte[10_000_000]));
        assertRefused("strange.jar holds META-INF/MANIFEST.MF of more than 64 kB");
    }

    @Test
    void aMillionEntriesAreRefusedBeforeTheirListIsRead() throws Exception {
        Path jar = folder.resolve("strange.jar");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(jar))) {
            // A million times the line of a list (46 bytes and a name of 4), and an end that says 65,535 or more of
            // them.
            byte[] line = new byte[50];
            for (int i = 0; i < 1_000_000; i++) {
                out.write(line);
            }
            out.write(new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0});
        }

        assertRefused("strange.jar has more than 50000 entries, more than any plugin needs");
    }

    @Test
    void aHugeJarIsNotEvenOpened() throws Exception {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("strange.jar").toFile(), "rw")) {
            file.setLength(101_000_000);
        }

        assertRefused("strange.jar has more than 100 MB, more than any plugin needs");
    }

    private Plugin loaded(String source) throws Exception {
        strange(source);
        Plugins plugins = new Plugins(List.of(folder), health);
        plugins.load();
        return plugins.ofType("strange").orElseThrow();
    }

    private String opening(String statement) throws Exception {
        Plugin plugin = loaded(FACTORY.replaceFirst(
                "(?s)return new Sink\\(\\) \\{.*close\\(\\) \\{}\\s+\\};", Matcher.quoteReplacement(statement)));
        return assertThrows(IOException.class, () -> plugin.open(new Settings(Map.of()), null), statement)
                .getMessage();
    }

    @Test
    void aSinkThatCannotBeOpenedIsNamedWhateverIsThrown() throws Exception {
        assertEquals(
                "plugin strange: opening it failed: java.lang.StackOverflowError",
                opening("throw new StackOverflowError();"));
        assertEquals("plugin strange: opening it gave no sink; tell its author", opening("return null;"));
    }

    @Test
    void aPluginThatBreaksAsItLooksAtItsSettingsIsNamed() throws Exception {
        Plugin plugin = loaded(FACTORY.replace(
                "public String type()",
                "public java.util.Map<String, String> mistakes(Settings s) { throw new LinkageError(\"oops\"); }\n"
                        + "public String type()"));
        SinkKeys keys = ConfigFile.parse("sinks: [{name: s, type: strange}]", Path.of("x.yaml"), Map.of())
                .sinks()
                .get(0)
                .keys();

        assertEquals(
                "plugin strange: looking at its settings failed: java.lang.LinkageError: oops",
                assertThrows(IOException.class, () -> plugin.check(keys)).getMessage());
    }

    @Test
    void aPluginsWordOnAValueHasItsPlace() throws Exception {
        Plugin plugin = loaded(FACTORY.replace(
                "public String type()",
                "public java.util.Map<String, String> mistakes(Settings s) {"
                        + " return java.util.Map.of(\"folder\", \"'folder' is too deep\"); }\npublic String type()"));
        SinkKeys keys = ConfigFile.parse("sinks:\n- {name: s, type: strange, folder: /x}", Path.of("x.yaml"), Map.of())
                .sinks()
                .get(0)
                .keys();

        assertEquals(
                "x.yaml:2:28: 'folder' is too deep",
                assertThrows(ConfigException.class, () -> plugin.check(keys)).getMessage());
    }
}
