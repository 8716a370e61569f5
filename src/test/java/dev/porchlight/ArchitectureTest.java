package dev.porchlight;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may import whom; the same table stands in the design. */
class ArchitectureTest {
    private static final String ROOT = "dev.porchlight";

    /** Room by room, the other rooms it may import; time and health may be imported by all. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("time", Set.of()),
            Map.entry("health", Set.of()),
            Map.entry("config", Set.of()),
            Map.entry("board", Set.of("config")),
            Map.entry("camera", Set.of("config")),
            Map.entry("library", Set.of("config")),
            Map.entry("plugin", Set.of("config")),
            Map.entry("engine", Set.of("board", "camera", "library", "config")),
            Map.entry("delivery", Set.of("library", "plugin", "config")),
            Map.entry("demo", Set.of("board", "camera")),
            Map.entry("doctor", Set.of("camera", "library", "delivery", "plugin", "config")),
            Map.entry(
                    "command",
                    Set.of("board", "camera", "engine", "library", "delivery", "plugin", "doctor", "config")),
            Map.entry("web", Set.of("board", "camera", "engine", "library", "delivery", "plugin", "doctor", "config")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void enoughClassesWereSeenToMeanSomething() {
        assertTrue(CLASSES.size() >= 130, "only " + CLASSES.size() + " classes were seen");
    }

    @TestFactory
    Stream<DynamicTest> eachRoomImportsOnlyWhatItMay() {
        return MAY_IMPORT.entrySet().stream()
                .map(room -> DynamicTest.dynamicTest(room.getKey(), () -> {
                    List<String> forbidden = MAY_IMPORT.keySet().stream()
                            .filter(other -> !other.equals(room.getKey()))
                            .filter(other -> !Set.of("time", "health").contains(other))
                            .filter(other -> !room.getValue().contains(other))
                            .map(other -> ROOT + "." + other + "..")
                            .toList();
                    noClasses()
                            .that()
                            .resideInAPackage(ROOT + "." + room.getKey() + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(forbidden.toArray(String[]::new))
                            .allowEmptyShould(true)
                            .check(CLASSES);
                }));
    }

    @Test
    void nobodyImportsTheWiring() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
    }

    @Test
    void thereIsNoCycle() {
        SlicesRuleDefinition.slices()
                .matching(ROOT + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @TestFactory
    Stream<DynamicTest> eachGuestIsTouchedByOneClass() {
        return Stream.of(
                        "com.fazecast.jSerialComm",
                        "org.sqlite",
                        "com.github.benmanes.caffeine",
                        "freemarker",
                        "io.prometheus",
                        "io.nayuki")
                .map(guest -> DynamicTest.dynamicTest(guest, () -> {
                    List<String> touchedBy = CLASSES.stream()
                            .filter(type -> type.getDirectDependenciesFromSelf().stream()
                                    .anyMatch(d ->
                                            d.getTargetClass().getPackageName().startsWith(guest)))
                            .map(ArchitectureTest::outermost)
                            .distinct()
                            .toList();
                    int allowed = guest.equals("freemarker") ? 2 : 1;
                    assertTrue(touchedBy.size() <= allowed, guest + " is touched by " + touchedBy);
                }));
    }

    @Test
    void everyRoomSaysWhatItIs() {
        List<String> silent = MAY_IMPORT.keySet().stream()
                .filter(room ->
                        CLASSES.stream().anyMatch(c -> c.getPackageName().equals(ROOT + "." + room)))
                .filter(room -> !java.nio.file.Files.exists(
                        java.nio.file.Path.of("main/java/dev/porchlight", room, "package-info.java")))
                .toList();
        assertTrue(silent.isEmpty(), "no package-info.java in " + silent);
    }

    private static String outermost(JavaClass type) {
        return Arrays.asList(type.getName().split("\\$", -1)).get(0);
    }
}
