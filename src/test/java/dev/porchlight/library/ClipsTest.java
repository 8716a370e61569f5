package dev.porchlight.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.library.Clips.Made;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad days between the end of a visit and the commit of its clip. */
class ClipsTest {
    private static final Made AS_RECORDED = new Made(Role.MJPEG, 64, 48, -1_000, 2_000);

    private Home home;
    private Clips clips;
    private Visit visit;

    @BeforeEach
    void aVisitThatIsOver(@TempDir Path path) throws IOException {
        home = new Home(path.resolve("data"));
        clips = home.open("album").clips();
        visit = home.take();
        try (ClipRecording recording = clips.record(visit, visit.start().minusSeconds(1), 64, 48)) {
            recording.append(0, Home.photo());
            recording.append(2_000, Home.photo());
        }
        visit = clips.end(
                visit.id(), new Ending(visit.start().plusSeconds(1), OptionalInt.empty(), List.of()), Optional.empty());
    }

    @AfterEach
    void close() throws IOException {
        home.close();
    }

    private Path file(String name) {
        return home.library.folder(visit).resolve(name);
    }

    private List<String> owed() throws IOException {
        return home.library.deliveries().nextDue("album").stream()
                .map(Delivery::type)
                .toList();
    }

    private void payWhatIsOwed() throws IOException {
        home.library
                .deliveries()
                .delivered(home.library.deliveries().nextDue("album").orElseThrow(), "kept");
    }

    @Test
    void theAlertIsOwedByTheCommitThatFinishesTheClipAndNotBefore() throws IOException {
        payWhatIsOwed();
        assertEquals(List.of(), owed());

        clips.finish(visit.id(), Optional.empty(), Optional.of(AS_RECORDED), Optional.empty());

        assertEquals(List.of("visit.finished"), owed());
        payWhatIsOwed();
        clips.finish(visit.id(), Optional.empty(), Optional.empty(), Optional.empty());
        assertEquals(List.of(), owed());
    }

    @Test
    void aPowerCutBetweenTheNewNameAndTheCommitIsMadeGood() throws IOException {
        Files.move(file("clip.part.mkv"), file("clip.mkv"));

        Visit finished = clips.finish(visit.id(), Optional.empty(), Optional.of(AS_RECORDED), Optional.empty());

        assertEquals(Files.size(file("clip.mkv")), finished.clip().orElseThrow().size());
    }

    @Test
    void aBestPhotoThatTheDiskDoesNotTakeCostsNeitherTheClipNorTheAlert() throws IOException {
        payWhatIsOwed();
        Files.createDirectories(file("best.jpg").resolve("in the way"));

        Visit finished = clips.finish(
                visit.id(),
                Optional.of(new Taking.Photo(Home.photo(), 64, 48)),
                Optional.of(AS_RECORDED),
                Optional.empty());

        assertTrue(finished.clip().isPresent());
        assertTrue(finished.media(Role.BEST).isEmpty());
        assertEquals(List.of("visit.finished"), owed());
    }

    @Test
    void aRecordingThatCouldNotBeReadIsNotThrownAway() throws IOException {
        clips.finish(visit.id(), Optional.empty(), Optional.empty(), Optional.of("its clip cannot be read"));

        assertTrue(Files.exists(file("clip.part.mkv")));
    }

    @Test
    void oneThatWasMadeIsNotKeptTwice() throws IOException {
        Files.write(file("clip.mp4.part"), new byte[1_000]);

        clips.finish(
                visit.id(),
                Optional.empty(),
                Optional.of(new Made(Role.CLIP, 64, 48, -1_000, 2_000)),
                Optional.empty());

        assertFalse(Files.exists(file("clip.part.mkv")));
        assertEquals(1_000, Files.size(file("clip.mp4")));
    }
}
