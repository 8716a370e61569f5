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
import dev.porchlight.api.VisitSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        return new Settings(Map.of("folder", album.toString(), "file_name", name, "link", link, "removable", false));
    }

    private Sink sink(Path album, Map<String, Object> more) throws Exception {
        Map<String, Object> all =
                new HashMap<>(Map.of("folder", album.toString(), "file_name", NAME, "link", false, "removable", false));
        all.putAll(more);
        return factory().open(new Settings(all), context());
    }

    private Alert visitAfter(Duration time, String id) throws IOException {
        Alert alert = visit(id, id.getBytes(StandardCharsets.UTF_8));
        VisitSummary visit = alert.visit().orElseThrow();
        return new Alert(
                alert.id(),
                alert.type(),
                alert.at().plus(time),
                alert.title(),
                alert.text(),
                Optional.of(new VisitSummary(
                        visit.id(),
                        visit.board(),
                        visit.camera(),
                        visit.start().plus(time),
                        visit.end(),
                        visit.why(),
                        visit.closestMm(),
                        visit.readings())),
                alert.health(),
                alert.media(),
                alert.links());
    }

    private Sink sink(Path album, String name, boolean link) throws Exception {
        return factory().open(settings(album, name, link), context());
    }

    @Test
    void lookingForTheFolderMakesNothing() throws Exception {
        assertTrue(factory().reach(settings(), context()).orElseThrow().startsWith("folder " + album() + " has "));
        assertFalse(Files.exists(album()));

        IOException gone = assertThrows(
                IOException.class, () -> factory().reach(settings(album().resolve("a/b"), NAME, false), context()));
        assertTrue(gone.getMessage().contains("is not there; mount its disk"), gone.getMessage());
        Settings stick = new Settings(Map.of("folder", album().toString(), "removable", true));
        IOException away = assertThrows(IOException.class, () -> factory().reach(stick, context()));
        assertTrue(away.getMessage().startsWith("nothing is mounted at"), away.getMessage());
    }

    private List<String> files() throws IOException {
        if (!Files.exists(album())) {
            return List.of();
        }
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

    @Test
    void whatItPutThereIsRemovedWhenItsDaysAreOverAndNothingElse() throws Exception {
        Sink sink = sink(album(), Map.of("keep_days", 30L));
        sink.deliver(visitAfter(Duration.ZERO, "01M0000000000000000000000A"), attempt());
        sink.deliver(visitAfter(Duration.ofSeconds(1), "01M0000000000000000000000B"), attempt());
        Files.writeString(album().resolve("picture_2026-11-23_07-15-03.jpg"), "painted over by its owner");
        Files.writeString(album().resolve("picture_2020-01-01_00-00-00.jpg"), "an older one of the owner's");
        sink.deliver(visitAfter(Duration.ofDays(29), "01M0000000000000000000000C"), attempt());
        assertEquals(4, files().size());

        sink.deliver(visitAfter(Duration.ofDays(31), "01M0000000000000000000000D"), attempt());

        assertEquals(
                List.of(
                        "picture_2020-01-01_00-00-00.jpg",
                        "picture_2026-11-23_07-15-03.jpg",
                        "picture_2026-12-22_07-15-02.jpg",
                        "picture_2026-12-24_07-15-02.jpg"),
                files());
    }

    @Test
    void valuesThatCannotBeAreToldByTheirKeys() {
        Map<String, String> mistakes = factory()
                .mistakes(new Settings(
                        Map.of("folder", "x", "file_name", "a/b", "link", true, "removable", true, "keep_days", 0L)));

        assertEquals(Set.of("file_name", "link", "keep_days"), mistakes.keySet());
        assertEquals(Map.of(), factory().mistakes(settings()));
    }

    private static int exit(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static void run(String... command) throws Exception {
        assertEquals(0, exit(command), String.join(" ", command));
    }

    private static String refusal(Sink sink, Alert alert) {
        return assertThrows(IOException.class, () -> sink.deliver(alert, attempt()))
                .getMessage();
    }

    /** The folder is the very place the stick is mounted on, where a mistake would fill the card. */
    @Test
    void aStickThatComesAndGoesIsWaitedForAndOnlyItIsWrittenTo() throws Exception {
        Path memory = Path.of("/dev/shm");
        if (!System.getProperty("user.name").equals("root") || !Files.isDirectory(memory)) {
            System.out.println("skipped: only root can mount a stick");
            return;
        }
        Path place = Files.createDirectory(album());
        Path stick = Files.createTempDirectory(memory, "stick");
        Path other = Files.createTempDirectory(memory, "other");
        Sink sink = sink(place, Map.of("removable", true));
        Alert first = visit(ID, PHOTO);
        Alert second = visit("01M0000000000000000000000B", new byte[] {1, 2, 3});
        try {
            if (exit("mount", "--bind", stick.toString(), place.toString()) != 0) {
                System.out.println("skipped: nothing may be mounted here");
                return;
            }
            run("umount", place.toString());
            assertTrue(refusal(sink, first).startsWith("nothing is mounted at " + place), refusal(sink, first));
            assertEquals(List.of(), files());

            run("mount", "--bind", stick.toString(), place.toString());
            sink.deliver(first, attempt());
            assertEquals(List.of(Stick.ID_FILE, "picture_2026-11-23_07-15-02.jpg"), files());

            run("umount", place.toString());
            assertTrue(refusal(sink, second).startsWith("nothing is mounted at " + place), refusal(sink, second));
            assertEquals(List.of(), files());

            run("mount", "--bind", other.toString(), place.toString());
            String words = refusal(sink, second);
            assertTrue(words.contains("is not the one that was there before: it has no .porchlight-id"), words);
            assertEquals(List.of(), files());

            run("umount", place.toString());
            run("mount", "--bind", stick.toString(), place.toString());
            sink.deliver(second, attempt());
            assertEquals(3, files().size());
        } finally {
            exit("umount", "--quiet", place.toString());
            for (Path disk : List.of(stick, other)) {
                try (Stream<Path> all = Files.walk(disk)) {
                    for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
        }
    }
}
