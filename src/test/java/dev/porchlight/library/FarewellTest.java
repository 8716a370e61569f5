package dev.porchlight.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.library.Catalog.Priority;
import dev.porchlight.library.Farewell.Gone;
import dev.porchlight.library.Retention.Going;
import dev.porchlight.time.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The power goes after each step of letting go. */
@Timeout(60)
class FarewellTest {
    private static final int STEPS = 5;

    private Home home;
    private final List<Visit> visits = new ArrayList<>();

    @BeforeEach
    void aLibraryWithVisitsAndClips(@TempDir Path path) throws IOException {
        home = new Home(path.resolve("data"));
        home.open("desk");
        for (int i = 0; i < 2 * STEPS; i++) {
            Visit begun = home.take();
            Clips clips = home.library.clips();
            clips.end(
                    begun.id(), new Ending(home.now.plusSeconds(5), OptionalInt.of(400), List.of()), Optional.empty());
            Files.write(clips.half(begun), new byte[10_000]);
            visits.add(clips.finish(
                    begun.id(),
                    Optional.empty(),
                    Optional.of(new Clips.Made(Role.CLIP, 64, 36, -6_000, 10_000)),
                    Optional.empty()));
        }
        home.close();
    }

    @AfterEach
    void close() throws IOException {
        home.close();
    }

    private Path folder(Visit visit) {
        return home.path.resolve("media").resolve(visit.folder());
    }

    private void assertSoundWith(int count) throws IOException {
        try (Check check = Check.of(DataFolder.lookInto(home.path), Home.BERLIN, false, words -> {})) {
            Check.Report report = check.run();
            assertEquals(List.of(), report.wrong());
            assertEquals(count, report.visits());
        }
    }

    /** 1: the row is gone. 2: the visit.json too. 3: the photo too. 4: the folder too. */
    private void letGo(Visit visit, int steps, Catalog catalog) throws IOException {
        MediaFolder media = new MediaFolder(home.path.resolve("media"), Home.BERLIN, () -> {}, e -> {});
        Farewell farewell = new Farewell(catalog, media, new Sidecars(catalog, media), home.clock);
        List<Gone> gone = steps < 1
                ? List.of()
                : farewell.takeOut(
                        List.of(new Going(visit.seq(), true, 1, false)), "removed, disk full", Priority.LANE);
        if (steps >= 2) {
            farewell.removeSidecars(gone);
        }
        if (steps >= 3) {
            Files.delete(folder(visit).resolve("photo.jpg"));
        }
        if (steps >= 4) {
            media.remove(visit.folder());
        }
    }

    /** 1: the row of the clip is gone. 2: its file too. */
    private void letGoOfClip(Visit visit, int steps, Catalog catalog) throws IOException {
        MediaFolder media = new MediaFolder(home.path.resolve("media"), Home.BERLIN, () -> {}, e -> {});
        Farewell farewell = new Farewell(catalog, media, new Sidecars(catalog, media), home.clock);
        farewell.takeOut(List.of(new Going(visit.seq(), false, 1, false)), "removed, disk full", Priority.LANE);
        if (steps >= 2) {
            media.remove(visit.folder() + "/clip.mp4");
        }
    }

    @Test
    void aPowerCutAfterAnyStepLeavesNothingWrongAndTheNextStartDoesTheRestAtOnce() throws IOException {
        List<Visit> gone = visits.subList(1, STEPS);
        List<Visit> withoutClip = visits.subList(STEPS + 1, STEPS + 3);
        try (Catalog catalog = Catalog.open(home.path.resolve("porchlight.db"))) {
            for (int steps = 0; steps < STEPS; steps++) {
                letGo(visits.get(steps), steps, catalog);
                assertSoundWith(2 * STEPS - steps);
            }
            for (int steps = 1; steps <= 2; steps++) {
                letGoOfClip(visits.get(STEPS + steps), steps, catalog);
                assertSoundWith(STEPS + 1);
            }
        }
        Files.writeString(home.path.resolve("lock"), "process 1");

        home.now = Instant.parse("2025-12-31T12:00:00Z"); // the host starts, and does not know the time yet
        home.open("desk");

        await(gone.stream().map(this::folder).toList());
        await(withoutClip.stream()
                .map(visit -> folder(visit).resolve("clip.mp4"))
                .toList());
        for (Visit visit : gone) {
            assertEquals(Optional.empty(), home.library.find(visit.id()));
            assertThrows(NoSuchVisitException.class, () -> home.library.restore(visit.id()));
        }
        for (Visit visit : withoutClip) {
            assertTrue(home.library.find(visit.id()).orElseThrow().clip().isEmpty());
            assertTrue(Files.exists(folder(visit).resolve("photo.jpg")));
        }
        assertTrue(Files.exists(folder(visits.get(0)).resolve("clip.mp4")));
        assertEquals(STEPS + 1, home.library.days(Optional.empty()).get(0).count());
        home.close();
        assertSoundWith(STEPS + 1);
        try (Catalog catalog = Catalog.lookInto(home.path.resolve("porchlight.db"))) {
            for (Visit visit : visits) {
                boolean isNamed = catalog.read(c -> Leaving.isNamed(c, visit.folder()));
                assertFalse(isNamed, visit.folder());
            }
        }
    }

    private static void await(List<Path> removed) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (removed.stream().anyMatch(Files::exists) && System.nanoTime() < until) {
            Pause.aMoment();
        }
        assertEquals(List.of(), removed.stream().filter(Files::exists).toList());
    }

    @Test
    void whatSomebodyWroteForAVisitThatLeftMeanwhileDoesNotLieAbout() throws IOException {
        Visit visit = visits.get(0);
        home.open("desk");
        try (Catalog catalog = Catalog.open(home.path.resolve("porchlight.db"))) {
            letGo(visit, 4, catalog);
            Files.createDirectories(folder(visit));
            Files.write(folder(visit).resolve("best.jpg"), new byte[1]);

            Leaving.nameStray(catalog, visit);
        }

        await(List.of(folder(visit)));
    }
}
