package dev.porchlight.rclone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.api.Attempt;
import dev.porchlight.api.Receipt;
import dev.porchlight.api.Settings;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.SinkContract;
import dev.porchlight.api.SinkFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The real rclone, with remotes that lie in a folder, and some that do not work. */
class RcloneSinkTest extends SinkContract {
    private static final String ID = "01M0000000000000000000000A";
    private static final String NAME = "2026-11-23_07-15-02_front_";

    private Path album() {
        return folder.resolve("album");
    }

    @Override
    protected SinkFactory factory() {
        return new RcloneSinkFactory();
    }

    @Override
    protected Settings settings() throws IOException {
        return settings(Map.of());
    }

    private Settings settings(Map<String, Object> more) throws IOException {
        Path config = Files.writeString(
                folder.resolve("rclone.conf"),
                "[porch]\ntype = alias\nremote = " + Files.createDirectories(album()) + "\n");
        Map<String, Object> all = new HashMap<>(Map.of(
                "to", "porch:visits/{yyyy}",
                "file_name", "{yyyy}-{MM}-{dd}_{HH}-{mm}-{ss}_{camera}_{id}",
                "config_file", config.toString(),
                "program", "rclone"));
        all.putAll(more);
        return new Settings(all);
    }

    private Settings web(int port) throws IOException {
        Settings settings = settings(Map.of("to", "web:visits"));
        Files.writeString(
                folder.resolve("rclone.conf"),
                "[web]\ntype = webdav\nvendor = other\nurl = http://127.0.0.1:" + port + "\n");
        return settings;
    }

    @Override
    protected Optional<Settings> settingsOfASilentFarSide(int port) throws IOException {
        return Optional.of(web(port));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(album())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> album().relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Override
    protected int arrived() throws IOException {
        return files().size();
    }

    @Test
    void lookingForItAsksWhetherTheProgramKnowsTheRemote() throws Exception {
        assertEquals(Optional.of("rclone knows porch:"), factory().reach(settings(), context()));
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("to", "porsch:visits"),
                Map.of("program", folder.resolve("none").toString()))) {
            SinkBrokenException e =
                    assertThrows(SinkBrokenException.class, () -> factory().reach(settings(wrong), context()));
            assertTrue(e.getMessage().matches(".*(knows no remote porsch:|is not there).*"), e.getMessage());
        }
    }

    private Receipt deliver(Map<String, Object> more) throws Exception {
        try (Sink sink = factory().open(settings(more), context())) {
            return sink.deliver(visit(ID, PHOTO), attempt());
        }
    }

    @Test
    void thePhotoIsThereWholeAndByItsName() throws Exception {
        Receipt receipt = sink().deliver(visit(ID, PHOTO), attempt());

        assertEquals(List.of("visits/2026/" + NAME + ID + ".jpg"), files());
        assertArrayEquals(PHOTO, Files.readAllBytes(album().resolve(files().get(0))));
        assertEquals("uploaded to porch:visits/2026/" + NAME + ID + ".jpg", receipt.words());
    }

    @Test
    void halvesOfAnEarlierTryAreReplaced() throws Exception {
        Path there = Files.createDirectories(album().resolve("visits/2026"));
        Files.writeString(there.resolve(NAME + ID + ".jpg.part"), "half");
        sink().deliver(visit(ID, PHOTO), attempt());

        assertEquals(List.of("visits/2026/" + NAME + ID + ".jpg"), files());
    }

    @Test
    void whatArrivedIsNotSentAgain() throws Exception {
        Attempt attempt = attempt();
        attempt.remember("photo");
        sink().deliver(visit(ID, PHOTO), attempt);

        assertEquals(List.of(), files());
    }

    @Test
    void aNameIsNeverAnOptionNorACommand() throws Exception {
        Map<String, Object> strange = Map.of("to", "porch:--delete", "file_name", "-$(id) `id`;{role}");
        assertEquals(
                "uploaded to porch:--delete/-$(id) `id`;photo.jpg",
                deliver(strange).words());
        assertEquals(List.of("--delete/-$(id) `id`;photo.jpg"), files());
    }

    @Test
    void aMissingProgramSaysHowToInstallIt() {
        SinkBrokenException e =
                assertThrows(SinkBrokenException.class, () -> deliver(Map.of("program", "no-such-rclone")));
        assertEquals("the program no-such-rclone is not there; install it with: apt install rclone", e.getMessage());
    }

    @Test
    void aRemoteThatIsNotInTheConfigIsNamed() {
        SinkBrokenException e = assertThrows(SinkBrokenException.class, () -> deliver(Map.of("to", "drive:Porch")));
        assertTrue(e.getMessage().startsWith("rclone knows no remote drive: here"), e.getMessage());
    }

    @Test
    void whenTimeIsUpRcloneIsEndedAndNothingOfItIsLeft() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Sink sink = factory().open(web(silent.getLocalPort()), context())) {
            IOException e = assertThrows(IOException.class, () -> sink.deliver(visit(ID, PHOTO), fewSeconds()));

            assertTrue(e.getMessage().contains("rclone did not end within "), e.getMessage());
            assertEquals(
                    0,
                    ProcessHandle.current()
                            .descendants()
                            .filter(process ->
                                    process.info().command().orElse("").endsWith("rclone"))
                            .filter(ProcessHandle::isAlive)
                            .count());
        }
    }

    private static Attempt fewSeconds() {
        Instant deadline = Instant.now().plusSeconds(5);
        Attempt any = attempt();
        return new Attempt() {
            @Override
            public int number() {
                return 1;
            }

            @Override
            public Instant deadline() {
                return deadline;
            }

            @Override
            public Optional<String> memo() {
                return any.memo();
            }

            @Override
            public void remember(String word) {
                any.remember(word);
            }
        };
    }

    @Test
    void itsLastWordsAreTheReason() throws Exception {
        int free;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = closed.getLocalPort();
        }
        try (Sink sink = factory().open(web(free), context())) {
            IOException e = assertThrows(IOException.class, () -> sink.deliver(visit(ID, PHOTO), attempt()));
            assertTrue(e.getMessage().startsWith("rclone ended with code "), e.getMessage());
            assertTrue(e.getMessage().contains("connection refused"), e.getMessage());
        }
    }

    @Test
    void settingsThatCannotWorkAreRefusedWhenOpened() {
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("to", "Porch"),
                Map.of("to", "--config=/x:Porch"),
                Map.of("to", ":local:/etc"),
                Map.of("to", "porch:../etc"),
                Map.of("to", "porch:{what}"),
                Map.of("file_name", "a/b"),
                Map.of("media", List.of("film")))) {
            assertThrows(SinkBrokenException.class, () -> factory().open(settings(wrong), context()), wrong.toString());
        }
    }
}
