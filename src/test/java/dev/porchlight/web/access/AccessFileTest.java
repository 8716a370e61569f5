package dev.porchlight.web.access;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.porchlight.time.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessFileTest {
    @TempDir
    private Path folder;

    private final MovedClock clock = new MovedClock();
    private Path data;
    private AccessFile host;
    private AccessFile command;

    @BeforeEach
    void open() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("id.json"), "{\"uuid\": \"one\"}");
        host = file();
        command = file();
    }

    private AccessFile file() {
        return new AccessFile(data, Optional.empty(), clock.clock(), () -> {});
    }

    private Token token(String name) {
        return new Token(name, Secrets.hash(name), Set.of(Scope.LOOK), clock.now());
    }

    private static List<String> names(AccessFile file) {
        return file.state().tokens().stream().map(Token::name).toList();
    }

    @Test
    void everythingComesBackAsItWasWritten() throws Exception {
        AccessState all = new AccessState(
                List.of(new User("anna", UserRole.OWNER, "$x"), new User("bert", UserRole.VIEWER, "$y")),
                List.of(new Session("h", "anna", clock.now(), clock.now(), "a \"browser\" <b>", "192.168.1.7")),
                List.of(new Token("home assistant", "t", Set.of(Scope.LOOK, Scope.CHANGE), clock.now())),
                new byte[] {1, 2, 3},
                7);

        AccessState back = AccessJson.read(AccessJson.write(all));

        assertEquals(all.users(), back.users());
        assertEquals(all.sessions(), back.sessions());
        assertEquals(all.tokens(), back.tokens());
        assertArrayEquals(all.linkKey(), back.linkKey());
        assertEquals(7, back.linkGeneration());
    }

    @Test
    void itIsReadableByItsUserOnlyAndNothingIsLeftBeside() throws Exception {
        host.change(state -> state.withToken(token("a")));

        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("access.json"))));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("access.lock"))));
        try (Stream<Path> all = Files.list(data)) {
            assertEquals(
                    List.of("access.json", "access.lock", "id.json"),
                    all.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void whatRootWritesBelongsToTheOwnerOfTheFolder() throws Exception {
        UserPrincipal nobody =
                data.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files away");
        Files.setOwner(data, nobody);

        host.change(state -> state.withToken(token("a")));

        assertEquals(nobody, Files.getOwner(data.resolve("access.json")));
        assertEquals(nobody, Files.getOwner(data.resolve("access.lock")));
    }

    @Test
    void aRunningHostNoticesWithinASecondWhatACommandChanged() throws Exception {
        assertEquals(List.of(), names(host));
        command.change(state -> state.withToken(token("a")));

        assertEquals(List.of(), names(host));
        clock.pass(Duration.ofSeconds(1));
        assertEquals(List.of("a"), names(host));
    }

    @Test
    void aChangeStartsFromWhatTheOtherSideWrote() throws Exception {
        host.change(state -> state.withToken(token("a")));
        command.change(state -> state.withToken(token("b")));
        host.change(state -> state.withToken(token("c")));

        clock.pass(Duration.ofSeconds(1));
        assertEquals(List.of("a", "b", "c"), names(command));
        assertEquals(List.of("a", "b", "c"), names(host));
    }

    @Test
    void manySidesAtOnceLoseNothing() throws Exception {
        List<Thread> sides = new ArrayList<>();
        for (int side = 0; side < 4; side++) {
            AccessFile file = file();
            int number = side;
            sides.add(new Thread(() -> {
                for (int i = 0; i < 10; i++) {
                    String name = number + "-" + i;
                    assertDoesNotThrow(() -> file.change(state -> state.withToken(token(name))));
                }
            }));
        }
        sides.forEach(Thread::start);
        for (Thread side : sides) {
            side.join(30_000);
        }

        assertEquals(40, names(file()).size());
    }

    @Test
    void nothingIsWrittenWhereNothingChanges() throws Exception {
        host.change(state -> state.withToken(token("a")));
        FileTime before = Files.getLastModifiedTime(data.resolve("access.json"));
        Object inode = Files.getAttribute(data.resolve("access.json"), "unix:ino");

        host.change(state -> state);
        clock.pass(Duration.ofDays(1));
        AccessState read = host.state();

        assertEquals(before, Files.getLastModifiedTime(data.resolve("access.json")));
        assertEquals(inode, Files.getAttribute(data.resolve("access.json"), "unix:ino"));
        assertSame(read, host.state());
    }

    @Test
    void aDamagedFileIsSetAsideAndToldInOneSentence() throws Exception {
        host.change(state -> state.withUser(new User("anna", UserRole.OWNER, "$x")));
        byte[] whole = Files.readAllBytes(data.resolve("access.json"));
        for (int cut : new int[] {0, 1, whole.length / 2, whole.length - 2}) {
            Files.write(data.resolve("access.json"), java.util.Arrays.copyOf(whole, cut));
            AccessFile anew = file();

            assertEquals(List.of(), anew.state().users(), "cut at " + cut);
            assertEquals(
                    "access.json, which says who may come in, was damaged and is now access.json.damaged-"
                            + clock.now().getEpochSecond()
                            + "; set this house up anew with the code that porchlight prints",
                    anew.setAside().orElseThrow());
            assertFalse(Files.exists(data.resolve("access.json")));
        }
        host.change(state -> state.withToken(token("a")));
        assertEquals(List.of("a"), names(file()));
    }

    @Test
    void aNewerFileIsNotTouched() throws Exception {
        String newer = "{\"format\": 2, \"users\": {}}".replace("{}", "[]");
        Files.writeString(data.resolve("access.json"), newer);

        IOException e = assertThrows(IOException.class, () -> host.change(state -> state.withToken(token("a"))));

        assertEquals("access.json was written by a newer porchlight; install that one again", e.getMessage());
        assertEquals(newer, Files.readString(data.resolve("access.json")));
    }

    @Test
    void whileTheDiskIsAwayTheLastKnownStateStandsAndNothingIsWritten() throws Exception {
        host.change(state -> state.withToken(token("a")));
        Path away = folder.resolve("away");
        Files.move(data, away);
        clock.pass(Duration.ofSeconds(1));

        assertEquals(List.of("a"), names(host));
        IOException e = assertThrows(IOException.class, () -> host.change(state -> state.withToken(token("b"))));
        assertEquals("the data folder " + data + " is away; signing in waits until it is back", e.getMessage());

        Files.createDirectory(data);
        clock.pass(Duration.ofSeconds(1));
        assertEquals(List.of("a"), names(host));
        IOException empty = assertThrows(IOException.class, () -> host.change(state -> state.withToken(token("b"))));
        assertTrue(empty.getMessage().endsWith("signing in waits until the right one is back"), empty.getMessage());
        assertFalse(Files.exists(data.resolve("access.json")));

        Files.delete(data);
        Files.move(away, data);
        host.change(state -> state.withToken(token("b")));
        assertEquals(List.of("a", "b"), names(host));
    }

    @Test
    void aWrongDiskAtTheStartIsNoHouseWithoutUsers() {
        AccessFile strict = new AccessFile(data, Optional.of("two"), clock.clock(), () -> {});

        assertEquals(List.of(), strict.state().users());
        IOException e = assertThrows(IOException.class, () -> strict.change(state -> state.withToken(token("a"))));
        assertTrue(e.getMessage().contains("is away or another one"), e.getMessage());
    }

    @Test
    void aLinkInPlaceOfTheLockIsRefusedAndItsTargetLeftAlone() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "of somebody else");
        Files.createSymbolicLink(data.resolve("access.lock"), target);

        IOException e = assertThrows(IOException.class, () -> command.change(state -> state.withToken(token("a"))));

        assertTrue(e.getMessage().contains("is a link to another file; remove the link"), e.getMessage());
        assertTrue(Files.notExists(data.resolve("access.json")));
        assertEquals("of somebody else", Files.readString(target));
    }

    @Test
    void whileTheDiskStallsUnderOneEverybodyElseGetsTheLastKnownState() throws Exception {
        host.change(state -> state.withToken(token("a")));
        Path id = data.resolve("id.json");
        String text = Files.readString(id);
        Files.delete(id);
        // Who opens a pipe that nobody writes to waits, as on a card that stalls.
        assertEquals(0, new ProcessBuilder("mkfifo", id.toString()).start().waitFor());
        clock.pass(Duration.ofSeconds(1));
        FutureTask<List<String>> stalled = new FutureTask<>(() -> names(host));
        Thread reader = new Thread(stalled);
        reader.start();
        try {
            while (reader.getState() == Thread.State.NEW || !host.isLooking()) {
                Pause.aMoment();
            }

            assertEquals(List.of("a"), assertTimeoutPreemptively(Duration.ofSeconds(5), () -> names(host)));
            assertFalse(stalled.isDone());
        } finally {
            Files.writeString(id, text, StandardOpenOption.WRITE);
        }
        assertEquals(List.of("a"), stalled.get(5, TimeUnit.SECONDS));
    }
}
