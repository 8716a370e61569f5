package dev.porchlight.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.Disk;
import dev.porchlight.config.RetentionConfig;
import dev.porchlight.health.Condition;
import dev.porchlight.time.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

/** Visits without end on a disk of 200 MB of its own; pictures are large, so that it is soon full. */
@Timeout(120)
class SmallDiskTest {
    private static final int VISITS = 80;
    private static final int PHOTO = 2_500_000;
    private static final int FRAME = 1_000_000;
    private static final int CLIP = 500_000;

    @TempDir
    private Path temp;

    private Disk disk;
    private Home home;

    @BeforeEach
    void aLibraryOnASmallDisk() throws IOException {
        disk = Disk.inMemory(temp.resolve("disk"), "size=200m");
        home = new Home(disk.path().resolve("data"));
        home.retention = new RetentionConfig(30, 30, 16_000_000_000L, 1_000_000_000);
        home.open();
    }

    @AfterEach
    void close() throws IOException {
        if (home != null) {
            home.close();
        }
        disk.close();
    }

    /** One with a photo, a better one and a short clip, as the recorder and the maker of clips keep them. */
    private Visit visit() throws IOException {
        home.pass(Duration.ofSeconds(10));
        Visit begun = home.library.take(home.taking(Optional.of(new byte[PHOTO])));
        assertEquals(Optional.empty(), begun.problem());
        Clips clips = home.library.clips();
        try (ClipRecording recording = clips.record(begun, home.now, 64, 48)) {
            for (int i = 0; i < 4; i++) {
                recording.append(i * 100, new byte[FRAME]);
            }
            recording.endAt(400);
        }
        clips.end(begun.id(), new Ending(home.now.plusSeconds(5), OptionalInt.of(400), List.of()), Optional.empty());
        Files.write(clips.half(begun), new byte[CLIP]);
        return clips.finish(
                begun.id(),
                Optional.of(new Taking.Photo(new byte[PHOTO], 64, 48)),
                Optional.of(new Clips.Made(Role.CLIP, 64, 48, 0, 400)),
                Optional.empty());
    }

    private List<Long> kept() throws IOException {
        List<Visit> visits = home.library.page(VisitQuery.newest(200)).visits();
        for (Visit visit : visits) {
            assertTrue(visit.media(Role.PHOTO).isPresent(), visit.toString());
            assertTrue(visit.media(Role.BEST).isPresent(), visit.toString());
        }
        return visits.stream().map(Visit::seq).toList();
    }

    private void assertSound() throws IOException {
        home.close();
        try (Stream<Path> all = Files.walk(home.path)) {
            assertEquals(
                    List.of(),
                    all.filter(path -> path.getFileName().toString().contains(".part"))
                            .toList());
        }
        try (Check check = Check.of(DataFolder.lookInto(home.path), Home.BERLIN, false, words -> {})) {
            assertEquals(List.of(), check.run().wrong());
        }
    }

    private Optional<Condition> disk() {
        return home.health.conditions().stream()
                .filter(condition -> condition.part().equals("disk"))
                .findFirst();
    }

    private void await(String words) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (disk().filter(now -> now.words().contains(words)).isEmpty() && System.nanoTime() < until) {
            Pause.aMoment();
        }
        assertTrue(disk().orElseThrow().words().contains(words), disk().toString());
    }

    @Test
    void theNewestVisitsAndTheStarredOnesAreKeptForEver() throws IOException {
        for (int i = 1; i <= VISITS; i++) {
            Visit visit = visit();
            if (i <= 2) {
                home.library.keep(visit.id(), true);
            }
        }
        await("has room");

        List<Long> expected = new ArrayList<>();
        List<Long> kept = kept();
        for (long seq = VISITS; expected.size() < kept.size() - 2; seq--) {
            expected.add(seq);
        }
        expected.add(2L);
        expected.add(1L);
        assertEquals(expected, kept);
        assertTrue(kept.size() >= 20 && kept.size() <= 40, kept.toString());
        assertSound();
        System.out.println(VISITS + " visits on a disk of 200 MB: the newest " + (kept.size() - 2)
                + " and 2 starred ones are kept, "
                + disk.path().toFile().getUsableSpace() / 1_000_000 + " MB are free");
    }

    @Test
    void whereAnotherProgramFillsTheDiskRoomIsMadeAtOnceAndThatIsSaidUntilItIsOver() throws IOException {
        for (int i = 1; i <= 12; i++) {
            visit();
        }
        Path filler = disk.fillUp();

        Visit newest = visit();

        assertTrue(kept().contains(newest.seq()));
        assertFalse(kept().contains(1L));
        await("was filled by something else: the oldest visits are removed at once");
        Files.delete(filler);
        home.pass(Duration.ofMinutes(2));
        await("has room");
        assertSound();
    }
}
