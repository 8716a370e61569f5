package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.board.PtyBoard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged doctor beside a running house, and without one. */
@Timeout(60)
class DoctorIT {
    private static final String NOBODY = "65534";
    private static final Path WALK = Path.of("test/resources/classic-walk-to-the-door.txt");

    @TempDir
    private Path folder;

    /** Has the board say a line now and then. */
    private final ScheduledExecutorService measures = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        measures.shutdownNow();
    }

    private String doctor(int exit, String... more) throws Exception {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "doctor";
        arguments[1] = "--config";
        arguments[2] = folder.resolve("porchlight.yaml").toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        try (Host doctor = Host.start(folder, arguments)) {
            int code = doctor.exitCode();
            assertEquals(exit, code, doctor.output());
            return doctor.output();
        }
    }

    private static void assertRow(String table, String row) {
        assertTrue(Pattern.compile("(?m)^" + row + "$").matcher(table).find(), row + " is not in\n" + table);
    }

    @Test
    void theHouseThatRunsExaminesItselfAndTheExitCodeTells() throws Exception {
        boolean isRoot = System.getProperty("user.name").equals("root");
        Assumptions.assumeTrue(
                !isRoot || Files.isExecutable(Path.of("/usr/bin/setpriv")),
                "root may write everywhere, and without setpriv nobody else can be started");
        for (Path path : new Path[] {folder, Files.createDirectory(folder.resolve("data"))}) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        Path theirs = Files.createDirectory(folder.resolve("theirs"));
        Files.setPosixFilePermissions(theirs, PosixFilePermissions.fromString("r-xr-xr-x"));
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        List<String> as =
                isRoot ? List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups") : List.of();
        try (PtyBoard board = PtyBoard.start(9_600, WALK, 1);
                ServerSocket open = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Files.setPosixFilePermissions(Path.of(board.port()), PosixFilePermissions.fromString("rw-rw-rw-"));
            var unused = measures.scheduleWithFixedDelay(() -> say(board), 0, 500, TimeUnit.MILLISECONDS);
            String yaml = """
                        data: data
                        web: {port: 0, login: false}
                        plugins: []
                        boards: [{name: door, port: %s, baud: 9600, dialect: classic, cameras: []}]
                        cameras: [{name: door, source: simulated}]
                        retention: {min_free: 1MB}
                        sinks:
                          - {name: good, type: webhook, url: "http://127.0.0.1:%d/"}
                          - {name: gone, type: webhook, url: "http://127.0.0.1:%d/"}
                          - {name: desk, type: disk, folder: "%s"}
                          - {name: mine, type: disk, folder: "%s"}
                        """.formatted(board.port(), open.getLocalPort(), closed, theirs, folder.resolve("mine"));
            try (Host host = Host.runUnder(as, folder, yaml)) {
                host.await(Pattern.compile("gives pictures"));
                host.await(Pattern.compile("board door: heard on"));
                besideIt(host, open, closed, theirs);
                host.terminate();
            }
            String table = doctor(1);
            assertRow(table, "-   porchlight +does not run; all below is as user .* finds it, with Java [0-9]+");
            assertRow(table, "ok  board door +heard on " + board.port() + " at 9600 baud, classic dialect");
        }
    }

    private static void say(PtyBoard board) {
        try {
            board.send("Distance: 98\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void besideIt(Host host, ServerSocket open, int closed, Path theirs) throws Exception {

        String table = doctor(1);
        assertRow(table, "ok  porchlight +runs as user .*, process " + host.pid() + ", with Java [0-9]+");
        assertRow(table, "ok  board door +heard on .* at 9600 baud, classic dialect");
        assertRow(table, "ok  camera door +.* gives pictures.*");
        assertRow(
                table,
                "(ok|!!)  disk speed +a photo is safe within some [0-9]+ ms; clips need .* MB/s and have [0-9]+.*");
        assertRow(table, "ok  web port +any free port is porchlight's own; only this machine may come in .*");
        assertRow(table, "ok  sink good +127.0.0.1:" + open.getLocalPort() + " answers");
        assertRow(table, "!!  sink gone +nobody answers at 127.0.0.1:" + closed);
        assertRow(table, " +-> check 'url', and that it is running");
        assertRow(table, "!!  sink desk +user .* may not write to " + theirs);
        assertRow(table, " +-> sudo chgrp .* " + theirs + " && sudo chmod g\\+rwx " + theirs);
        assertRow(table, "ok  sink mine +folder " + folder.resolve("mine") + " has [0-9]+ [MG]B free");
        assertRow(table, "[23] things do not work \\(!!\\); the arrows say what mends them.");
        try (Socket came = open.accept()) {
            assertEquals(-1, came.getInputStream().read(), "it was not said a word");
        }
        assertFalse(Files.exists(folder.resolve("mine")), "looking makes nothing");

        String json = doctor(1, "--json");
        assertTrue(json.startsWith("{\"at\":\""), json);
        assertTrue(json.contains("{\"what\":\"sink good\",\"state\":\"works\""), json);

        assertRow(
                doctor(1, "--apart"),
                "-   board door +the running porchlight holds its port, so it was not listened to");
    }
}
