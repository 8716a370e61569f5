package dev.porchlight.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.camera.Frame;
import dev.porchlight.engine.Backlog.Finish;
import dev.porchlight.engine.Backlog.LatePhoto;
import dev.porchlight.engine.Backlog.Take;
import dev.porchlight.library.Ending;
import dev.porchlight.library.ReadingRow;
import dev.porchlight.library.Taking;
import dev.porchlight.library.VisitId;
import dev.porchlight.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final Moment NOW = new Moment(Instant.EPOCH, 0);
    private static final int PICTURE = 1_000_000;

    private final Backlog backlog = new Backlog(Backlog.MAX_BYTES);

    private static Take take(int pictureBytes) {
        return new Take(
                VisitId.create(),
                new Trigger("t", Optional.empty(), NOW, "motion", OptionalInt.empty(), Set.of()),
                Optional.of(new Frame(1, NOW, new byte[pictureBytes])),
                Optional.empty(),
                new CompletableFuture<>());
    }

    private Take first() throws InterruptedException {
        return (Take) backlog.first(Duration.ZERO).orElseThrow();
    }

    @Test
    void theFirstStaysUntilItIsRemoved() throws InterruptedException {
        Take one = take(1);
        backlog.add(one);

        assertEquals(one, first());
        assertEquals(one, first());
        backlog.removeFirst();
        assertEquals(Optional.empty(), backlog.first(Duration.ZERO));
    }

    @Test
    void beyondItsBytesAVisitWaitsWithoutItsPicture() throws InterruptedException {
        for (int i = 0; i < 25; i++) {
            assertTrue(backlog.add(take(PICTURE)));
        }
        for (int i = 0; i < 24; i++) {
            assertTrue(first().frame().isPresent());
            backlog.removeFirst();
        }

        assertEquals(Optional.empty(), first().frame());
        assertEquals(
                "the disk did not answer, and too many pictures were waiting for it",
                first().problem().orElseThrow());
    }

    @Test
    void whatIsDoneMakesRoomAgain() throws InterruptedException {
        for (int i = 0; i < 24; i++) {
            backlog.add(take(PICTURE));
        }
        backlog.removeFirst();
        Take next = take(PICTURE);
        backlog.add(next);

        for (int i = 0; i < 23; i++) {
            backlog.removeFirst();
        }
        assertEquals(next, first());
    }

    @Test
    void beyond256VisitsOneIsRefused() {
        for (int i = 0; i < 256; i++) {
            assertTrue(backlog.add(take(1)));
        }

        assertFalse(backlog.add(take(1)));
        assertEquals(256, backlog.visits());
    }

    @Test
    void anEndingBeyondTheBytesIsKeptWithoutItsReadings() throws InterruptedException {
        Take visit = take(24 * PICTURE - 100);
        backlog.add(visit);
        Ending ending = new Ending(
                Instant.EPOCH,
                OptionalInt.of(640),
                Collections.nCopies(10_000, new ReadingRow(0, true, OptionalInt.of(640))));
        backlog.add(new Finish(visit.id(), ending));
        backlog.removeFirst();

        Finish waits = (Finish) backlog.first(Duration.ZERO).orElseThrow();

        assertEquals(OptionalInt.of(640), waits.ending().closestMm());
        assertTrue(waits.ending().readings().isEmpty());
    }

    @Test
    void theEndOfAVisitThatWasRefusedIsDropped() throws InterruptedException {
        backlog.add(new Finish(VisitId.create(), new Ending(Instant.EPOCH, OptionalInt.empty(), List.of())));

        assertEquals(Optional.empty(), backlog.first(Duration.ZERO));
    }

    @Test
    void latePhotosShareTheBytes() {
        assertTrue(backlog.addLate(late(20 * PICTURE)));
        assertFalse(backlog.addLate(late(5 * PICTURE)));
        backlog.removeFirstLate();
        assertTrue(backlog.addLate(late(5 * PICTURE)));
    }

    private static LatePhoto late(int bytes) {
        return new LatePhoto(VisitId.create(), new Taking.Photo(new byte[bytes], 0, 0));
    }
}
