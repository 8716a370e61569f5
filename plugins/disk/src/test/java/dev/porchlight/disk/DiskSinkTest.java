package dev.porchlight.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Links;
import dev.porchlight.api.Media;
import dev.porchlight.api.Settings;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.SinkContract;
import dev.porchlight.api.SinkFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DiskSinkTest extends SinkContract {
    private static final String NAME = "picture_{yyyy}-{MM}-{dd}_{HH}-{mm}-{ss}";
    private static final String ID = "01M0000000000000000000000A";

    private Path album() {
        return folder.resolve("album");
    }

    @Override
    protected SinkFactory factory() {
        return new DiskSinkFactory();
    }

    @Override
    protected Settings settings() {
        return settings(album(), NAME, false);
    }

    private static Settings settings(Path album, String name, boolean link) {
        return new Settings(Map.of("folder", album.toString(), "file_name", name, "link", link));
    }

    private Sink sink(Path album, String name, boolean link) throws Exception {
        return factory().open(settings(album, name, link), context());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(album())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    protected int arrived() throws IOException {
        return files().size();
    }

    @Test
    void thePhotoIsNamedByItsTimeInTheHomesZone() throws Exception {
        sink().deliver(visit(ID, PHOTO), attempt());

        assertEquals(List.of("picture_2026-11-23_07-15-02.jpg"), files());
        assertArrayEquals(PHOTO, Files.readAllBytes(album().resolve(files().get(0))));
    }

    @Test
    void theSensorLogOfADayIsKeptUnderItsDate() throws Exception {
        Path log = Files.writeString(folder.resolve("2026-11-23.csv"), "time,board\n");
        Alert alert = new Alert(
                "a1",
                Alert.LOG_DAILY,
                Instant.parse("2026-11-22T23:00:00Z"),
                "Front door: what was heard on 2026-11-23",
                "",
                Optional.empty(),
                Optional.empty(),
                List.of(new Media("log", log, "text/csv", 11, "")),
                Links.NONE);

        assertEquals(
                "kept as readings_2026-11-23.csv",
                sink().deliver(alert, attempt()).words());
        sink().deliver(alert, attempt());

        assertEquals(List.of("readings_2026-11-23.csv"), files());
    }

    @Test
    void aNameThatIsTakenIsNeverOverwritten() throws Exception {
        Files.createDirectory(album());
        Path taken = Files.writeString(album().resolve("picture_2026-11-23_07-15-02.jpg"), "precious");

        assertEquals(
                "kept as picture_2026-11-23_07-15-02 (2).jpg",
                sink().deliver(visit(ID, PHOTO), attempt()).words());

        assertEquals("precious", Files.readString(taken));
    }

    @Test
    void everyPlaceholderIsFilledIn() throws Exception {
        sink(album(), "{id}_{camera}_{board}_{closest_cm}_{role}_{SSS}", false).deliver(visit(ID, PHOTO), attempt());

        assertEquals(List.of(ID + "_front_door_112_photo_123.jpg"), files());
    }

    @Test
    void aLinkUsesNoSpace() throws Exception {
        Alert alert = visit(ID, PHOTO);
        sink(album(), NAME, true).deliver(alert, attempt());

        assertTrue(Files.isSameFile(alert.media().get(0).file(), album().resolve(files().get(0))));
    }

    @Test
    void aLinkToAnotherDiskSaysWhatToDo() throws Exception {
        Path elsewhere = Path.of("/dev/shm");
        if (!Files.isDirectory(elsewhere) || Files.getFileStore(elsewhere).equals(Files.getFileStore(folder))) {
            System.out.println("skipped: there is no second disk at /dev/shm to link to");
            return;
        }
        Path album = Files.createTempDirectory(elsewhere, "album");
        try {
            SinkBrokenException e = assertThrows(
                    SinkBrokenException.class, () -> sink(album, NAME, true).deliver(visit(ID, PHOTO), attempt()));
            assertTrue(e.getMessage().endsWith("set 'link: false'"), e.getMessage());
        } finally {
            Files.delete(album);
        }
    }

    @Test
    void aDiskThatIsNotMountedIsWaitedForAndNeverMade() throws Exception {
        Path notMounted = folder.resolve("nas/porch");

        IOException e = assertThrows(
                IOException.class, () -> sink(notMounted, NAME, false).deliver(visit(ID, PHOTO), attempt()));

        assertTrue(e.getMessage().endsWith("is not there; mount its disk, or make the folder"), e.getMessage());
        assertFalse(Files.exists(notMounted.getParent()));
    }

    @Test
    void aFileInThePlaceOfTheFolderIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        SinkBrokenException e = assertThrows(
                SinkBrokenException.class, () -> sink(file, NAME, false).deliver(visit(ID, PHOTO), attempt()));

        assertTrue(e.getMessage().contains("is a file, not a folder"), e.getMessage());
    }

    @Test
    void aPatternThatIsNoFileNameIsRefusedAtOnce() {
        for (String pattern : List.of("../{id}", "a/b", "", ".{id}")) {
            assertThrows(SinkBrokenException.class, () -> sink(album(), pattern, false), pattern);
        }
        assertTrue(assertThrows(SinkBrokenException.class, () -> sink(album(), "{yy}", false))
                .getMessage()
                .startsWith("file_name does not know {yy}; it knows {yyyy}"));
    }

    @Test
    void aHalfCopyOfAnEarlierTryIsNoTrouble() throws Exception {
        Files.createDirectory(album());
        Files.write(album().resolve("." + ID + "-photo.part"), new byte[3]);

        sink().deliver(visit(ID, PHOTO), attempt());

        assertEquals(List.of("picture_2026-11-23_07-15-02.jpg"), files());
    }
}
