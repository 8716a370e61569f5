package dev.porchlight.camera;

import dev.porchlight.config.CameraConfig;
import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One camera that is kept running. Its thread {@code camera-<name>} runs the source again and again, waiting a little
 * longer after each failure; everybody else reads the ring.
 */
public final class Camera implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Camera.class);

    /** 6 s of 720p at 15 fps are some 14 MB; the host has 96. */
    private static final long MAX_RING_BYTES = 32_000_000;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final long STOP_SECONDS = 15;

    private final CameraConfig config;
    private final FrameSource source;
    private final HouseClock clock;
    private final Health health;
    private final FrameRing ring;
    private final Thread thread;
    private final List<Consumer<Frame>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private volatile long seq;
    private volatile boolean stopping;
    private volatile boolean running;
    private volatile String problem = "it has not given a picture yet";

    public Camera(CameraConfig config, Duration preroll, FrameSource source, HouseClock clock, Health health) {
        this.config = config;
        this.source = source;
        this.clock = clock;
        this.health = health;
        this.ring = new FrameRing(preroll, MAX_RING_BYTES);
        this.thread = new Thread(this::run, "camera-" + config.name());
    }

    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    public String name() {
        return config.name();
    }

    public FrameRing ring() {
        return ring;
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
        Duration pause = FIRST_PAUSE;
        while (!stopping) {
            long before = seq;
            try {
                source.run(this::take);
                problem = source.describe() + " ended by itself";
            } catch (IOException e) {
                problem = e.getMessage();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                log.error("camera {} broke down", name(), e);
                problem = "camera " + name() + " broke down: " + e;
            }
            running = false;
            if (stopping) {
                return;
            }
            pause = seq > before ? FIRST_PAUSE : longer(pause);
            health.failed("camera " + name(), problem + "; visits are kept without a picture meanwhile");
            try {
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }

    private void take(byte[] jpeg) {
        Moment now = clock.now();
        Frame frame = new Frame(seq + 1, now, jpeg);
        ring.add(frame);
        if (!running) {
            running = true;
            String size = PictureSize.of(jpeg)
                    .map(s -> ", " + s.width() + "x" + s.height())
                    .orElse("");
            health.ok("camera " + name(), source.describe() + " gives pictures" + size);
        }
        lock.lock();
        try {
            seq = frame.seq();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        for (Consumer<Frame> listener : listeners) {
            listener.accept(frame);
        }
    }

    /** Stops the source and waits for it, at most 15 s. */
    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
