package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged doctor beside a running house, and without one. */
@Timeout(60)
class DoctorIT {
    private static final String NOBODY = "65534";

    @TempDir
    private Path folder;

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
        try (ServerSocket open = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Host host = Host.runUnder(
                        as, folder, """
                        data: data
                        web: {port: 0, login: false}
                        plugins: []
                        boards: []
                        cameras: [{name: door, source: simulated}]
                        retention: {min_free: 1MB}
                        sinks:
                          - {name: good, type: webhook, url: "http://127.0.0.1:%d/"}
                          - {name: gone, type: webhook, url: "http://127.0.0.1:%d/"}
                          - {name: desk, type: disk, folder: "%s"}
                          - {name: mine, type: disk, folder: "%s"}
                        """.formatted(open.getLocalPort(), closed, theirs, folder.resolve("mine")))) {
            host.await(Pattern.compile("gives pictures"));

            String table = doctor(1);
            assertRow(table, "ok  porchlight +runs as user .*, process " + host.pid() + ", with Java [0-9]+");
            assertRow(table, "ok  camera door +.* gives pictures.*");
            assertRow(
                    table, "ok  disk speed +a photo is safe within some [0-9]+ ms; clips need .* MB/s and have [0-9]+");
            assertRow(table, "ok  web port +any free port is porchlight's own; only this machine may come in .*");
            assertRow(table, "ok  sink good +127.0.0.1:" + open.getLocalPort() + " answers");
            assertRow(table, "!!  sink gone +nobody answers at 127.0.0.1:" + closed);
            assertRow(table, " +-> check 'url', and that it is running");
            assertRow(table, "!!  sink desk +user .* may not write to " + theirs);
            assertRow(table, " +-> sudo chgrp .* " + theirs + " && sudo chmod g\\+rwx " + theirs);
            assertRow(table, "ok  sink mine +folder " + folder.resolve("mine") + " has [0-9]+ [MG]B free");
            assertRow(table, "2 things do not work \\(!!\\); the arrows say what mends them.");
            try (Socket came = open.accept()) {
                assertEquals(-1, came.getInputStream().read(), "it was not said a word");
            }
            assertFalse(Files.exists(folder.resolve("mine")), "looking makes nothing");

            String json = doctor(1, "--json");
            assertTrue(json.startsWith("{\"at\":\""), json);
            assertTrue(json.contains("{\"what\":\"sink good\",\"state\":\"works\""), json);

            host.terminate();
        }
        assertRow(doctor(1), "-   porchlight +does not run; all below is as user .* finds it, with Java [0-9]+");
    }
}
