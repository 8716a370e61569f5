package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code porchlight backup} beside a running host, and {@code restore} on another machine. */
@Timeout(120)
class BackupIT {
    @TempDir
    private Path folder;

    private static String say(int exitCode, Path in, String... arguments) throws Exception {
        try (Host command = Host.start(in, arguments)) {
            assertEquals(exitCode, command.exitCode(), command.output());
            return command.output();
        }
    }

    @Test
    void aHouseMovesToAnotherMachine() throws Exception {
        String id;
        try (Host host = Host.run(folder, """
                data: data
                web: {port: 0, login: false}
                plugins: []
                cameras: [{name: door, source: simulated, width: 320, height: 180}]
                visits: {record: [photo], quiet: 200ms}
                """)) {
            host.await(Pattern.compile("gives pictures"));
            assertEquals(201, host.post("/api/v1/visits").statusCode());
            host.await(Pattern.compile("ended after"));
            id = host.taken().get(0);
            String said = say(0, folder, "backup", "--media", "house.zip", "--config", "porchlight.yaml");
            assertTrue(said.matches("(?s)house\\.zip: [0-9]+ files, [0-9]+ MB\n?"), said);
        }
        Path there = Files.createDirectory(folder.resolve("there"));

        byte[] whole = Files.readAllBytes(folder.resolve("house.zip"));
        Files.write(folder.resolve("half.zip"), Arrays.copyOf(whole, whole.length / 2));
        assertTrue(say(1, there, "restore", "../half.zip", "--config", "porchlight.yaml")
                .contains("half.zip is cut short or damaged: "));
        assertEquals(0, there.toFile().list().length, "nothing was changed");

        String said = say(0, there, "restore", "../house.zip", "--config", "porchlight.yaml");

        assertTrue(said.contains("data: ") && said.contains(" are back"), said);
        assertEquals(
                Files.readString(folder.resolve("porchlight.yaml")),
                Files.readString(there.resolve("porchlight.yaml")));
        assertTrue(say(0, there, "check", "--config", "porchlight.yaml").contains("1 visits, "));
        try (Host host = Host.run(there, Files.readString(there.resolve("porchlight.yaml")))) {
            assertEquals(200, host.get("/api/v1/visits/" + id).statusCode());
        }
        assertTrue(say(1, there, "restore", "../house.zip", "--config", "porchlight.yaml")
                .contains("already, and nothing is overwritten; stop porchlight and move it away first: mv "));
    }
}
