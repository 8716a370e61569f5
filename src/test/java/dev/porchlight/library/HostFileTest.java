package dev.porchlight.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostFileTest {
    private static final HostFile HOST = new HostFile(URI.create("http://[::1]:8080/"), "porch_host_x", 4711);

    @TempDir
    private Path data;

    @Test
    void whatAHostWroteIsReadAgain() throws IOException {
        HOST.write(data);

        assertEquals(Optional.of(HOST), HostFile.read(data));
    }

    @Test
    void onlyItsUserMayReadItAlsoOverAnOldOneThatAllMay() throws IOException {
        Path old = Files.writeString(data.resolve("host.json"), "{}");
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-rw-rw-"));

        HOST.write(data);

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(old)));
        try (Stream<Path> all = Files.list(data)) {
            assertEquals(List.of(old), all.toList());
        }
    }

    @Test
    void afterAStopThereIsNone() throws IOException {
        HOST.write(data);
        HostFile.remove(data);
        HostFile.remove(data);

        assertEquals(Optional.empty(), HostFile.read(data));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "no JSON", "[]", "{\"url\": \"x y\", \"token\": \"t\", \"pid\": 1}"})
    void whatNoHostWroteIsNoHost(String text) throws IOException {
        Files.writeString(data.resolve("host.json"), text);

        assertEquals(Optional.empty(), HostFile.read(data));
    }
}
