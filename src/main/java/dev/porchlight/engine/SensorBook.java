package dev.porchlight.engine;

import dev.porchlight.board.Board;
import dev.porchlight.board.Reading;
import dev.porchlight.health.VitalThread;
import dev.porchlight.library.Library;
import dev.porchlight.library.SensorLog;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a row a minute of what each board says, has them written every ten minutes, and a day that is over told to the
 * sinks that want it. Its thread {@code sensor-log} waits for the end of each minute; the boards' threads only count.
 */
public final class SensorBook implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SensorBook.class);

    /** So that nobody there costs the card no more than one page of one file in ten minutes. */
    private static final int MINUTES_TOGETHER = 10;

    private static final long STOP_MILLIS = 2_000;

    private final Library library;
    private final SensorLog sensorLog;
    private final ZoneId zone;
    private final HouseClock clock;
    private final Map<String, MinuteCount> counts = new ConcurrentHashMap<>();
    private final Thread thread = new VitalThread(this::run, "sensor-log");
    private LocalDate toldUntil = LocalDate.MIN;
    private volatile boolean stopping;

    public SensorBook(Library library, ZoneId zone, HouseClock clock) {
        this.library = library;
        this.sensorLog = library.sensorLog();
        this.zone = zone;
        this.clock = clock;
    }

    /** Where the readings of this board go; does not block. */
    public Consumer<Reading> readingsOf(String board) {
        MinuteCount count = new MinuteCount(board);
        counts.put(board, count);
        return count::on;
    }

    /** Counts its bad lines too. */
    public void watch(Board board) {
        counts.get(board.name()).countBadLines(() -> board.state().badLines());
    }

    public void start() {
        thread.start();
    }

    private void run() {
        Moment begin = clock.now();
        int minutes = 0;
        try {
            while (!stopping) {
                Instant next = begin.wall().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
                Moment end = begin.plus(Duration.between(begin.wall(), next));
                TimeUnit.NANOSECONDS.sleep(end.since(clock.now()).toNanos());
                endMinute(begin);
                begin = clock.now();
                minutes++;
                if (minutes % MINUTES_TOGETHER == 1) { // the first makes the day's file, while the house warms up
                    flush();
                }
            }
        } catch (InterruptedException e) {
            endMinute(begin);
        }
    }

    /** @param begin of the minute that is over */
    void endMinute(Moment begin) {
        counts.values().forEach(count -> count.end(begin.wall()).ifPresent(row -> sensorLog.add(begin, row)));
    }

    void flush() {
        try {
            sensorLog.flush();
            LocalDate yesterday = LocalDate.ofInstant(clock.now().wall(), zone).minusDays(1);
            if (clock.isSet() && yesterday.isAfter(toldUntil)) {
                library.tellLog(yesterday);
                toldUntil = yesterday;
            }
        } catch (IOException e) {
            log.debug("the sensor log waits: {}", e.getMessage());
        }
    }

    /** Writes what there is of the minute that goes on. */
    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        flush();
    }
}
