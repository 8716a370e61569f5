package dev.porchlight.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryTest {
    private Home home;

    @BeforeEach
    void aHome(@TempDir Path path) {
        home = new Home(path.resolve("data"));
    }

    @AfterEach
    void close() throws IOException {
        home.close();
    }

    @Test
    void aTakenVisitHasItsPhotoWhereAPersonFindsIt() throws IOException {
        home.open();

        Visit visit = home.take();

        assertEquals("2026/11/23/07-15-02.123_front_" + visit.id(), visit.folder());
        Path photo = home.path.resolve("media").resolve(visit.folder()).resolve("photo.jpg");
        assertArrayEquals(Home.photo(), Files.readAllBytes(photo));
        assertEquals(Optional.of(visit), home.library.find(visit.id()));
    }

    @Test
    void aVisitWithoutAPhotoSaysWhy() throws IOException {
        home.open();

        Visit visit = home.library.take(home.taking(Optional.empty()));

        assertEquals(List.of(), visit.media());
        assertEquals(Optional.of("the camera gives no pictures"), visit.problem());
    }

    @Test
    void aVisitThatIsTakenAgainBecauseNobodyKnewOfTheFirstTimeIsOneVisitWithOneAlert() throws IOException {
        home.open("desk");
        Taking taking = home.taking(Optional.of(Home.photo()));

        Visit first = home.library.take(taking);
        Visit again = home.library.take(taking);

        assertEquals(first, again);
        assertEquals(first, home.library.find(first.id()).orElseThrow());
        assertEquals(1, home.library.page(VisitQuery.newest(10)).visits().size());
        assertEquals(1, home.library.deliveries().waiting("desk"));
        home.library.finish(first.id(), new Ending(home.now, OptionalInt.empty(), List.of()));
        home.library.finish(first.id(), new Ending(home.now, OptionalInt.empty(), List.of()));
        assertEquals(2, home.library.deliveries().waiting("desk"));
    }

    @Test
    void aPhotoThatCannotBeWrittenDoesNotCostTheVisit() throws IOException {
        home.open();
        Files.writeString(home.path.resolve("media/2026"), "a file where the year's folder belongs");

        Visit visit = home.take();

        assertEquals(List.of(), visit.media());
        assertTrue(visit.problem().orElseThrow().contains("free some space or check the disk"));
        assertEquals(1, home.library.page(VisitQuery.newest(10)).visits().size());
    }

    @Test
    void everythingIsThereAfterARestart() throws IOException {
        home.open();
        Visit taken = home.take();
        List<ReadingRow> readings =
                List.of(new ReadingRow(-60, true, OptionalInt.of(1_500)), new ReadingRow(0, true, OptionalInt.empty()));
        home.library.finish(taken.id(), new Ending(home.now.plusSeconds(9), OptionalInt.of(610), readings));
        home.close();

        home.open();

        Visit visit = home.library.find(taken.id()).orElseThrow();
        assertEquals(Optional.of(home.now.plusSeconds(9)), visit.end());
        assertEquals(OptionalInt.of(610), visit.closestMm());
        assertEquals(readings, home.library.readings(taken.id()));
    }

    @Test
    void aVisitThatWentOnAtAPowerCutIsEnded() throws IOException {
        home.open("desk");
        Visit taken = home.take();
        home.close();

        home.open("desk");

        Visit visit = home.library.find(taken.id()).orElseThrow();
        assertTrue(visit.end().isPresent());
        assertEquals(
                List.of("visit.started", "visit.finished"),
                home.library.deliveries().ofVisit(visit).stream()
                        .map(Delivery::type)
                        .toList());
    }

    @Test
    void pagesGoByTheOrderOfTakingThoughTheClockJumpsBack() throws IOException {
        home.open();
        Visit first = home.take();
        home.pass(Duration.ofDays(-400));
        Visit second = home.take();

        VisitPage newest = home.library.page(VisitQuery.newest(1));
        VisitPage next = home.library.page(new VisitQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                false,
                newest.next(),
                1));

        assertEquals(List.of(second), newest.visits());
        assertEquals(List.of(first), next.visits());
        assertEquals(OptionalLong.empty(), next.next());
        assertEquals(Optional.of(first.id()), home.library.older(second));
        assertEquals(Optional.of(second.id()), home.library.newer(first));
    }

    @Test
    void daysAreDaysInTheHomesTimeZone() throws IOException {
        home.open();
        home.take();
        home.pass(Duration.ofHours(17));
        home.take();

        assertEquals(
                List.of(new DayCount(LocalDate.of(2026, 11, 24), 1), new DayCount(LocalDate.of(2026, 11, 23), 1)),
                home.library.days(Optional.empty()));
        assertEquals(List.of(), home.library.days(Optional.of("garage")));
    }

    @Test
    void theCountsOfTheDaysFollowEachChange() throws IOException {
        home.open();
        LocalDate day = LocalDate.of(2026, 11, 23);
        assertEquals(List.of(), home.library.days(Optional.empty()));
        Visit visit = home.take();
        assertEquals(List.of(new DayCount(day, 1)), home.library.days(Optional.empty()));
        assertEquals(List.of(), home.library.days(Optional.of("garage")));
        assertEquals(List.of(new DayCount(day, 1)), home.library.days(Optional.empty()));
        home.library.delete(visit.id());
        assertEquals(List.of(), home.library.days(Optional.empty()));
        home.library.restore(visit.id());
        assertEquals(List.of(new DayCount(day, 1)), home.library.days(Optional.empty()));
        assertEquals(
                home.library.days(Optional.empty()),
                home.library.days(Optional.of(day), Optional.of(day), Optional.empty()));
    }

    @Test
    void theThumbnailIsSmallAndIsMadeAgainWhenAPowerCutHalvedIt() throws IOException {
        home.open();
        Visit visit = home.take();

        byte[] thumbnail = home.library.thumbnail(visit).orElseThrow();
        Path file = home.folder(visit).resolve("thumb.jpg");
        Files.write(file, new byte[100]);
        byte[] again = home.library.thumbnail(visit).orElseThrow();

        assertEquals(480, ImageIO.read(new ByteArrayInputStream(thumbnail)).getWidth());
        assertArrayEquals(thumbnail, again);
        assertArrayEquals(thumbnail, Files.readAllBytes(file));
    }

    @Test
    void aSecondLookAtThumbnailsDecodesNothing() throws IOException {
        home.open();
        List<Visit> visits = new ArrayList<>();
        List<byte[]> first = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            visits.add(home.take());
            first.add(home.library.thumbnail(visits.get(i)).orElseThrow());
            // Whoever decoded it again would fail.
            Files.writeString(home.folder(visits.get(i)).resolve("photo.jpg"), "not a picture");
        }

        for (int i = 0; i < 60; i++) {
            Path file = home.folder(visits.get(i)).resolve("thumb.jpg");
            FileTime made = Files.getLastModifiedTime(file);
            assertArrayEquals(
                    first.get(i), home.library.thumbnail(visits.get(i)).orElseThrow());
            assertEquals(made, Files.getLastModifiedTime(file));
        }
    }

    @Test
    void aStarredVisitSaysSoInItsFile() throws IOException {
        home.open();
        Visit visit = home.take();

        home.library.keep(visit.id(), true);
        home.close();

        String json = Files.readString(
                home.path.resolve("media").resolve(visit.folder()).resolve("visit.json"));
        assertTrue(json.contains("\"kept\" : true"), json);
    }

    @Test
    void anUnknownVisitIsNamed() throws IOException {
        home.open();
        VisitId nobody = VisitId.create();

        IOException e = assertThrows(IOException.class, () -> home.library.keep(nobody, true));

        assertTrue(e.getMessage().contains("there is no visit " + nobody), e.getMessage());
    }

    @Test
    void aSecondHostIsToldWhoTheFirstIs() throws IOException {
        home.open();

        IOException e = assertThrows(IOException.class, () -> DataFolder.take(home.path));

        assertTrue(
                e.getMessage()
                        .contains("in use by another porchlight, process "
                                + ProcessHandle.current().pid()),
                e.getMessage());
    }

    @Test
    void aFolderOfANewerPorchlightIsRefused() throws IOException {
        Files.createDirectories(home.path);
        Files.writeString(
                home.path.resolve("id.json"), "{\"uuid\": \"01234567-89ab-cdef-0123-456789abcdef\", \"format\": 2}\n");

        IOException e = assertThrows(IOException.class, () -> home.open());

        assertTrue(e.getMessage().contains("install the newer porchlight"), e.getMessage());
    }

    @Test
    void theCatalogsLogIsTidiedAndLeavesOneFile() throws IOException {
        home.open();
        for (int i = 0; i < 50; i++) {
            home.take();
        }
        home.close();

        assertTrue(Files.size(home.path.resolve("porchlight.db")) > 50_000);
        assertFalse(Files.exists(home.path.resolve("porchlight.db-wal")));
    }
}
