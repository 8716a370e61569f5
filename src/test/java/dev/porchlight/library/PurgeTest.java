package dev.porchlight.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.time.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PurgeTest {
    private static final Duration DAY_AND_AN_HOUR = Duration.ofHours(25);

    private Home home;
    private Visit visit;
    private Visit other;

    @BeforeEach
    void aLibraryWithTwoVisits(@TempDir Path path) throws IOException {
        home = new Home(path.resolve("data"));
        home.open("desk");
        visit = taken();
        other = taken();
    }

    private Visit taken() throws IOException {
        Visit begun = home.take();
        return home.library.finish(begun.id(), new Ending(home.now.plusSeconds(5), OptionalInt.of(400), List.of()));
    }

    @AfterEach
    void close() throws IOException {
        home.close();
    }

    /** The parts of a library whose host is stopped. */
    private final class Parts implements AutoCloseable {
        private final Catalog catalog = Catalog.open(home.path.resolve("porchlight.db"));
        private final MediaFolder media = new MediaFolder(home.path.resolve("media"), Home.BERLIN, () -> {}, e -> {});
        private final Sidecars sidecars = new Sidecars(catalog, media);
        private final Purge purge = new Purge(catalog, media, sidecars, new Leaving(catalog, media), home.clock);

        Parts() throws IOException {}

        @Override
        public void close() {
            catalog.close();
        }
    }

    private void purge() throws IOException {
        home.close();
        try (Parts parts = new Parts()) {
            parts.purge.lookIfTime();
        }
    }

    private Path folder() {
        return home.path.resolve("media").resolve(visit.folder());
    }

    private List<Visit> shown() throws IOException {
        return home.library.page(VisitQuery.newest(10)).visits();
    }

    private void assertSoundWith(int visits) throws IOException {
        home.close();
        try (Check check = Check.of(DataFolder.lookInto(home.path), Home.BERLIN, false, words -> {})) {
            Check.Report report = check.run();
            assertEquals(List.of(), report.wrong());
            assertEquals(visits, report.visits());
        }
    }

    @Test
    void aDeletedVisitIsShownNowhereAndDoesNotCount() throws IOException {
        Visit deleted = home.library.delete(visit.id());

        assertEquals(Optional.of(Instant.ofEpochMilli(home.now.toEpochMilli())), deleted.deletedAt());
        assertEquals(List.of(other), shown());
        assertEquals(List.of(new DayCount(LocalDate.of(2026, 11, 23), 1)), home.library.days(Optional.of("front")));
        assertEquals(Optional.empty(), home.library.older(other));
        assertEquals(Optional.of(deleted), home.library.find(visit.id()));
        assertSoundWith(2);
        assertTrue(Files.readString(folder().resolve("visit.json")).contains("deleted_at"));
    }

    @Test
    void aDeletionIsTakenBack() throws IOException {
        home.library.delete(visit.id());
        home.library.delete(visit.id());

        Visit restored = home.library.restore(visit.id());
        home.library.restore(visit.id());

        assertEquals(visit, restored);
        assertEquals(List.of(other, visit), shown());
        assertEquals(List.of(new DayCount(LocalDate.of(2026, 11, 23), 2)), home.library.days(Optional.empty()));
        home.pass(DAY_AND_AN_HOUR);
        purge();
        assertSoundWith(2);
        assertFalse(Files.readString(folder().resolve("visit.json")).contains("deleted_at"));
    }

    @Test
    void aStarredVisitIsDeletedByHandLikeAnyOther() throws IOException {
        home.library.keep(visit.id(), true);
        home.library.delete(visit.id());
        home.pass(DAY_AND_AN_HOUR);

        purge();

        assertFalse(Files.exists(folder()));
    }

    @Test
    void whatIsOwedOfADeletedVisitStaysOwedAndIsAnsweredForWhenItGoes() throws IOException {
        assertEquals(4, home.library.deliveries().waiting("desk"));
        Delivery paid = home.library.deliveries().ofVisit(visit).get(0);
        home.library.deliveries().delivered(paid, "in the folder");
        home.library.delete(visit.id());
        assertEquals(3, home.library.deliveries().waiting("desk"));
        home.pass(DAY_AND_AN_HOUR);

        purge();

        try (Parts parts = new Parts()) {
            assertEquals(List.of("given_up: the visit was deleted", "pending: ", "pending: "), parts.catalog.read(c -> {
                List<String> words = new java.util.ArrayList<>();
                try (var s = Catalog.prepare(c, "SELECT state || ': ' || words FROM delivery ORDER BY state, id");
                        ResultSet row = s.executeQuery()) {
                    while (row.next()) {
                        words.add(row.getString(1));
                    }
                }
                return words;
            }));
        }
        home.open("desk");
        assertEquals(2, home.library.deliveries().waiting("desk"));
        assertSoundWith(1);
    }

    @Test
    void theHostSeesItOffADayLaterAndNotBefore() throws IOException {
        home.library.delete(visit.id());
        home.pass(Duration.ofHours(23));
        purge();
        assertTrue(Files.exists(folder().resolve("photo.jpg")));

        home.pass(Duration.ofHours(2));
        home.open("desk");

        Instant limit = Instant.now().plusSeconds(20);
        while (Files.exists(folder()) && Instant.now().isBefore(limit)) {
            Pause.aMoment();
        }
        assertFalse(Files.exists(folder()));
        assertEquals(Optional.empty(), home.library.find(visit.id()));
        assertEquals(List.of(other), shown());
        assertSoundWith(1);
    }

    @Test
    void nothingGoesWhileTheClockIsNotKnownToBeRight() throws IOException {
        home.library.delete(visit.id());
        home.now = Instant.parse("2025-12-31T12:00:00Z");

        purge();

        assertTrue(Files.exists(folder().resolve("photo.jpg")));
    }

    @Test
    void aVisitDeletedByAClockThatWasBehindHasItsDayFromWhenTheClockIsSet() throws IOException {
        home.now = Instant.parse("2025-12-31T12:00:00Z");
        home.library.delete(visit.id());
        home.now = Instant.parse("2026-11-23T12:00:00Z");

        purge();

        assertTrue(Files.exists(folder().resolve("photo.jpg")));
        home.open("desk");
        assertEquals(
                Optional.of(home.now),
                home.library.find(visit.id()).orElseThrow().deletedAt());
        home.pass(DAY_AND_AN_HOUR);
        purge();
        assertFalse(Files.exists(folder()));
        assertSoundWith(1);
    }

    @Test
    void aDeletionTakenBackAtTheLastMomentKeepsTheVisitAndItsFile() throws IOException {
        Visit deleted = home.library.delete(visit.id());
        home.close();
        try (Parts parts = new Parts()) {
            parts.purge.removeSidecar(deleted);
        }
        home.open("desk");
        home.library.restore(visit.id());
        home.close();
        try (Parts parts = new Parts()) {
            parts.purge.removeSidecar(deleted);
            parts.purge.removeRow(deleted);
        }

        home.open("desk");

        assertEquals(List.of(other, visit), shown());
        assertSoundWith(2);
        assertTrue(Files.exists(folder().resolve("visit.json")));
    }

    /** 0: before the first step. 1: the visit.json is gone. 2: the row too. 3: the photo too. 4: the folder too. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void aPowerCutAfterAnyStepLeavesNothingWrongAndTheRestIsDoneLater(int steps) throws IOException {
        Visit deleted = home.library.delete(visit.id());
        home.close();
        home.pass(DAY_AND_AN_HOUR);
        try (Parts parts = new Parts()) {
            if (steps >= 1) {
                parts.purge.removeSidecar(deleted);
            }
            if (steps >= 2) {
                parts.purge.removeRow(deleted);
            }
            if (steps >= 3) {
                Files.delete(folder().resolve("photo.jpg"));
            }
            if (steps >= 4) {
                parts.media.remove(deleted.folder());
            }
        }
        Files.writeString(home.path.resolve("lock"), "process 1");
        assertSoundWith(steps < 2 ? 2 : 1);

        home.now = Instant.parse("2025-12-31T12:00:00Z"); // the host starts, and does not know the time yet
        home.open("desk");
        assertSoundWith(steps < 2 ? 2 : 1);
        home.now = Instant.parse("2026-11-24T12:00:00Z");
        purge();

        assertFalse(Files.exists(folder()));
        assertSoundWith(1);
        try (Parts parts = new Parts()) {
            assertEquals(
                    false,
                    parts.catalog.read(c -> {
                        try (var s = Catalog.prepare(c, "SELECT 1 FROM leaving");
                                ResultSet row = s.executeQuery()) {
                            return row.next();
                        }
                    }),
                    "the folder is still remembered");
        }
    }

    @Test
    void aFileThatCannotBeRemovedIsTriedAgainAndHoldsUpNobody() throws IOException {
        home.library.delete(visit.id());
        home.library.delete(other.id());
        Path stuck = Files.createDirectories(folder().resolve("a folder of a person"));
        Files.writeString(stuck.resolve("note.txt"), "mine");
        home.pass(DAY_AND_AN_HOUR);

        purge();

        assertTrue(Files.exists(stuck.resolve("note.txt")));
        assertFalse(Files.exists(home.path.resolve("media").resolve(other.folder())));
        Files.delete(stuck.resolve("note.txt"));
        home.pass(Duration.ofHours(1));
        purge();
        assertFalse(Files.exists(folder()));
        assertSoundWith(0);
    }
}
