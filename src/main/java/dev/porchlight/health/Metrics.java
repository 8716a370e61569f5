package dev.porchlight.health;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the house counts while it runs, for whoever draws it. Each part adds to its own from its own thread; reading asks no
 * part and no disk. Names are those of the configuration, so that nobody outside can add one. Safe on every thread.
 */
public final class Metrics {
    /** Around the limits of 5, 12 and 20 ms that a photo is to keep (DESIGN, section 10), up to a card that stalls. */
    private static final List<Duration> DISK_BOUNDS =
            millis(1, 2, 3, 5, 8, 12, 20, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000);

    /** Around those of 60 and 150 ms for a webhook and a mail, up to the two weeks after which an alert is given up. */
    private static final List<Duration> DELIVERY_BOUNDS = millis(
            10,
            25,
            60,
            100,
            150,
            250,
            500,
            1_000,
            2_500,
            5_000,
            10_000,
            30_000,
            60_000,
            300_000,
            3_600_000,
            86_400_000,
            1_209_600_000);

    private final Timing photo = new Timing(DISK_BOUNDS);
    private final Timing fsync = new Timing(DISK_BOUNDS);
    private final Map<String, OfCamera> cameras = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> readings = new ConcurrentHashMap<>();
    private final Map<String, OfSink> sinks = new ConcurrentHashMap<>();
    private volatile OptionalLong keptBytes = OptionalLong.empty();
    private volatile OptionalLong freeBytes = OptionalLong.empty();

    Metrics() {}

    private static List<Duration> millis(long... millis) {
        return Arrays.stream(millis).mapToObj(Duration::ofMillis).toList();
    }

    /**
     * Of one camera.
     *
     * @param visits taken
     * @param missedFrames that a slow disk left out of clips
     */
    public record OfCamera(LongAdder visits, LongAdder missedFrames) {}

    /**
     * Of one sink.
     *
     * @param owed alerts that wait for it, as far as its lane has looked
     * @param delivered alerts it took
     * @param givenUp alerts it never will
     * @param started from the trigger of a visit until it had the alert that somebody is there
     * @param finished from the moment that a visit was finished until it had that alert
     */
    public record OfSink(AtomicLong owed, LongAdder delivered, LongAdder givenUp, Timing started, Timing finished) {}

    /** From the trigger until the photo is on the disk and its visit in the catalog. */
    public Timing photo() {
        return photo;
    }

    /** One synchronisation of a photo or of another small file of a visit. */
    public Timing fsync() {
        return fsync;
    }

    public OfCamera camera(String name) {
        return cameras.computeIfAbsent(name, its -> new OfCamera(new LongAdder(), new LongAdder()));
    }

    /** How many readings the board of this name gave. */
    public LongAdder readings(String board) {
        return readings.computeIfAbsent(board, its -> new LongAdder());
    }

    /** What is counted of the sink of this name. */
    public OfSink sink(String name) {
        return sinks.computeIfAbsent(
                name,
                its -> new OfSink(
                        new AtomicLong(),
                        new LongAdder(),
                        new LongAdder(),
                        new Timing(DELIVERY_BOUNDS),
                        new Timing(DELIVERY_BOUNDS)));
    }

    /** It was taken out of the configuration. */
    public void forgetSink(String name) {
        sinks.remove(name);
    }

    /** The library has looked at its disk. */
    public void disk(long kept, long free) {
        keptBytes = OptionalLong.of(kept);
        freeBytes = OptionalLong.of(free);
    }

    /** The disk is away: nobody knows. */
    public void diskIsAway() {
        keptBytes = OptionalLong.empty();
        freeBytes = OptionalLong.empty();
    }

    public Map<String, OfCamera> cameras() {
        return new TreeMap<>(cameras);
    }

    public Map<String, LongAdder> readings() {
        return new TreeMap<>(readings);
    }

    public Map<String, OfSink> sinks() {
        return new TreeMap<>(sinks);
    }

    /** What all media take, in bytes; empty until the library has looked. */
    public OptionalLong keptBytes() {
        return keptBytes;
    }

    /** What may still be written to the disk of the data folder, in bytes; empty until the library has looked. */
    public OptionalLong freeBytes() {
        return freeBytes;
    }
}
