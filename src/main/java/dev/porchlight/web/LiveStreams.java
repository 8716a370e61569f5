package dev.porchlight.web;

import dev.porchlight.camera.Camera;
import dev.porchlight.health.VitalThread;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Everybody who watches live. One thread, {@code web-live}, tells them of each frame and of the time; a viewer holds no
 * thread of its own.
 */
final class LiveStreams implements AutoCloseable {
    /** How exactly limits of seconds are kept. */
    private static final long TICK_MILLIS = 200;

    private final HouseClock clock;
    private final Map<String, Audience> audiences = new LinkedHashMap<>();
    private final Semaphore news = new Semaphore(0);
    private final Thread thread = new VitalThread(this::run, "web-live");
    private volatile boolean stopping;

    LiveStreams(List<Camera> cameras, HouseClock clock) {
        this.clock = clock;
        cameras.forEach(camera -> audiences.put(camera.name(), new Audience(camera, news::release)));
    }

    void start() {
        thread.start();
    }

    /** Who looks at the camera of this name; empty if there is no such camera. */
    Optional<Audience> of(String camera) {
        return Optional.ofNullable(audiences.get(camera));
    }

    Collection<Audience> audiences() {
        return audiences.values();
    }

    private void run() {
        Moment ticked = clock.now();
        try {
            while (!stopping) {
                if (news.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
                audiences.values().stream().filter(Audience::takeNews).forEach(audience -> audience.viewers()
                        .forEach(Viewer::look));
                Moment now = clock.now();
                if (now.since(ticked).toMillis() >= TICK_MILLIS) {
                    ticked = now;
                    audiences.values().forEach(audience -> audience.viewers().forEach(viewer -> viewer.passTo(now)));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        audiences.values().forEach(audience -> audience.viewers().forEach(Viewer::end));
    }
}
