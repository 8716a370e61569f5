package dev.porchlight.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jars that come, change and go while the host runs. */
@Timeout(60)
class PluginWatchTest {
    private static final Duration EACH = Duration.ofMillis(20);
    private static final Duration STILL = Duration.ofMillis(100);
    private static final String FINE = "return new Receipt(\"fine\");";

    private final Health health = new Health(HouseClock.ofThisMachine());
    private final AtomicInteger changes = new AtomicInteger();
    private Path folder;
    private Path elsewhere;
    private Plugins plugins;

    @BeforeEach
    void watch(@TempDir Path temp) throws Exception {
        folder = Files.createDirectories(temp.resolve("plugins"));
        elsewhere = temp;
        plugins = new Plugins(List.of(folder), Optional.empty(), health, STILL);
        plugins.load();
        plugins.watchAll(changes::incrementAndGet, EACH, STILL);
    }

    @AfterEach
    void close() throws IOException {
        plugins.close();
    }

    private Path jar(String name, String type, String version) throws IOException {
        return Jars.make(
                elsewhere.resolve("made-" + name), Jars.factory(type, FINE), Map.of("Implementation-Version", version));
    }

    private void drop(Path jar, String name) throws IOException {
        Files.copy(jar, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void await(BooleanSupplier holds) {
        while (!holds.getAsBoolean()) {
            Pause.aMoment();
        }
    }

    private String version(String type) {
        return plugins.ofType(type).map(Plugin::version).orElse("none");
    }

    private String problem(String part) {
        return health.conditions().stream()
                .filter(condition -> condition.part().equals("plugin " + part))
                .map(condition -> condition.words())
                .findFirst()
                .orElse("");
    }

    @Test
    void aJarIsLoadedReplacedAndRemovedWithoutARestart() throws Exception {
        Path one = jar("one", "bell", "1");
        Path two = jar("two", "bell", "2");

        drop(one, "bell.jar");
        await(() -> version("bell").equals("1"));
        drop(two, "bell.jar");
        await(() -> version("bell").equals("2"));
        Files.delete(folder.resolve("bell.jar"));
        await(() -> version("bell").equals("none"));

        await(() -> changes.get() >= 3); // told a moment after it can be seen
        assertEquals(3, changes.get());
        assertEquals(List.of(), health.conditions());
    }

    @Test
    void theShippedOnesStayThoughOnlyTheOwnersAreWatched() throws Exception {
        Path shipped = Files.createDirectories(elsewhere.resolve("shipped"));
        Path owners = Files.createDirectories(elsewhere.resolve("owners"));
        Files.copy(jar("one", "bell", "1"), shipped.resolve("bell.jar"));
        try (Plugins both = new Plugins(List.of(shipped, owners), Optional.empty(), health, STILL)) {
            both.load();
            both.watchOwners(changes::incrementAndGet, EACH, STILL);

            Files.copy(jar("two", "horn", "1"), owners.resolve("horn.jar"));
            await(() -> both.ofType("horn").isPresent());
            Files.delete(owners.resolve("horn.jar"));
            await(() -> both.ofType("horn").isEmpty());

            assertTrue(both.ofType("bell").isPresent());
        }
    }

    @Test
    void aJarThatIsStillBeingCopiedIsWaitedFor() throws Exception {
        byte[] bytes = Files.readAllBytes(jar("one", "bell", "1"));
        for (int part = 1; part <= 8; part++) {
            Files.write(folder.resolve("bell.jar"), Arrays.copyOf(bytes, bytes.length * part / 8));
            long written = System.nanoTime();
            await(() -> System.nanoTime() - written > EACH.toNanos());
        }

        await(() -> version("bell").equals("1"));

        assertEquals("", problem("bell"));
    }

    @Test
    void aReplacementThatCannotBeUsedLeavesTheOneBefore() throws Exception {
        drop(jar("one", "bell", "1"), "bell.jar");
        await(() -> version("bell").equals("1"));
        byte[] bytes = Files.readAllBytes(folder.resolve("bell.jar"));

        Files.write(folder.resolve("bell.jar"), Arrays.copyOf(bytes, bytes.length / 2));
        await(() -> !problem("bell").isEmpty());

        assertTrue(problem("bell").startsWith("bell.jar is no jar, or was copied only in part; copy it again"));
        assertTrue(problem("bell").endsWith("; the one that was there before goes on"), problem("bell"));
        assertEquals("1", version("bell"));
        Files.write(folder.resolve("bell.jar"), bytes);
        await(() -> problem("bell").isEmpty());
    }

    @Test
    void anEmptyFileIsNamedUntilItIsGone() throws Exception {
        Files.createFile(folder.resolve("bell.jar"));

        await(() -> problem("bell").startsWith("bell.jar is no jar, or was copied only in part"));
        Files.delete(folder.resolve("bell.jar"));
        await(() -> problem("bell").isEmpty());
    }

    @Test
    void aSecondOneOfATypeIsRefusedAndTakenWhenTheFirstIsRemoved() throws Exception {
        drop(jar("one", "bell", "1"), "a.jar");
        await(() -> version("bell").equals("1"));
        drop(jar("two", "bell", "2"), "b.jar");
        await(() -> problem("b").startsWith("sinks of type bell are already made by plugin a"));
        assertEquals("1", version("bell"));

        Files.delete(folder.resolve("a.jar"));

        await(() -> version("bell").equals("2"));
        await(() -> problem("b").isEmpty());
    }

    @Test
    void aThreadThatOutlivesItsPluginIsNamed() throws Exception {
        Path jar = Jars.make(
                elsewhere.resolve("leaks"),
                Jars.factory("leaks", FINE)
                        .replace(
                                "return \"leaks\";",
                                "Thread t = new Thread(() -> { while (true) { try { Thread.sleep(60_000); } catch"
                                        + " (InterruptedException e) { } } }, \"ringing\"); t.setDaemon(true); t.start();"
                                        + " return \"leaks\";"),
                Map.of());
        drop(jar, "leaks.jar");
        await(() -> plugins.ofType("leaks").isPresent());

        Files.delete(folder.resolve("leaks.jar"));

        await(() -> problem("leaks").startsWith("it was let go, but its thread 'ringing' goes on"));
    }

    @Test
    void oneThatEndedTheProgramThreeTimesIsLeftOutUntilItIsReplaced() throws Exception {
        Path data = Files.createDirectories(elsewhere.resolve("data"));
        Files.writeString(data.resolve("id.json"), "{}");
        Path marks = data.resolve("plugins-loading");
        drop(jar("one", "bell", "1"), "bell.jar");
        await(() -> version("bell").equals("1"));
        List<Path> folders = List.of(elsewhere.resolve("shipped"), folder);
        String version = new PluginFolder(folder, elsewhere, SafeStart.NONE)
                .look()
                .get(0)
                .version();
        SafeStart killed = new SafeStart(Optional.of(marks));
        for (int i = 0; i < 3; i++) {
            new SafeStart(Optional.of(marks)).begin("bell", version);
        }
        Health told = new Health(HouseClock.ofThisMachine());

        try (Plugins fourth = new Plugins(folders, marks, told)) {
            fourth.load();
            assertEquals(List.of(), fourth.all());
            assertTrue(
                    told.conditions()
                            .get(0)
                            .words()
                            .startsWith(
                                    "porchlight ended 3 times in a row while it was being loaded, so it is left out"),
                    told.conditions().toString());
        }
        killed.begin("bell", "another version").run();
        try (Plugins fifth = new Plugins(folders, marks, told)) {
            fifth.load();
            assertEquals(1, fifth.all().size());
        }
        assertFalse(Files.exists(marks.resolve("bell")));
    }
}
