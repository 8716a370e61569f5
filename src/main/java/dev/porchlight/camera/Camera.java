package dev.porchlight.camera;

import dev.porchlight.config.CameraConfig;
import dev.porchlight.health.Health;
import dev.porchlight.health.VitalThread;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One camera that is kept running. Its thread {@code camera-<name>} runs the source again and again, waiting a little
 * longer after each failure; everybody else reads the ring. A fault is told once, however often it comes back before the
 * camera is good again.
 */
public final class Camera implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Camera.class);

    /** 6 s of 720p at 15 fps are some 14 MB; the host has 96. */
    private static final long MAX_RING_BYTES = 32_000_000;

    /** One that soon ended after it gave pictures is called good again only when they come for so long. */
    private static final Duration STEADY = Duration.ofSeconds(10);

    /** SIGINT, SIGTERM and SIGKILL take 5 s of a program that ignores the first two. */
    private static final long STOP_SECONDS = 6;

    /** Two sentences that differ only in these (a time, a process number) tell of the same fault. */
    private static final Pattern FIGURES = Pattern.compile("[0-9]+");

    private final CameraConfig config;
    private final FrameSource source;
    private final HouseClock clock;
    private final Health health;
    private final String part;
    private final FrameRing ring;
    private final Thread thread;
    private final List<Consumer<Frame>> listeners = new CopyOnWriteArrayList<>();
    private final Set<Consumer<Frame>> failedListeners = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final LongAdder brokenFrames = new LongAdder();
    private volatile long seq;
    private volatile boolean stopping;
    private volatile boolean running;
    private volatile String problem = "it has not given a picture yet";
    private volatile String toldFault = "";

    public Camera(CameraConfig config, Duration preroll, FrameSource source, HouseClock clock, Health health) {
        this.config = config;
        this.source = source;
        this.clock = clock;
        this.health = health;
        this.part = "camera " + config.name();
        this.ring = new FrameRing(preroll, MAX_RING_BYTES);
        this.thread = new VitalThread(this::run, "camera-" + config.name());
    }

    public void start() {
        thread.start();
    }

    public String name() {
        return config.name();
    }

    public FrameRing ring() {
        return ring;
    }

    /** How many frames it gave since the host started. */
    public long frames() {
        return seq;
    }

    /** How many frames were dropped since the host started, for they were broken. */
    public long brokenFrames() {
        return brokenFrames.sum();
    }

    /** Why there are no frames now, as a sentence for the owner; empty while there are. */
    public Optional<String> problem() {
        return running ? Optional.empty() : Optional.of(problem);
    }

    /** Hears of each frame on the camera's thread; must not block. */
    public void addListener(Consumer<Frame> listener) {
        listeners.add(listener);
    }

    public void removeListener(Consumer<Frame> listener) {
        listeners.remove(listener);
        failedListeners.remove(listener);
    }

    /** The newest frame after {@code seq}, or empty if none came in time. */
    public Optional<Frame> awaitAfter(long after, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (seq <= after && left > 0) {
                left = arrived.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        return ring.latest().filter(frame -> frame.seq() > after);
    }

    private void run() {
        Pauses pauses = new Pauses();
        boolean trusted = true;
        while (!stopping) {
            Moment begin = clock.now();
            Run run = new Run(begin, trusted);
            try {
                source.run(run);
                fail(source.describe() + " ended by itself");
            } catch (IOException e) {
                fail(e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (fail("a defect of Porchlight stopped it, please report it: " + e)) {
                    log.error("{} broke down", part, e);
                }
            }
            trusted = run.earnedTrust();
            try {
                TimeUnit.NANOSECONDS.sleep(
                        pauses.after(clock.now().since(begin)).toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** There are no more frames; true if that is news. */
    private boolean fail(String why) {
        problem = why;
        running = false;
        String fault = FIGURES.matcher(why).replaceAll("#");
        if (stopping || fault.equals(toldFault)) {
            return false;
        }
        toldFault = fault;
        health.failed(part, why + "; it is tried again by itself, and visits are kept without a picture meanwhile");
        return true;
    }

    /** One run of the source: takes its frames, on the source's thread, and says how they are. */
    private final class Run implements FrameSink {
        private final PictureWatch watch;
        private final boolean trusted;
        private Optional<Moment> first = Optional.empty();
        private boolean steady;
        private boolean toldGood;
        private Optional<String> trouble = Optional.empty();

        /** @param trusted whether its first picture is enough to call it good */
        Run(Moment begin, boolean trusted) {
            this.watch = new PictureWatch(begin);
            this.trusted = trusted;
        }

        boolean earnedTrust() {
            return first.isEmpty() ? trusted : steady;
        }

        @Override
        public void frame(byte[] jpeg) {
            Frame frame = new Frame(seq + 1, clock.now(), jpeg);
            ring.add(frame);
            running = true;
            Moment begin = first.orElse(frame.at());
            first = Optional.of(begin);
            steady |= frame.at().since(begin).compareTo(STEADY) >= 0;
            if (!toldGood && (trusted || steady)) {
                toldGood = true;
                tellGood(jpeg);
            }
            publish(frame);
            Optional<String> seen = watch.see(frame);
            if (!seen.equals(trouble)) {
                trouble = seen;
                seen.ifPresentOrElse(words -> health.warning(part, words), () -> tellGood(jpeg));
            }
        }

        private void tellGood(byte[] jpeg) {
            toldFault = "";
            String size = PictureSize.of(jpeg)
                    .map(s -> ", " + s.width() + "x" + s.height())
                    .orElse("");
            health.ok(part, source.describe() + " gives pictures" + size);
        }

        @Override
        public void broken() {
            brokenFrames.increment();
        }

        @Override
        public void hangs(String why) {
            fail(why);
        }
    }

    private void publish(Frame frame) {
        lock.lock();
        try {
            seq = frame.seq();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        for (Consumer<Frame> listener : listeners) {
            try {
                listener.accept(frame);
            } catch (RuntimeException e) {
                if (failedListeners.add(listener)) {
                    log.error("{}: who listens to its frames failed; the next ones are told all the same", part, e);
                }
            }
        }
    }

    /** Begins to stop the source, and does not wait for it; what several cameras need to stop at the same time. */
    public void stopSoon() {
        if (!stopping) {
            stopping = true;
            thread.interrupt();
        }
    }

    /** Stops the source and waits for it, at most 6 s. */
    @Override
    public void close() {
        stopSoon();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
