package dev.porchlight.engine;

import dev.porchlight.board.Reading;
import dev.porchlight.library.SensorMinute;
import dev.porchlight.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** What one board says within a minute, counted. Safe on every thread. */
final class MinuteCount {
    /** A board reports each second; after a longer silence nobody knows whether the motion went on. */
    private static final Duration LONGEST_GAP = Duration.ofSeconds(2);

    /** A board pings each 60 ms (firmware/PROTOCOL.md); what is beyond is a strange board's. */
    private static final int MOST_ECHOES = 1_200;

    private final String board;
    private LongSupplier badLinesInAll = () -> 0;
    private Duration motion = Duration.ZERO;
    private Optional<Moment> motionSince = Optional.empty();
    private final int[] echoesMm = new int[MOST_ECHOES];
    private int echoes;
    private long readings;
    private long badLinesBefore;

    MinuteCount(String board) {
        this.board = board;
    }

    /** @param inAll how many have come since the start */
    synchronized void countBadLines(LongSupplier inAll) {
        badLinesInAll = inAll;
        badLinesBefore = inAll.getAsLong();
    }

    synchronized void on(Reading reading) {
        readings++;
        motionSince.ifPresent(since -> addMotion(reading.at().since(since)));
        motionSince = reading.motion() && !reading.warmUp() ? Optional.of(reading.at()) : Optional.empty();
        if (reading.ranged() && reading.distanceMm().isPresent() && echoes < MOST_ECHOES) {
            echoesMm[echoes] = reading.distanceMm().getAsInt();
            echoes++;
        }
    }

    private void addMotion(Duration time) {
        motion = motion.plus(time.compareTo(LONGEST_GAP) > 0 ? LONGEST_GAP : time);
    }

    /** The row of the minute, and a new count begins; empty if nothing was heard. */
    synchronized Optional<SensorMinute> end(Instant minute) {
        long badLines = badLinesInAll.getAsLong();
        long bad = badLines - badLinesBefore;
        boolean isSilent = readings == 0 && bad == 0;
        Arrays.sort(echoesMm, 0, echoes);
        SensorMinute row = new SensorMinute(
                minute, board, Math.min(60, motion.toMillis() / 1_000.0), echo(0), echo(echoes / 2), bad);
        motion = Duration.ZERO;
        echoes = 0;
        readings = 0;
        badLinesBefore = badLines;
        return isSilent ? Optional.empty() : Optional.of(row);
    }

    private OptionalInt echo(int index) {
        return index < echoes ? OptionalInt.of(echoesMm[index]) : OptionalInt.empty();
    }
}
