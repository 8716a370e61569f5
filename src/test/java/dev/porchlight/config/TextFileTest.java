package dev.porchlight.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no text, or no files. */
@Timeout(60)
class TextFileTest {
    @TempDir
    private Path folder;

    private Path file;

    private String refused(byte[] bytes) throws IOException {
        file = Files.write(folder.resolve("p.yaml"), bytes);
        return refused(file);
    }

    /** What is said, without the file's name. */
    private static String refused(Path file) {
        ConfigException e = assertThrows(ConfigException.class, () -> ConfigFile.read(file, Map.of()));
        assertEquals(1, e.problems().size(), e.getMessage());
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        return e.getMessage().substring(file.toString().length());
    }

    @Test
    void aByteOrderMarkOfUtf8IsNoMistake() throws Exception {
        file = Files.writeString(folder.resolve("p.yaml"), "\uFEFFname: Haust\u00FCr\n");
        assertEquals("Haust\u00FCr", ConfigFile.read(file, Map.of()).name());
        Files.writeString(file, "\uFEFFnmae: x");
        assertEquals(":1:1: unknown key 'nmae'; did you mean 'name'?", refused(file));
    }

    @Test
    void utf16IsNamed() throws IOException {
        assertEquals(" is UTF-16 text; save it as UTF-8", refused("\uFEFFname: x".getBytes(StandardCharsets.UTF_16LE)));
        assertEquals(" is UTF-16 text; save it as UTF-8", refused("\uFEFFname: x".getBytes(StandardCharsets.UTF_16BE)));
    }

    @Test
    void latin1IsToldWhereItBegins() throws IOException {
        assertEquals(
                ":2:12: from here on this is not UTF-8 text; save it as UTF-8",
                refused("web: {}\nname: Haust\u00FCr\n".getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void aPictureIsNoConfiguration() throws IOException {
        byte[] jpeg = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 0x10, 'J', 'F', 'I', 'F', 0};

        assertEquals(" is no text, it has NUL bytes; name a text file saved as UTF-8", refused(jpeg));
    }

    @Test
    void aFileOf100MegabytesIsRefusedUnread() throws IOException {
        file = folder.resolve("p.yaml");
        try (RandomAccessFile big = new RandomAccessFile(file.toFile(), "rw")) {
            big.setLength(100_000_000);
        }

        assertEquals(" has more than 1000 kB; name the right file", refused(file));
    }

    @Test
    void anEndlessOneIsRefusedAndNoPipeIsWaitedFor() throws Exception {
        assertEquals(" is a pipe or a device; name a plain file", refused(Path.of("/dev/zero")));
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(), "mkfifo makes a pipe");

        assertEquals(" is a pipe or a device; name a plain file", refused(pipe));
    }

    @Test
    void oddPathsAreToldInWords() throws IOException {
        file = Files.createFile(folder.resolve("p.yaml"));
        Path loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);

        assertEquals(" is a folder; name the file in it", refused(folder));
        assertEquals(
                " cannot be read (Not a directory); look at its path and its disk", refused(file.resolve("p.yaml")));
        assertTrue(refused(loop).endsWith("; look at its path and its disk"), refused(loop));
        assertEquals(
                " cannot be read (File name too long); look at its path and its disk",
                refused(folder.resolve("x".repeat(300))));
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
        assertEquals(
                " is not there; copy porchlight.example.yaml to it, or name another with --config",
                refused(folder.resolve("dangling")));
    }

    @Test
    void aFileThatMayNotBeReadHasTheCommandThatHelps() throws IOException {
        file = Files.createFile(
                folder.resolve("p.yaml"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("-wx------")));
        assumeFalse(Files.isReadable(file), "this user may read everything; CommandLineIT tries it as another one");
        String user = System.getProperty("user.name");

        assertEquals(" may not be read by user " + user + "; run: sudo chown " + user + " " + file, refused(file));
    }

    @Test
    void anEmptyFileIsAHouseOfDefaults() throws Exception {
        for (String nothing : new String[] {"", "\n\n", "# nothing\n", "---\n", "\uFEFF", "~"}) {
            file = Files.writeString(folder.resolve("p.yaml"), nothing);
            assertEquals("Front door", ConfigFile.read(file, Map.of()).name());
        }
    }

    @Test
    void aSecretsFileIsReadWithTheSameCare() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "x".repeat(64_001));
        assertEquals(
                ":1:7: name: the file " + secret + " has more than 64 kB; name the right file",
                refused(("name: ${file:" + secret + "}").getBytes(StandardCharsets.UTF_8)));
        Files.write(secret, new byte[] {'h', 'u', 'n', (byte) 0xFF});
        assertEquals(
                ":1:7: name: the file " + secret + ":1:4: from here on this is not UTF-8 text; save it as UTF-8",
                refused(("name: ${file:" + secret + "}").getBytes(StandardCharsets.UTF_8)));
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(), "mkfifo makes a pipe");
        assertEquals(
                ":1:7: name: the file " + pipe + " is a pipe or a device; name a plain file",
                refused(("name: ${file:" + pipe + "}").getBytes(StandardCharsets.UTF_8)));
    }
}
