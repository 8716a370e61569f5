package dev.porchlight.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.api.SinkFactory;
import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real jars, good ones and bad ones. */
@Timeout(60)
class PluginsTest {
    private static final String FINE = "return new Receipt(\"fine\");";

    private final Health health = new Health(HouseClock.ofThisMachine());
    private Path folder;

    @BeforeEach
    void folders(@TempDir Path temp) {
        folder = temp.resolve("plugins");
    }

    private Plugins load() throws Exception {
        Plugins plugins = new Plugins(List.of(folder), health);
        plugins.load();
        return plugins;
    }

    private String onlyProblem() {
        assertEquals(1, health.conditions().size(), health.conditions().toString());
        return health.conditions().get(0).words();
    }

    @Test
    void aJarOrAFolderOfJarsIsAPlugin() throws Exception {
        Jars.make(folder.resolve("one.jar"), Jars.factory("one", FINE), Map.of("Implementation-Version", "1.2"));
        Jars.make(folder.resolve("two/two.jar"), Jars.factory("two", FINE), Map.of("Requires-Api", "1.0"));

        Plugins plugins = load();

        assertEquals(
                List.of("one", "two"), plugins.all().stream().map(Plugin::name).toList());
        assertEquals("1.2", plugins.ofType("one").orElseThrow().version());
        assertEquals(List.of(), health.conditions());
    }

    @Test
    void aJarMayBeNamedByItself() throws Exception {
        Path jar = Jars.make(folder.resolve("one.jar"), Jars.factory("one", FINE), Map.of());
        Jars.make(folder.resolve("two.jar"), Jars.factory("two", FINE), Map.of());
        Plugins plugins = new Plugins(List.of(jar), health);

        plugins.load();

        assertEquals(List.of("one"), plugins.all().stream().map(Plugin::name).toList());
        assertEquals("one", plugins.from(jar).orElseThrow().type());
    }

    @Test
    void twoPluginsWithClassesOfTheSameNameDoNotMeet() throws Exception {
        Jars.make(folder.resolve("one.jar"), Jars.factory("one", FINE), Map.of());
        Jars.make(folder.resolve("two.jar"), Jars.factory("two", FINE), Map.of());

        Plugins plugins = load();

        assertNotSame(
                plugins.ofType("one").orElseThrow().factory().getClass(),
                plugins.ofType("two").orElseThrow().factory().getClass());
    }

    @Test
    void aPluginSeesTheApiAndNothingOfTheHost() throws Exception {
        Jars.make(folder.resolve("one.jar"), Jars.factory("one", FINE), Map.of());
        ClassLoader loader = load().ofType("one").orElseThrow().loader();

        assertEquals(SinkFactory.class, loader.loadClass("dev.porchlight.api.SinkFactory"));
        for (String hidden :
                List.of("dev.porchlight.library.Library", "org.eclipse.jetty.server.Server", "org.sqlite.JDBC")) {
            try {
                loader.loadClass(hidden);
                throw new AssertionError(hidden + " can be seen");
            } catch (ClassNotFoundException e) {
                assertEquals(hidden, e.getMessage());
            }
        }
    }

    @Test
    void aHalfCopiedJarIsNamedAndTheOthersWork() throws Exception {
        Path whole = Jars.make(folder.resolve("good.jar"), Jars.factory("good", FINE), Map.of());
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(folder.resolve("half.jar"), Arrays.copyOf(bytes, bytes.length / 2));

        assertEquals(1, load().all().size());
        assertTrue(onlyProblem().startsWith("half.jar is no jar, or was copied only in part; copy it again"));
    }

    @Test
    void aJarWithoutAFactoryIsNamed() throws Exception {
        Files.createDirectories(folder);
        try (var out = new java.util.jar.JarOutputStream(Files.newOutputStream(folder.resolve("empty.jar")))) {
            out.putNextEntry(new java.util.jar.JarEntry("x"));
        }

        load();

        assertTrue(onlyProblem().startsWith("it names no sink factory in META-INF/services/"), onlyProblem());
    }

    @Test
    void aPluginForAnotherApiIsNotLoaded() throws Exception {
        Jars.make(folder.resolve("new.jar"), Jars.factory("new", FINE), Map.of("Requires-Api", "2.0"));

        assertEquals(List.of(), load().all());
        assertTrue(onlyProblem().startsWith("it was built for plugin API 2.0, this porchlight offers 1.1"));
    }

    @Test
    void aClassOfANewerJavaIsNamedAsSuch() throws Exception {
        Path jar = Jars.make(folder.resolve("one.jar"), Jars.factory("one", FINE), Map.of());
        Files.write(folder.resolve("newer.jar"), Jars.ofANewerJava(Files.readAllBytes(jar)));
        Files.delete(jar);

        load();

        assertTrue(onlyProblem().startsWith("it was built for a newer Java than this "), onlyProblem());
    }

    @Test
    void ofTwoPluginsOfOneTypeTheFirstIsUsedAndTheSecondNamed() throws Exception {
        Jars.make(folder.resolve("a.jar"), Jars.factory("same", FINE), Map.of());
        Jars.make(folder.resolve("b.jar"), Jars.factory("same", FINE), Map.of());

        assertEquals("a", load().ofType("same").orElseThrow().name());
        assertTrue(onlyProblem().startsWith("sinks of type same are already made by plugin a"), onlyProblem());
    }

    @Test
    void aPluginThatNeverComesBackStopsNothingElse() throws Exception {
        Jars.make(
                folder.resolve("loops.jar"),
                Jars.factory("loops", FINE).replace("return \"loops\";", "while (true) { Thread.onSpinWait(); }"),
                Map.of());
        Jars.make(folder.resolve("works.jar"), Jars.factory("works", FINE), Map.of());

        assertEquals(1, load().all().size());
        assertTrue(onlyProblem().startsWith("its factory did not come back within 10 s"), onlyProblem());
    }

    @Test
    void aFolderThatDoesNotExistHasNoPlugins() throws Exception {
        assertEquals(List.of(), load().all());
        assertEquals(List.of(), health.conditions());
    }
}
