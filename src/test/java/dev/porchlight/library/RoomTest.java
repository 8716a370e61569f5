package dev.porchlight.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.config.RetentionConfig;
import dev.porchlight.health.Health;
import dev.porchlight.library.Catalog.Priority;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is let go of a real library: a catalog and files, on a disk whose size and free space the test says. */
@Timeout(60)
class RoomTest {
    private static final long PHOTO = 20_000;
    private static final int CLIP = 50_000;
    private static final long PLENTY = 1L << 40;

    private Path path;
    private Instant now = Instant.parse("2026-11-23T06:15:02.123Z");
    private final HouseClock clock = new HouseClock(() -> now, () -> now.toEpochMilli() * 1_000_000, "boot-1", false);
    private final Health health = new Health(clock);
    private final StarredLoss starredLoss = new StarredLoss(Home.BERLIN, health);
    private int photoBytes = (int) PHOTO;
    private long size = PLENTY;
    private long free = PLENTY;

    /** What the media took when {@link #free} was said; 0 for a disk that stays as it is. */
    private long all;

    private Catalog catalog;
    private MediaFolder media;
    private Sidecars sidecars;
    private Clips clips;

    @BeforeEach
    void aLibrary(@TempDir Path temp) throws IOException {
        path = temp.resolve("data");
        DataFolder.take(path).close();
        catalog = Catalog.open(path.resolve("porchlight.db"));
        media = new MediaFolder(path.resolve("media"), Home.BERLIN, () -> {}, e -> {});
        sidecars = new Sidecars(catalog, media);
        clips = new Clips(catalog, media, (c, visit) -> {}, new Diary(catalog, Home.BERLIN, clock), () -> {});
    }

    @AfterEach
    void close() {
        catalog.close();
    }

    private Room room(RetentionConfig limits) {
        return new Room(
                catalog,
                new Retention(limits),
                new Farewell(catalog, media, sidecars, clock),
                new Leaving(catalog, media),
                new TestDisk(),
                starredLoss,
                Home.BERLIN,
                health.metrics(),
                clock,
                () -> false);
    }

    /** Looks until nothing more is to be let go of. */
    private void look(RetentionConfig limits) throws IOException {
        sidecars.writeAll();
        Room room = room(limits);
        while (room.look()) {
            pass(Duration.ofSeconds(1));
        }
        sidecars.writeAll();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private static RetentionConfig maxSize(long bytes) {
        return new RetentionConfig(30, 30, bytes, 0);
    }

    private final class TestDisk implements Room.Disk {
        @Override
        public long size() {
            return size;
        }

        @Override
        public long free() throws IOException {
            if (free < 0) {
                throw new IOException("Input/output error");
            }
            return free + (all == 0 ? 0 : all - catalog.read(RetentionRows::kept));
        }
    }

    private Visit begun(boolean clockSet, String... sinks) throws IOException {
        pass(Duration.ofMinutes(1));
        VisitId id = VisitId.create();
        String folder = media.folderFor(id, "front", now);
        Visit visit = new Visit(
                id,
                0,
                "trigger",
                Optional.of("door"),
                "front",
                Instant.ofEpochMilli(now.toEpochMilli()),
                Optional.empty(),
                0,
                "boot-1",
                clockSet,
                LocalDate.ofInstant(now, Home.BERLIN),
                "motion",
                OptionalInt.of(400),
                false,
                Optional.empty(),
                folder,
                List.of(media.store(folder, Role.PHOTO, new byte[photoBytes], 1, 64, 36)),
                Optional.empty());
        return catalog.write(Priority.TAKE, c -> {
            long seq = VisitRows.insert(c, visit);
            Alerts.oweVisit(c, List.of(sinks), now, "visit.started", seq);
            return VisitRows.bySeq(c, seq).orElseThrow();
        });
    }

    private Visit visit(String... sinks) throws IOException {
        return ended(begun(true, sinks));
    }

    private Visit ended(Visit begun) throws IOException {
        return catalog.write(Priority.TAKE, c -> {
            VisitRows.end(c, begun.seq(), new Ending(now.plusSeconds(5), OptionalInt.of(400), List.of()));
            return VisitRows.bySeq(c, begun.seq()).orElseThrow();
        });
    }

    private Visit visitWithClip() throws IOException {
        Visit begun = begun(true);
        clips.end(begun.id(), new Ending(now.plusSeconds(5), OptionalInt.of(400), List.of()), Optional.empty());
        Files.write(clips.half(begun), new byte[CLIP]);
        return clips.finish(
                begun.id(),
                Optional.empty(),
                Optional.of(new Clips.Made(Role.CLIP, 64, 36, -6_000, 10_000)),
                Optional.empty());
    }

    private void star(Visit visit) throws IOException {
        catalog.write(Priority.WEB, c -> {
            VisitRows.keep(c, visit.seq(), true);
            return true;
        });
    }

    private void delete(Visit visit) throws IOException {
        catalog.write(Priority.WEB, c -> {
            VisitRows.delete(c, visit, now, true);
            return true;
        });
    }

    /** What is left: {@code 3} for a visit without its clip, {@code 3c} for one with it. Newest first. */
    private String left() throws IOException {
        return catalog.read(c -> VisitPages.page(c, VisitQuery.newest(100))).visits().stream()
                .map(visit -> visit.seq() + (visit.clip().isPresent() ? "c" : ""))
                .collect(Collectors.joining(" "));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(path.resolve("media"))) {
            return all.filter(Files::isRegularFile)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals("thumb.jpg"))
                    .sorted()
                    .toList();
        }
    }

    private void assertSound() throws IOException {
        try (Check check = Check.of(DataFolder.lookInto(path), Home.BERLIN, false, words -> {})) {
            assertEquals(List.of(), check.run().wrong());
        }
        assertEquals(List.of(), texts("SELECT folder FROM leaving"));
    }

    private List<String> texts(String sql) throws IOException {
        return catalog.read(c -> {
            List<String> texts = new ArrayList<>();
            try (var s = Catalog.prepare(c, sql);
                    ResultSet row = s.executeQuery()) {
                while (row.next()) {
                    texts.add(row.getString(1));
                }
            }
            return texts;
        });
    }

    @Test
    void whileEverythingFitsNothingGoes() throws IOException {
        visitWithClip();
        visit();

        look(maxSize(2 * PHOTO + CLIP));

        assertEquals("2 1c", left());
    }

    @Test
    void theOldestClipGoesFirstAndItsVisitStays() throws IOException {
        Visit first = visitWithClip();
        visitWithClip();

        look(maxSize(2 * PHOTO + 2 * CLIP - 1));

        assertEquals("2c 1", left());
        assertFalse(Files.exists(media.resolve(first.folder()).resolve("clip.mp4")));
        assertEquals(List.of("clip.mp4", "photo.jpg", "photo.jpg", "visit.json", "visit.json"), files());
        assertSound();
    }

    @Test
    void whenNoClipIsLeftTheOldestVisitsGoWithAllTheirFiles() throws IOException {
        visit();
        visitWithClip();
        visit();

        look(maxSize(PHOTO));

        assertEquals("3", left());
        assertEquals(List.of("photo.jpg", "visit.json"), files());
        assertEquals(List.of("1"), texts("SELECT count FROM days"));
        assertSound();
    }

    @Test
    void theOldestVisitGoesAlsoWhenAnotherStillHasItsClip() throws IOException {
        visit();
        visitWithClip();
        visit();

        look(maxSize(2 * PHOTO));

        assertEquals("3 2", left());
    }

    @Test
    void whatIsOwedGoesAfterWhatIsNotAndItsDeliveriesAreGivenUpWithTheReason() throws IOException {
        visit("desk");
        visit();
        visit();

        look(maxSize(2 * PHOTO));
        assertEquals("3 1", left());
        look(maxSize(0));

        assertEquals("", left());
        assertEquals(List.of("given_up: removed, disk full"), texts("SELECT state || ': ' || words FROM delivery"));
        assertSound();
    }

    @Test
    void aVisitWhoseClipIsStillToBeMadeIsOwed() throws IOException {
        Visit begun = begun(true);
        clips.end(begun.id(), new Ending(now.plusSeconds(5), OptionalInt.empty(), List.of()), Optional.empty());
        visit();

        look(maxSize(PHOTO));

        assertEquals("1", left());
    }

    @Test
    void aVisitThatGoesOnIsNeverLetGo() throws IOException {
        begun(true);

        look(maxSize(0));

        assertEquals("1", left());
    }

    @Test
    void starredOnesGoLast() throws IOException {
        star(visitWithClip());
        visitWithClip();
        visit();

        look(maxSize(PHOTO + CLIP));

        assertEquals("1c", left());
    }

    @Test
    void visitsGoWhenTheyAreOlderThanTheirDaysAndStarredOnesStay() throws IOException {
        visit();
        star(visit());
        pass(Duration.ofDays(31));
        visit();

        look(maxSize(PLENTY));

        assertEquals("3 2", left());
        assertSound();
    }

    @Test
    void theDayIsTheHomesDay() throws IOException {
        now = Instant.parse("2026-11-23T22:50:00Z"); // 23:50 in Berlin
        visit();
        now = Instant.parse("2026-12-23T22:50:00Z");
        look(maxSize(PLENTY));
        assertEquals("1", left());
        now = Instant.parse("2026-12-23T23:50:00Z");

        look(maxSize(PLENTY));

        assertEquals("", left());
    }

    @Test
    void clipsMayGoSoonerThanTheirVisits() throws IOException {
        visitWithClip();
        star(visitWithClip());
        pass(Duration.ofDays(8));
        visitWithClip();

        look(new RetentionConfig(30, 7, PLENTY, 0));

        assertEquals("3c 2c 1", left());
        assertSound();
    }

    @Test
    void nothingGoesByAgeWhileTheClockIsNotKnownToBeRight() throws IOException {
        now = Instant.parse("2025-06-01T12:00:00Z");
        visit();
        now = Instant.parse("2025-12-31T12:00:00Z");

        look(maxSize(PLENTY));

        assertEquals("1", left());
    }

    @Test
    void aVisitWithoutAKnownTimeIsAsOldAsTheNextThatHasOne() throws IOException {
        now = Instant.parse("2025-12-31T12:00:00Z"); // such a clock is certainly wrong
        ended(begun(false));
        now = Instant.parse("2026-11-23T12:00:00Z");
        look(maxSize(PLENTY));
        assertEquals("1", left());
        visit();
        look(maxSize(PLENTY));
        assertEquals("2 1", left());
        now = Instant.parse("2026-12-24T12:00:00Z");

        look(maxSize(PLENTY));

        assertEquals("", left());
    }

    @Test
    void whatMustStayFreeIsMadeFree() throws IOException {
        visit();
        visit();
        size = 1_000_000_000_000L;
        free = 900;

        look(new RetentionConfig(30, 30, PLENTY, 1_000));

        assertEquals("2", left());
    }

    @Test
    void ofASmallDiskATenthIsEnough() throws IOException {
        visit();
        size = 1_000_000;
        free = 100_000;

        look(new RetentionConfig(30, 30, PLENTY, 1_000_000_000));

        assertEquals("1", left());
    }

    @Test
    void freeSpaceThatOtherProgramsTookForGoodIsNotPaidForWithEveryVisit() throws IOException {
        visit();
        visit();
        free = 0;

        look(new RetentionConfig(30, 30, PLENTY, 1_000_000_000));

        assertEquals("2 1", left());
    }

    @Test
    void aDiskThatDoesNotTellItsFreeSpaceEndsNothing() throws IOException {
        visit();
        Room room = room(maxSize(0));
        free = -1;
        assertFalse(room.look());
        free = PLENTY;

        room.look();

        assertEquals("", left());
    }

    @Test
    void aDeletedVisitGoesLikeAnyOtherAndIsCountedOnce() throws IOException {
        delete(visit());
        visit();

        look(maxSize(PHOTO));

        assertEquals("2", left());
        assertEquals(List.of("1"), texts("SELECT count FROM days"));
        assertSound();
    }

    @Test
    void theLibraryItselfLetsGoAndSaysWhatItKeeps(@TempDir Path temp) throws IOException {
        try (Home home = new Home(temp.resolve("home"))) {
            home.retention = maxSize(1);
            home.open();
            VisitId first = home.take().id();
            Visit second = home.take();
            home.library.finish(first, new Ending(home.now.plusSeconds(5), OptionalInt.of(400), List.of()));

            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (home.library.find(first).isPresent() && System.nanoTime() < until) {
                Pause.aMoment();
            }

            assertEquals(Optional.empty(), home.library.find(first));
            assertEquals(second.media().get(0).size(), home.library.bytes());
        }
    }

    @Test
    void aWiderLimitHoldsAtOnce() throws IOException {
        visit();
        visit();
        Room room = room(maxSize(1));

        assertEquals(Optional.empty(), room.limit(maxSize(PLENTY)));
        room.look();

        assertEquals("2 1", left());
    }

    @Test
    void aTighterLimitHoldsInTenMinutes() throws IOException {
        visit();
        visit();
        Room room = room(maxSize(PLENTY));

        assertEquals(Optional.of(now.plus(Duration.ofMinutes(10))), room.limit(maxSize(1)));
        pass(Duration.ofMinutes(9));
        room.look();
        assertTrue(room.isTighterSoon());
        assertEquals("2 1", left());

        pass(Duration.ofMinutes(1));
        while (room.look()) {
            pass(Duration.ofSeconds(1));
        }
        assertFalse(room.isTighterSoon());
        assertEquals("", left());
    }

    @Test
    void aMistypedLimitThatIsCorrectedInTimeCostsNothing() throws IOException {
        visit();
        Room room = room(maxSize(PLENTY));
        room.limit(maxSize(1));
        pass(Duration.ofMinutes(9));

        assertEquals(Optional.empty(), room.limit(maxSize(PLENTY)));
        pass(Duration.ofMinutes(9));
        room.look();

        assertEquals("1", left());
    }

    private String told() {
        return health.conditions().stream()
                .map(condition -> condition.state().word() + ": " + condition.words())
                .collect(Collectors.joining("; "));
    }

    @Test
    void starredVisitsGoWithAWordThatIsTakenBackWhenThereIsRoomAgain() throws IOException {
        star(visit());
        star(visit());
        star(visit());

        look(maxSize(PHOTO));

        assertEquals("3", left());
        String words = "warning: starred visits from 23 November 2026, 07:16 to 23 November 2026, 07:17 had to make"
                + " room, since no others were left: take some stars away, raise retention.max_size or take a larger"
                + " disk";
        assertEquals(words, told());
        look(maxSize(PHOTO));
        assertEquals(words, told());
        look(maxSize(2 * PHOTO));
        assertEquals("ok: there is room beside the starred visits", told());
    }

    @Test
    void aStarredVisitThatAPersonDeletedGoesWithoutAWord() throws IOException {
        Visit visit = visit();
        star(visit);
        delete(visit);

        look(maxSize(0));

        assertEquals(List.of(), texts("SELECT id FROM visit"));
        assertEquals("", told());
        assertSound();
    }

    @Test
    void aVisitThatIsStarredAfterItWasChosenStays() throws IOException {
        Visit visit = visit();
        star(visit);

        new Farewell(catalog, media, sidecars, clock)
                .letGo(List.of(new Retention.Going(visit.seq(), true, PHOTO, false)), "", Priority.LANE);

        assertEquals("1", left());
    }

    @Test
    void forAPictureThatDoesNotFitRoomIsMadeAtOnceAndThatIsToldUntilItIsOver() throws IOException {
        photoBytes = 3_000_000;
        Visit first = visit();
        visit();
        visit();
        free = 1_000_000;
        all = 9_000_000;
        Room room = room(maxSize(PLENTY));

        assertTrue(room.makeNow(2_500_000));

        assertEquals("3", left());
        assertFalse(Files.exists(media.resolve(first.folder())));
        String words = room.trouble(path).orElse("");
        assertTrue(words.contains("was filled by something else: the oldest visits are removed at once"), words);
        room.look();
        pass(Duration.ofHours(1));
        room.look();
        assertEquals(words, room.trouble(path).orElse(""));
        free = PLENTY;
        room.look();
        assertEquals(Optional.empty(), room.trouble(path));
        sidecars.writeAll();
        assertSound();
    }

    @Test
    void whereNothingIsLeftToLetGoNoRoomIsPromised() throws IOException {
        begun(true);
        free = 0;
        Room room = room(new RetentionConfig(30, 30, PLENTY, 1_000_000_000));

        assertFalse(room.makeNow(2_500_000));
        room.look();

        assertEquals("1", left());
        String words = room.trouble(path).orElse("");
        assertTrue(words.contains("has little room, and the removal of old visits would not give it back"), words);
        assertFalse(room.isInWant());
    }

    @Test
    void whatIsLookedForEachHourIsFoundByAnIndex() throws IOException {
        List<String> visits = plan(RetentionRows.OLD_VISITS);
        assertTrue(
                visits.stream().anyMatch(s -> s.contains("SEARCH v USING INDEX visit_by_day (day<?)")),
                visits::toString);
        List<String> clips = plan(RetentionRows.OLD_CLIPS);
        assertTrue(clips.stream().anyMatch(s -> s.contains("SCAN v USING INDEX visit_clip")), clips::toString);
        for (RetentionRows.Kind kind : RetentionRows.Kind.values()) {
            List<String> oldest = plan(kind.sql());
            assertFalse(oldest.stream().anyMatch(s -> s.contains("TEMP B-TREE")), oldest::toString);
        }
    }

    private List<String> plan(String sql) throws IOException {
        return catalog.read(c -> {
            List<String> steps = new ArrayList<>();
            try (var s = Catalog.prepare(c, "EXPLAIN QUERY PLAN " + sql);
                    ResultSet row = s.executeQuery()) {
                while (row.next()) {
                    steps.add(row.getString("detail"));
                }
            }
            return steps;
        });
    }
}
