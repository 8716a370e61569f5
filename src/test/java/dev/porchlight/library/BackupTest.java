package dev.porchlight.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BackupTest {
    /** APPNOTE.TXT of PKWARE, 4.3.7 and 4.3.9. */
    private static final String HEADER = "PK\3\4";

    private static final String END_OF_DATA = "PK\7\b";

    @TempDir
    private Path temp;

    private Home home;
    private Path config;
    private Path zip;
    private Path there;

    @BeforeEach
    void aHouseWithVisits() throws IOException {
        home = new Home(temp.resolve("data"));
        home.open("album");
        for (int i = 0; i < 3; i++) {
            home.take();
            home.pass(Duration.ofMinutes(1));
        }
        Files.createDirectories(home.path.resolve("sinks/album"));
        Files.writeString(home.path.resolve("sinks/album/memo"), "kept by a sink");
        config = Files.writeString(temp.resolve("porchlight.yaml"), "data: data\n");
        zip = temp.resolve("backup.zip");
        there = temp.resolve("there/data");
    }

    @AfterEach
    void close() throws IOException {
        home.close();
    }

    private void backup(boolean media) throws IOException {
        Backup.write(home.path, config, media, zip, (files, ofFiles, bytes, ofBytes) -> {
            assertTrue(
                    files <= ofFiles && bytes <= ofBytes, files + " of " + ofFiles + ", " + bytes + " of " + ofBytes);
        });
    }

    private Restore.Done restore(Path from) throws IOException {
        try (Restore restore = Restore.open(from)) {
            return restore.into(there, () -> {}, (files, ofFiles, bytes, ofBytes) -> {});
        }
    }

    private static List<Path> allBelow(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(folder::relativize)
                    .sorted()
                    .toList();
        }
    }

    private void assertNothingChanged() throws IOException {
        assertFalse(Files.exists(there));
        try (Stream<Path> all = Files.exists(there.getParent()) ? Files.list(there.getParent()) : Stream.empty()) {
            assertEquals(List.of(), all.toList());
        }
    }

    private void assertRefused(Path from, String words) throws IOException {
        IOException refusal = assertThrows(IOException.class, () -> restore(from));
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
        assertNothingChanged();
    }

    /** Its entries, in their order. */
    private Map<String, byte[]> entries() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private static Path zipOf(Path file, Map<String, byte[]> entries) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        return file;
    }

    @Test
    void ofAHouseThatGoesOnEverythingComesBack() throws IOException {
        backup(true);
        Visit later = home.take();

        Restore.Done done = restore(zip);

        assertTrue(done.media());
        assertEquals("data: data\n", new String(entries().get("porchlight.yaml"), StandardCharsets.UTF_8));
        assertEquals("kept by a sink", Files.readString(there.resolve("sinks/album/memo")));
        try (Check check = Check.of(DataFolder.lookInto(there), Home.BERLIN, false, words -> {})) {
            Check.Report report = check.run();
            assertEquals(List.of(), report.wrong());
            assertEquals(3, report.visits());
        }
        try (Home restored = new Home(there)) {
            restored.open("album");
            List<Visit> visits = restored.library.page(VisitQuery.newest(10)).visits();
            assertEquals(3, visits.size());
            assertFalse(visits.stream().anyMatch(visit -> visit.id().equals(later.id())));
            for (Visit visit : visits) {
                assertArrayEquals(
                        Files.readAllBytes(home.folder(visit).resolve("photo.jpg")),
                        Files.readAllBytes(restored.folder(visit).resolve("photo.jpg")));
            }
        }
    }

    @Test
    void withoutMediaTheCatalogComesBackAndWhatIsOfThisMomentStaysOut() throws IOException {
        Files.writeString(home.path.resolve("host.json"), "{}");
        Files.writeString(home.path.resolve("access.json"), "hashes");

        backup(false);

        assertFalse(restore(zip).media());
        assertEquals(
                List.of("access.json", "id.json", "lock", "porchlight.db", "sinks/album/memo"),
                allBelow(there).stream().map(Path::toString).toList());
        for (String name : List.of("access.json", "porchlight.db")) {
            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(there.resolve(name))));
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(zip)));
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        backup(false);
        Files.createDirectories(there);
        Files.writeString(there.resolve("mine"), "mine");

        IOException refusal = assertThrows(IOException.class, () -> restore(zip));

        assertTrue(refusal.getMessage().contains("move it away first: mv "), refusal.getMessage());
        assertEquals(List.of(Path.of("mine")), allBelow(there));
    }

    @Test
    void whatAnEarlierOneLeftIsNoHindranceAndAnEmptyFolderNeither() throws IOException {
        backup(false);
        Files.createDirectories(there);
        Path left = Files.createDirectories(there.resolveSibling("data.restore.part/media"));
        Files.writeString(left.resolve("half"), "half");

        restore(zip);

        assertTrue(Files.exists(there.resolve("porchlight.db")));
        assertFalse(Files.exists(left));
    }

    @Test
    void oneThatIsCutShortAnywhereChangesNothing() throws IOException {
        backup(true);
        byte[] whole = Files.readAllBytes(zip);
        for (int part = 0; part < 40; part++) {
            int length = (int) (whole.length * (long) part / 40);
            assertRefused(Files.write(temp.resolve("short.zip"), Arrays.copyOf(whole, length)), "short.zip is ");
        }
    }

    @Test
    void aBackupThatIsCutShortLeavesTheOlderOne() throws IOException {
        Files.writeString(zip, "the older one");

        assertThrows(
                IllegalStateException.class,
                () -> Backup.write(home.path, config, true, zip, (files, ofFiles, bytes, ofBytes) -> {
                    throw new IllegalStateException("cut");
                }));

        assertEquals("the older one", Files.readString(zip));
        assertEquals(
                List.of("backup.zip", "data", "porchlight.yaml"),
                Arrays.stream(temp.toFile().list()).sorted().toList());
    }

    /** In the middle of each entry: what stands between them, such as its time of day, is of no account. */
    @Test
    void oneWithAFlippedBitChangesNothing() throws IOException {
        backup(true);
        String whole = Files.readString(zip, StandardCharsets.ISO_8859_1);
        int flips = 0;
        for (int header = whole.indexOf(HEADER); header >= 0; header = whole.indexOf(HEADER, header + 4)) {
            int begin = header + 30 + whole.charAt(header + 26) + whole.charAt(header + 28);
            int middle = (begin + whole.indexOf(END_OF_DATA, begin)) / 2;
            byte[] flipped = whole.getBytes(StandardCharsets.ISO_8859_1);
            flipped[middle] ^= 0x10;
            assertRefused(Files.write(temp.resolve("flipped.zip"), flipped), "flipped.zip ");
            flips++;
        }
        assertEquals(entries().size(), flips);
    }

    @Test
    void aNameThatIsNoTextIsRefused() throws IOException {
        Files.writeString(home.path.resolve("sinks/album/memX"), "another");
        backup(false);
        byte[] odd = Files.readString(zip, StandardCharsets.ISO_8859_1)
                .replace("memX", "mem\u00FF")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertRefused(Files.write(temp.resolve("odd.zip"), odd), "odd.zip is cut short or damaged: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data/../../evil",
                "data//etc/passwd",
                "/etc/passwd",
                "data/media/..\\evil",
                "data/./id",
                "data/lock",
                "data/host.json",
                "data/porchlight.db-wal",
                "data/a\u0000b",
                "other/file",
                "data/",
                "data/1/2/3/4/5/6/7/8/9/10/11/12/13/14"
            })
    void aNameThatLeadsElsewhereIsRefused(String name) throws IOException {
        backup(false);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries().forEach((each, content) -> {
            if (each.equals("complete.json")) {
                entries.put(name, "evil".getBytes(StandardCharsets.UTF_8));
            }
            entries.put(each, content);
        });

        assertRefused(zipOf(temp.resolve("evil.zip"), entries), "nothing of porchlight's is called '");
        assertFalse(Files.exists(temp.resolve("evil")));
    }

    @Test
    void oneThatSwellsIsRefusedBeforeItFillsTheDisk() throws IOException {
        backup(false);
        Map<String, byte[]> entries = entries();
        entries.remove("complete.json");
        entries.put("data/media/bomb", new byte[50_000_000]);

        assertRefused(zipOf(temp.resolve("bomb.zip"), entries), "it holds more ");

        entries.put(
                "backup.json",
                new String(entries.get("backup.json"), StandardCharsets.UTF_8)
                        .replaceFirst("\"bytes\":[0-9]+", "\"bytes\":99000000000")
                        .getBytes(StandardCharsets.UTF_8));
        assertRefused(zipOf(temp.resolve("bomb.zip"), entries), "it says to hold 99000000000 bytes, which it cannot");
    }

    @Test
    void oneEntryTwiceIsRefused() throws IOException {
        Files.writeString(home.path.resolve("sinks/album/memX"), "another");
        backup(false);
        byte[] twice = new String(Files.readAllBytes(zip), StandardCharsets.ISO_8859_1)
                .replace("memX", "memo")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertRefused(Files.write(temp.resolve("twice.zip"), twice), "it holds 'memo' twice");
    }

    @Test
    void anotherZipIsNone() throws IOException {
        assertRefused(Files.createFile(temp.resolve("empty.zip")), "is no backup that porchlight wrote");
        assertRefused(
                zipOf(temp.resolve("other.zip"), Map.of("readme", new byte[10])), "is no backup that porchlight wrote");
        assertRefused(temp.resolve("nowhere.zip"), "is not there; name the file that porchlight backup wrote");
    }

    @Test
    void oneOfANewerPorchlightSaysSo() throws IOException {
        backup(false);
        Map<String, byte[]> entries = entries();
        entries.put("backup.json", "{\"format\":2,\"files\":1,\"bytes\":1}".getBytes(StandardCharsets.UTF_8));

        assertRefused(zipOf(temp.resolve("newer.zip"), entries), "was made by a newer porchlight; install that one");
    }
}
