package dev.porchlight.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.config.ConfigFile;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import dev.porchlight.plugin.Jars;
import dev.porchlight.plugin.Plugins;
import dev.porchlight.time.HouseClock;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sinks of real jars, looked for. */
class SinkLookTest {
    private static final String OPEN = "public Sink open(";

    @TempDir
    private Path folder;

    private final List<Condition> conditions = new ArrayList<>();
    private FakeMachine machine;

    @BeforeEach
    void aMachine() {
        machine = new FakeMachine(folder);
    }

    /** Of a plugin that looks for its far side so; as it was before there was such a method, if that is empty. */
    private Finding finding(String type, String reach) throws Exception {
        String source = Jars.factory("far", "return null;");
        String method = "public java.util.Optional<String> reach(Settings settings, SinkContext context)"
                + " throws java.io.IOException, SinkBrokenException { " + reach + " }\n" + OPEN;
        Path jar =
                Jars.make(folder.resolve("far.jar"), reach.isEmpty() ? source : source.replace(OPEN, method), Map.of());
        HouseConfig house = ConfigFile.parse(
                "data: " + folder.resolve("data") + "\nsinks: [{name: nas, type: " + type + "}]",
                Path.of("p.yaml"),
                Map.of());
        try (Plugins plugins = new Plugins(List.of(jar), new Health(HouseClock.ofThisMachine()))) {
            plugins.load();
            return new SinkLook(
                            house,
                            house.sinks().get(0),
                            plugins,
                            new FolderRights(machine.machine(), new Service(machine.machine())),
                            () -> List.copyOf(conditions))
                    .look()
                    .get(0);
        }
    }

    @Test
    void whatAnswersWorks() throws Exception {
        assertEquals(
                Finding.works("sink nas", "nas.local answers"),
                finding("far", "return java.util.Optional.of(\"nas.local answers\");"));
    }

    @Test
    void whatAnswersAndStillRefusesDoesNot() throws Exception {
        conditions.add(new Condition("sink nas", Condition.State.FAILED, "it refuses the password", Instant.EPOCH));

        Finding finding = finding("far", "return java.util.Optional.of(\"nas.local answers\");");
        assertEquals("it refuses the password", finding.words());
        assertEquals("porchlight sink test nas --apart tries it, and shows what is said on the way", finding.remedy());
    }

    @Test
    void aPluginThatCannotTellIsNotBroken() throws Exception {
        Finding finding = finding("far", "");

        assertEquals(Finding.State.OPEN, finding.state());
        assertTrue(finding.words().endsWith("porchlight sink test nas"), finding.words());
    }

    @Test
    void whatDoesNotAnswerSaysWhatToDo() throws Exception {
        assertEquals(
                Finding.broken("sink nas", "nas.local is asleep", "wake it"),
                finding("far", "throw new java.io.IOException(\"nas.local is asleep; wake it\");"));
        assertEquals(
                Finding.broken("sink nas", "the key is wrong", "make another"),
                finding("far", "throw new SinkBrokenException(\"the key is wrong; make another\");"));
    }

    @Test
    void aStrangersMistakeIsOneFinding() throws Exception {
        Finding thrown = finding("far", "throw new IllegalStateException(\"oops\");");
        assertTrue(thrown.words().contains("plugin far: looking for its far side failed"), thrown.words());
        assertTrue(finding("far", "return null;").isBroken());
        assertEquals(
                "no plugin makes sinks of type fax",
                finding("fax", "return null;").words());
    }

    @Test
    void aFolderThatTheServiceMayNotWriteIsSaidThoughTheFarSideIsThere() throws Exception {
        machine.service("");

        Finding finding = finding("far", "return java.util.Optional.of(\"folder /nowhere has room\");");
        assertTrue(finding.words().contains("the service may not write to /nowhere"), finding.words());
        assertTrue(finding.remedy().contains("service.d/sink-nas.conf"), finding.remedy());
    }
}
