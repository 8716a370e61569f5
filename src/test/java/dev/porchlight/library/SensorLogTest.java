package dev.porchlight.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensorLogTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    @TempDir
    private Path data;

    private Moment now = new Moment(Instant.parse("2026-11-23T07:00:00Z"), 1);
    private boolean isDiskAway;
    private final HouseClock clock = new HouseClock(() -> now.wall(), () -> now.nanos(), "boot", false);

    private SensorLog open() {
        return new SensorLog(data.resolve("log"), ZONE, clock, () -> {
            if (isDiskAway) {
                throw new IOException("the disk is away");
            }
        });
    }

    private void add(SensorLog log, double motionSeconds) {
        log.add(
                now,
                new SensorMinute(Instant.EPOCH, "door", motionSeconds, OptionalInt.of(620), OptionalInt.empty(), 2));
        now = now.plus(Duration.ofMinutes(1));
    }

    private static List<Double> motion(List<SensorMinute> rows) {
        return rows.stream().map(SensorMinute::motionSeconds).toList();
    }

    @Test
    void aDayIsAFileThatPeopleCanOpen() throws IOException {
        SensorLog log = open();
        add(log, 12.34);
        add(log, 0);
        log.flush();

        assertEquals("""
                time,board,motion_s,least_mm,median_mm,bad_lines
                2026-11-23T08:00+01:00,door,12.3,620,,2
                2026-11-23T08:01+01:00,door,0.0,620,,2
                """, Files.readString(data.resolve("log/2026-11-23.csv")));
        assertEquals(
                new SensorMinute(
                        Instant.parse("2026-11-23T07:00:00Z"),
                        "door",
                        12.3,
                        OptionalInt.of(620),
                        OptionalInt.empty(),
                        2),
                open().day(DAY).get(0));
    }

    @Test
    void whatWaitsIsReadAsIfItWereWritten() throws IOException {
        SensorLog log = open();
        add(log, 1);
        log.flush();
        add(log, 2);

        assertEquals(List.of(1.0, 2.0), motion(log.day(DAY)));
        assertEquals(List.of(1.0), motion(open().day(DAY)));
    }

    @Test
    void midnightIsThatOfTheHome() throws IOException {
        now = new Moment(Instant.parse("2026-11-23T22:59:00Z"), 1);
        SensorLog log = open();
        add(log, 1);
        add(log, 2);
        log.flush();

        assertEquals(List.of(1.0), motion(open().day(DAY)));
        assertEquals(List.of(2.0), motion(open().day(DAY.plusDays(1))));
    }

    @Test
    void aLineThatAPowerCutToreCostsItselfOnly() throws IOException {
        SensorLog log = open();
        add(log, 1);
        log.flush();
        Files.writeString(data.resolve("log/2026-11-23.csv"), "2026-11-23T08:01+01:00,do", StandardOpenOption.APPEND);
        add(log, 3);
        log.flush();

        assertEquals(List.of(1.0, 3.0), motion(open().day(DAY)));
    }

    @Test
    void rowsWaitWhileTheDiskIsAwayAndNothingIsWrittenInItsPlace() throws IOException {
        SensorLog log = open();
        isDiskAway = true;
        for (int i = 0; i < SensorLog.MOST_WAITING + 3; i++) {
            add(log, i);
        }
        assertThrows(IOException.class, log::flush);
        assertTrue(Files.notExists(data.resolve("log")));

        isDiskAway = false;
        log.flush();
        try (Stream<Path> files = Files.list(data.resolve("log"))) {
            assertEquals(4, files.count(), "5000 minutes are four days");
        }
        assertEquals(3.0, open().day(DAY).get(0).motionSeconds(), "the oldest make room");
    }

    @Test
    void whileTheCardStallsUnderTheWriterNobodyElseWaits() throws Exception {
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        SensorLog log = new SensorLog(data.resolve("log"), ZONE, clock, () -> {
            stalled.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        add(log, 1);
        FutureTask<Boolean> writer = new FutureTask<>(() -> {
            log.flush();
            return true;
        });
        new Thread(writer).start();
        assertTrue(stalled.await(5, TimeUnit.SECONDS));
        try {
            assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
                add(log, 2);
                assertEquals(List.of(1.0, 2.0), motion(log.day(DAY)));
            });
        } finally {
            over.countDown();
        }
        assertTrue(writer.get(5, TimeUnit.SECONDS));
        log.flush();
        assertEquals(List.of(1.0, 2.0), motion(open().day(DAY)), "each is written once");
    }

    @Test
    void whatWasHeardBeforeTheClockWasSetGetsItsTrueTime() throws IOException {
        now = new Moment(Instant.parse("1970-01-01T00:05:00Z"), 1);
        SensorLog log = open();
        add(log, 1);
        log.flush();
        assertTrue(Files.notExists(data.resolve("log")), "nobody knows which day it is");

        now = new Moment(Instant.parse("2026-11-23T07:01:00Z"), now.nanos());
        log.flush();

        assertEquals(
                Instant.parse("2026-11-23T07:00:00Z"), open().day(DAY).get(0).minute());
    }

    @Test
    void afterAYearAndAMonthADayIsForgotten() throws IOException {
        Path folder = Files.createDirectories(data.resolve("log"));
        Files.writeString(folder.resolve(DAY.minusDays(SensorLog.DAYS_KEPT + 1) + ".csv"), "old");
        Files.writeString(folder.resolve(DAY.minusDays(SensorLog.DAYS_KEPT) + ".csv"), "kept");
        Files.writeString(folder.resolve("notes.txt"), "somebody's");
        SensorLog log = open();
        add(log, 1);
        log.flush();

        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of(DAY.minusDays(SensorLog.DAYS_KEPT) + ".csv", "2026-11-23.csv", "notes.txt"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }
}
