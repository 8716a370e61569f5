package dev.porchlight.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.library.Clips.Made;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One line a visit, when its story is known. */
class DiaryTest {
    private static final Logger DIARY = Logger.getLogger(Diary.class.getName());

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.INFO.intValue()) {
                lines.add(new SimpleFormatter().formatMessage(record));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private Home home;

    @BeforeEach
    void listen(@TempDir Path path) {
        home = new Home(path.resolve("data"));
        DIARY.addHandler(listener);
    }

    @AfterEach
    void close() throws IOException {
        home.close();
        DIARY.removeHandler(listener);
    }

    private String line() throws InterruptedException {
        return lines.poll(10, TimeUnit.SECONDS);
    }

    private Visit takeAndRecord() throws IOException {
        Visit visit = home.take();
        try (ClipRecording recording =
                home.library.clips().record(visit, visit.start().minusSeconds(1), 64, 48)) {
            recording.append(0, Home.photo());
            recording.append(20_000, Home.photo());
        }
        return visit;
    }

    private void end(Visit visit) throws IOException {
        home.library.clips().end(visit.id(), ending(visit), Optional.empty());
    }

    private static Ending ending(Visit visit) {
        return new Ending(visit.start().plusSeconds(14), OptionalInt.of(620), List.of());
    }

    private void finish(Visit visit) throws IOException {
        home.library
                .clips()
                .finish(
                        visit.id(),
                        Optional.empty(),
                        Optional.of(new Made(Role.MJPEG, 64, 48, -1_000, 20_000)),
                        Optional.empty());
    }

    private void pay(String sink) throws IOException {
        Deliveries deliveries = home.library.deliveries();
        for (Optional<Delivery> due = deliveries.nextDue(sink); due.isPresent(); due = deliveries.nextDue(sink)) {
            deliveries.delivered(due.get(), "kept");
        }
    }

    @Test
    void aVisitHasItsLineOnceItsClipIsMadeAndItsSinksWereTold() throws Exception {
        home.open("me", "hook");
        Visit visit = takeAndRecord();
        end(visit);
        pay("me");
        assertNull(lines.poll(600, TimeUnit.MILLISECONDS), "its clip is still to come");

        finish(visit);
        pay("me");
        assertNull(lines.poll(600, TimeUnit.MILLISECONDS), "hook was not told yet");

        pay("hook");
        assertEquals(
                "visit " + visit.id() + " at front: 07:15:02, 14 s, closest 62 cm, photo after 0 ms,"
                        + " clip of 20 s as it was recorded, told me and hook",
                line());
        home.close();
        assertNull(lines.poll(), "one line a visit");
    }

    @Test
    void aClipThatTakesTooLongIsStillToBeMade() throws Exception {
        home.open();
        Visit visit = takeAndRecord();
        end(visit);
        home.pass(Diary.PATIENCE);

        assertTrue(line().endsWith("photo after 0 ms, clip still to be made"));
        finish(visit);
        home.close();
        assertNull(lines.poll(), "a clip that is made later has no line");
    }

    @Test
    void theLinesComeInTheOrderInWhichTheVisitsEnded() throws Exception {
        home.open();
        Visit first = takeAndRecord();
        Visit second = takeAndRecord();
        end(first);
        end(second);
        finish(second);
        assertNull(lines.poll(600, TimeUnit.MILLISECONDS), "the first one's clip is still to come");
        finish(first);

        assertTrue(line().contains(first.id().value()));
        assertTrue(line().contains(second.id().value()));
    }

    @Test
    void aSinkThatWasNotReachedIsStillOwed() throws Exception {
        home.open("me", "hook");
        Visit visit = home.take();
        home.library.finish(visit.id(), ending(visit));
        pay("me");
        Deliveries deliveries = home.library.deliveries();
        Delivery due = deliveries.nextDue("hook").orElseThrow();
        deliveries.trying(due);
        deliveries.postpone(due, home.now.plusSeconds(30), "refused");

        assertTrue(line().endsWith(", told me, still owed to hook"));
    }

    @Test
    void whatIsNotKnownWhenTheHouseStopsIsSaidToBeStillOwed() throws Exception {
        home.open("me");
        Visit visit = takeAndRecord();
        end(visit);
        home.close();

        assertTrue(lines.poll().endsWith("clip still to be made, still owed to me"));
        home.open("me");
        finish(visit);
        pay("me");
        home.close();
        assertNull(lines.poll(), "one line a visit, also over an orderly stop");
    }

    @Test
    void aVisitByHandBeforeTheClockWasSetSaysBoth() {
        Visit visit = new Visit(
                VisitId.create(),
                1,
                "trigger",
                Optional.empty(),
                "door",
                Instant.parse("2026-11-23T06:15:02Z"),
                Optional.of(Instant.parse("2026-11-23T06:15:05Z")),
                0,
                "boot",
                false,
                LocalDate.parse("2026-11-23"),
                "taken by hand",
                OptionalInt.empty(),
                false,
                Optional.of("camera door gave no picture for more than 2 s"),
                "",
                List.of(),
                Optional.empty());
        DiaryLine line = new DiaryLine(
                visit, Optional.of(Duration.ZERO), false, List.of(), Instant.parse("2026-11-24T06:00:00Z"));

        assertEquals(
                "visit " + visit.id() + " at door: 2026-11-23 07:15:02 by a clock that was not set, taken by hand, 3 s;"
                        + " camera door gave no picture for more than 2 s",
                line.words(Home.BERLIN));
    }
}
