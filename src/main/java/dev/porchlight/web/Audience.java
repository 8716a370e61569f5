package dev.porchlight.web;

import dev.porchlight.camera.Camera;
import dev.porchlight.camera.Frame;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** All who look at one camera. It listens to the camera only while somebody looks. */
final class Audience {
    private final Camera camera;
    private final Consumer<Frame> listener;
    private final AtomicBoolean news = new AtomicBoolean();
    private final Set<Viewer> viewers = new LinkedHashSet<>();
    private Optional<Part> part = Optional.empty();

    /** @param wakeUp called on the camera's thread for each frame */
    Audience(Camera camera, Runnable wakeUp) {
        this.camera = camera;
        this.listener = frame -> {
            news.set(true);
            wakeUp.run();
        };
    }

    Camera camera() {
        return camera;
    }

    /** The newest frame; empty if there never was one. */
    Optional<Frame> latest() {
        return camera.ring().latest();
    }

    /** The newest frame as a part, made when it is first asked for. */
    synchronized Optional<Part> latestPart() {
        latest().ifPresent(frame -> {
            if (part.isEmpty() || part.get().seq() != frame.seq()) {
                part = Optional.of(Part.of(frame));
            }
        });
        return part;
    }

    synchronized void add(Viewer viewer) {
        if (viewers.isEmpty()) {
            camera.addListener(listener);
        }
        viewers.add(viewer);
    }

    synchronized void remove(Viewer viewer) {
        if (viewers.remove(viewer) && viewers.isEmpty()) {
            camera.removeListener(listener);
            part = Optional.empty();
        }
    }

    synchronized List<Viewer> viewers() {
        return List.copyOf(viewers);
    }

    /** Whether a frame came since this was asked last. */
    boolean takeNews() {
        return news.getAndSet(false);
    }
}
