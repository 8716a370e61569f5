package dev.porchlight.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
    private Home home;
    private Visit visit;
    private Path photo;

    @BeforeEach
    void aLibraryWithAVisit(@TempDir Path path) throws IOException {
        home = new Home(path.resolve("data"));
        home.open();
        Visit taken = home.take();
        visit = home.library.finish(
                taken.id(),
                new Ending(
                        home.now.plusSeconds(5),
                        OptionalInt.of(400),
                        List.of(new ReadingRow(0, true, OptionalInt.of(400)))));
        photo = home.folder(visit).resolve("photo.jpg");
        home.close();
    }

    @AfterEach
    void close() throws IOException {
        home.close();
    }

    private Check.Report look() throws IOException {
        try (Check check = Check.of(DataFolder.lookInto(home.path), Home.BERLIN, false, words -> {})) {
            return check.run();
        }
    }

    private Check.Report repair() throws IOException {
        try (DataFolder data = DataFolder.take(home.path);
                Check check = Check.of(data, Home.BERLIN, true, words -> {})) {
            return check.run();
        }
    }

    private void assertWrong(String words) throws IOException {
        Check.Report report = look();
        assertEquals(1, report.wrong().size(), report.wrong().toString());
        assertTrue(report.wrong().get(0).contains(words), report.wrong().get(0));
        assertFalse(report.isSound());
    }

    @Test
    void aSoundLibraryHasNothingWrong() throws IOException {
        Check.Report report = look();

        assertEquals(new Check.Report(1, 1, List.of(), 0), report);
    }

    @Test
    void aMissingPhotoIsNamedAndTheVisitSaysSoAfterRepair() throws IOException {
        Files.delete(photo);
        assertWrong("photo.jpg is missing");

        repair();
        home.open();

        assertEquals(
                "its photo.jpg is missing",
                home.library.find(visit.id()).orElseThrow().problem().orElseThrow());
        home.close();
        assertTrue(look().isSound());
    }

    @Test
    void oneFlippedBitIsFound() throws IOException {
        byte[] bytes = Files.readAllBytes(photo);
        bytes[bytes.length / 2] ^= 1;
        Files.write(photo, bytes);

        assertWrong("is damaged");
    }

    @Test
    void aShortFileIsFound() throws IOException {
        Files.write(photo, new byte[10]);

        assertWrong("has 10 bytes instead of");
    }

    @Test
    void aHalfWrittenFileIsFoundAndRemoved() throws IOException {
        Path part = photo.resolveSibling("clip.mp4.part");
        Files.write(part, new byte[10]);
        assertWrong("was left half-written");

        repair();

        assertFalse(Files.exists(part));
    }

    @Test
    void aVisitJsonThatDoesNotAgreeIsFoundAndWrittenAnew() throws IOException {
        Files.writeString(photo.resolveSibling("visit.json"), "{}");
        assertWrong("visit.json does not agree with the catalog");

        assertTrue(repair().isSound());

        assertTrue(look().isSound());
    }

    @Test
    void aVisitThatIsListedWithAClipItDoesNotHaveIsFoundAndPutRight() throws IOException {
        try (Catalog catalog = Catalog.open(home.path.resolve("porchlight.db"))) {
            catalog.write(Catalog.Priority.WEB, c -> Catalog.update(c, "UPDATE visit SET clip = 1"));
        }
        assertWrong("visits with a clip does not agree");

        repair();

        assertTrue(look().isSound());
    }

    @Test
    void aLostCatalogIsMadeAnewFromTheFilesBesideThePhotos() throws IOException {
        try (Stream<Path> files = Files.list(home.path)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("porchlight.db"))
                    .toList()) {
                Files.delete(file);
            }
        }

        assertTrue(repair().isSound());

        home.open();
        Visit rebuilt = home.library.find(visit.id()).orElseThrow();
        assertEquals(visit, rebuilt);
        assertEquals(1, home.library.readings(visit.id()).size());
        home.close();
        assertTrue(look().isSound());
    }

    @Test
    void lookingIsDoneBesideARunningHost() throws IOException {
        home.open();
        home.take();

        assertEquals(2, look().visits());
    }
}
