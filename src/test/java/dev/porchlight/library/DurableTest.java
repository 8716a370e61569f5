package dev.porchlight.library;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableTest {
    @TempDir
    Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> names = Files.list(folder)) {
            return names.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void replacesAnOlderFileOfThatName() throws IOException {
        Durable.write(folder.resolve("a.json"), "old".getBytes(UTF_8));
        Durable.write(folder.resolve("a.json"), "new".getBytes(UTF_8));
        assertEquals("new", Files.readString(folder.resolve("a.json")));
        assertEquals(List.of("a.json"), names());
    }

    @Test
    void aFileThatCannotGetItsNameLeavesNothingHalfWritten() throws IOException {
        Path inTheWay = folder.resolve("a.json");
        Files.createDirectories(inTheWay.resolve("inside"));
        assertThrows(IOException.class, () -> Durable.write(inTheWay, "new".getBytes(UTF_8)));
        assertEquals(List.of("a.json"), names());
    }
}
