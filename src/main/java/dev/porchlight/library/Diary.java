package dev.porchlight.library;

import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line a visit in the log, when it is over and its story is known: its clip is made or given up, and its sinks were told
 * or must be tried later. What takes longer than a minute is said to be still owed. The lines come in the order in which
 * the visits ended. Written on the thread {@code diary}, which rests while nothing has happened; the rest is safe on every
 * thread and does not block.
 */
final class Diary implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Diary.class);

    /** A Pi 3 makes a clip of 20 s in about this time. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final long LOOK_MILLIS = 250;
    private static final long STOP_MILLIS = 1_000;

    /** Somebody who presses the button all day; beyond it, visits end without a line. */
    private static final int MOST = 1_000;

    private final Catalog catalog;
    private final ZoneId zone;
    private final HouseClock clock;
    private final Map<VisitId, Duration> goingOn = new LinkedHashMap<>();
    private final LinkedBlockingQueue<Optional<Page>> pages = new LinkedBlockingQueue<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "diary");

    private record Page(Visit visit, Optional<Duration> photoAfter, Moment since) {}

    Diary(Catalog catalog, ZoneId zone, HouseClock clock) {
        this.catalog = catalog;
        this.zone = zone;
        this.clock = clock;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** @param after the trigger */
    void taken(VisitId visit, Duration after) {
        synchronized (goingOn) {
            if (goingOn.size() < MOST) {
                goingOn.put(visit, after);
            }
        }
    }

    /** It ended; its clip may still be to come. */
    void ended(Visit visit) {
        Optional<Duration> photoAfter;
        synchronized (goingOn) {
            photoAfter = Optional.ofNullable(goingOn.remove(visit.id()));
        }
        if (pages.size() < MOST) {
            pages.add(Optional.of(new Page(visit, photoAfter, clock.now())));
        } else {
            log.debug("visit {} gets no line: {} wait for theirs", visit.id(), MOST);
        }
    }

    private void run() {
        try {
            for (Optional<Page> page = pages.take(); page.isPresent(); page = pages.take()) {
                try {
                    write(page.get());
                } catch (RuntimeException e) {
                    log.error(
                            "visit {} has no line by a mistake in porchlight",
                            page.get().visit().id(),
                            e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Page page) throws InterruptedException {
        DiaryLine line = line(page);
        while (!line.isKnown()
                && clock.now().since(page.since()).compareTo(PATIENCE) < 0
                && !stop.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            line = line(page);
        }
        log.info("{}", line.words(zone));
    }

    /** As far as the catalog can tell; it may be away with its disk. */
    private DiaryLine line(Page page) {
        VisitId id = page.visit().id();
        try {
            return catalog.read(c -> {
                // One that was deleted for good meanwhile is told of as it was.
                Visit visit = VisitRows.find(c, id).orElse(page.visit());
                List<Delivery> deliveries =
                        DeliveryRows.list(c, "WHERE alert.visit = ? ORDER BY delivery.id", visit.seq());
                return new DiaryLine(
                        visit,
                        page.photoAfter(),
                        Clips.isUnfinished(c, visit),
                        deliveries,
                        clock.now().wall());
            });
        } catch (IOException e) {
            log.debug("the catalog is away, the diary waits", e);
            return new DiaryLine(
                    page.visit(),
                    page.photoAfter(),
                    page.visit().clip().isEmpty(),
                    List.of(),
                    clock.now().wall());
        }
    }

    /** What is not known by now is said to be still owed. */
    @Override
    public void close() {
        stop.countDown();
        pages.add(Optional.empty());
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
