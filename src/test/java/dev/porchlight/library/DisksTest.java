package dev.porchlight.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.health.Condition;
import dev.porchlight.time.Pause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Disks that are pulled out, mixed up and damaged; a folder moved away is a disk pulled out. */
@Timeout(60)
class DisksTest {
    @TempDir
    private Path temp;

    private Home home;

    @BeforeEach
    void aHome() {
        home = new Home(temp.resolve("data"));
    }

    @AfterEach
    void close() throws IOException {
        home.close();
    }

    private Optional<Condition> condition(String part) {
        return home.health.conditions().stream()
                .filter(c -> c.part().equals(part))
                .findFirst();
    }

    private Condition await(String part, Condition.State state) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < until) {
            Optional<Condition> now = condition(part).filter(c -> c.state() == state);
            if (now.isPresent()) {
                return now.get();
            }
            Pause.aMoment();
        }
        throw new AssertionError("no " + part + " " + state + " among " + home.health.conditions());
    }

    private Visit finished() throws IOException {
        return home.library.finish(
                home.take().id(),
                new Ending(
                        home.now.plusSeconds(5),
                        OptionalInt.of(400),
                        List.of(new ReadingRow(0, true, OptionalInt.of(400)))));
    }

    @Test
    void aDiskPulledOutIsToldNothingIsWrittenInItsPlaceAndItIsTakenAgainWhenItIsBack() throws IOException {
        home.open();
        Visit before = home.take();
        Files.move(home.path, temp.resolve("pulled"));
        Files.createDirectory(home.path);

        String id = Files.readString(temp.resolve("pulled/id.json")).replaceAll(".*uuid\": \"([^\"]+)\".*\\s*", "$1");
        Condition away = await("disk", Condition.State.FAILED);
        assertTrue(away.words().startsWith("library " + id + " is not in " + home.path), away.words());
        IOException refused = assertThrows(IOException.class, home::take);
        assertTrue(refused.getMessage().contains("plug it in and mount it"), refused.getMessage());
        assertThrows(IOException.class, () -> home.library.find(before.id()));
        try (Stream<Path> inItsPlace = Files.list(home.path)) {
            assertEquals(0, inItsPlace.count());
        }

        Files.delete(home.path);
        Files.move(temp.resolve("pulled"), home.path);
        await("disk", Condition.State.OK);

        Visit after = home.take();
        assertEquals(before.seq() + 1, after.seq());
        assertTrue(home.library.find(before.id()).isPresent());
    }

    @Test
    void anotherDiskInItsPlaceIsRefusedByItsId() throws IOException {
        Home other = new Home(temp.resolve("other"));
        other.open();
        other.close();
        home.open();
        home.take();
        Files.move(home.path, temp.resolve("pulled"));
        Files.move(other.path, home.path);

        Condition wrong = await("disk", Condition.State.FAILED);

        assertTrue(wrong.words().contains("this is the wrong disk; plug the right one in"), wrong.words());
        assertThrows(IOException.class, home::take);
        try (Stream<Path> years = Files.list(home.path.resolve("media"))) {
            assertEquals(0, years.count());
        }
    }

    @Test
    void theDiskTheOwnerNamedIsWaitedForAndNothingIsBegunWithoutIt() throws IOException {
        home.wantedId = Optional.of("01234567-89ab-cdef-0123-456789abcdef");
        home.open();

        Condition away = await("disk", Condition.State.FAILED);
        assertTrue(
                away.words().startsWith("library 01234567-89ab-cdef-0123-456789abcdef is not in " + home.path),
                away.words());
        assertFalse(Files.exists(home.path));

        Files.createDirectory(home.path);
        Files.writeString(
                home.path.resolve("id.json"), "{\"uuid\": \"01234567-89ab-cdef-0123-456789abcdef\", \"format\": 1}\n");
        await("disk", Condition.State.OK);
        home.take();
    }

    @Test
    void aVisitThatGoesOnWhileItsDiskIsAwayIsEndedOnceAndByItsRecorder() throws IOException {
        home.open("desk");
        home.pass(Duration.ofSeconds(1));
        Visit visit = home.take();
        Files.move(home.path, temp.resolve("pulled"));
        Files.createDirectory(home.path);
        await("disk", Condition.State.FAILED);
        Files.delete(home.path);
        Files.move(temp.resolve("pulled"), home.path);
        await("disk", Condition.State.OK);

        assertTrue(home.library.find(visit.id()).orElseThrow().end().isEmpty());
        home.library.finish(visit.id(), new Ending(home.now.plusSeconds(9), OptionalInt.of(400), List.of()));

        assertEquals(
                List.of("visit.started", "visit.finished"),
                home.library.deliveries().ofVisit(visit).stream()
                        .map(Delivery::type)
                        .toList());
    }

    @Test
    void aCatalogThatWasMadeAnewOnlyInPartIsNotTakenForAWholeOne() throws IOException {
        home.open("desk");
        Visit visit = finished();
        home.close();
        damage("head");
        try (Catalog half = Catalog.open(home.path.resolve("porchlight-new.db"))) {
            assertTrue(half.isThere());
        }

        home.open("desk");
        await("catalog", Condition.State.WARNING);

        assertEquals(visit, home.library.find(visit.id()).orElseThrow());
        assertFalse(Files.exists(home.path.resolve("porchlight-new.db")));
    }

    @Test
    void aPowerCutBeforeTheNewCatalogTookItsPlaceIsMadeGoodAtTheNextStart() throws IOException {
        home.open("desk");
        Visit visit = finished();
        home.close();
        Files.copy(home.path.resolve("porchlight.db"), home.path.resolve("porchlight-made.db"));
        damage("head");

        home.open("desk");

        assertEquals(visit, home.library.find(visit.id()).orElseThrow());
        assertFalse(Files.exists(home.path.resolve("porchlight-made.db")));
    }

    @Test
    void whatIsSpoiltInTheAlertsOfADamagedCatalogIsPassedOver() throws IOException {
        home.open("desk");
        Visit visit = finished();
        home.close();
        try (Catalog catalog = Catalog.open(home.path.resolve("porchlight.db"))) {
            catalog.write(
                    Catalog.Priority.WEB,
                    c -> Catalog.update(c, "UPDATE visit SET id = 'spo' WHERE seq = ?", visit.seq()));
        }
        breakTheIndexOfDays();
        Files.writeString(home.path.resolve("lock"), "process 1");

        home.open("desk");
        Condition told = await("catalog", Condition.State.WARNING);

        assertTrue(told.words().contains("1 visits and 0 alerts still owed"), told.words());
        assertEquals(visit, home.library.find(visit.id()).orElseThrow());
    }

    private void damage(String kind) throws IOException {
        Path file = home.path.resolve("porchlight.db");
        byte[] bytes = Files.readAllBytes(file);
        switch (kind) {
            case "head" -> System.arraycopy("rubbish rubbish ".getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 16);
            case "middle" -> {
                for (int i = 4_096; i < bytes.length; i++) {
                    bytes[i] = (byte) (i * 31);
                }
            }
            case "cut" -> bytes = Arrays.copyOf(bytes, 10_000);
            case "empty" -> bytes = new byte[0];
            default -> throw new IllegalArgumentException(kind);
        }
        Files.write(file, bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"head", "middle", "cut", "empty"})
    void aDamagedCatalogIsSetAsideAndMadeAnewFromTheVisitsOwnFiles(String kind) throws IOException {
        home.open("desk");
        Visit first = finished();
        home.pass(Duration.ofDays(1));
        Visit second = finished();
        home.close();
        damage(kind);

        home.open("desk");
        Condition told = await("catalog", Condition.State.WARNING);

        assertTrue(told.words().startsWith("the catalog was damaged and was made anew: 2 visits and "), told.words());
        assertEquals(first, home.library.find(first.id()).orElseThrow());
        assertEquals(second, home.library.find(second.id()).orElseThrow());
        assertEquals(1, home.library.readings(second.id()).size());
        assertEquals(2, home.library.days(Optional.empty()).size());
        home.take();
        home.close();
        try (Stream<Path> kept = Files.list(home.path)) {
            assertTrue(kept.anyMatch(
                    f -> f.getFileName().toString().matches("porchlight-damaged-[0-9]{8}-[0-9]{6}\\.db")));
        }
        try (Check check = Check.of(DataFolder.lookInto(home.path), Home.BERLIN, false, words -> {})) {
            assertEquals(List.of(), check.run().wrong());
        }
    }

    @Test
    void whatADamagedCatalogCanStillTellOfAlertsOwedIsTakenOver() throws IOException {
        home.open("desk");
        Visit visit = finished();
        String alert = home.library.deliveries().nextDue("desk").orElseThrow().alertId();
        home.close();
        breakTheIndexOfDays();
        Files.writeString(home.path.resolve("lock"), "process 1");

        home.open("desk");
        Condition told = await("catalog", Condition.State.WARNING);

        assertTrue(told.words().contains("1 visits and 2 alerts still owed were taken over"), told.words());
        assertEquals(
                alert, home.library.deliveries().nextDue("desk").orElseThrow().alertId());
        assertEquals(2, home.library.deliveries().ofVisit(visit).size());
    }

    /** Overwrites one page that deliveries do not need. */
    private void breakTheIndexOfDays() throws IOException {
        Path file = home.path.resolve("porchlight.db");
        long page;
        try (Catalog catalog = Catalog.lookInto(file)) {
            page = catalog.read(c -> {
                try (var s = Catalog.prepare(c, "SELECT rootpage FROM sqlite_schema WHERE name = 'visit_by_day'");
                        var row = s.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            });
        }
        byte[] bytes = Files.readAllBytes(file);
        for (long i = (page - 1) * 4_096; i < page * 4_096; i++) {
            bytes[(int) i] = (byte) 0xA5;
        }
        Files.write(file, bytes);
    }

    @Test
    void aVisitWhoseOwnFileWasNotYetWrittenIsFoundByItsPhoto() throws IOException {
        home.open();
        Visit visit = home.take();
        home.close();
        Files.delete(home.path.resolve("media").resolve(visit.folder()).resolve("visit.json"));
        damage("head");

        home.open();
        await("catalog", Condition.State.WARNING);

        Visit found = home.library.find(visit.id()).orElseThrow();
        assertEquals(visit.start(), found.start());
        assertEquals(
                visit.media(Role.PHOTO).orElseThrow().sha256(),
                found.media(Role.PHOTO).orElseThrow().sha256());
        assertEquals("what was known of it went with a damaged catalog", found.why());
    }
}
