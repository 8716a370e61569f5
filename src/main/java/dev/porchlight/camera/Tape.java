package dev.porchlight.camera;

import java.util.ArrayList;
import java.util.List;

/**
 * The frames of one clip that are not on the disk yet: those of the pre-roll, then each new one as it comes, none missing
 * and none twice. Holds at most its bytes; while the disk stalls for longer, new frames are left out and counted. Filled
 * by the camera, emptied by its recorder.
 */
public final class Tape implements AutoCloseable {
    private final FrameRing ring;
    private final long maxBytes;
    private final List<Frame> frames;
    private long bytes;
    private int missed;

    Tape(FrameRing ring, List<Frame> preroll, long maxBytes) {
        this.ring = ring;
        this.maxBytes = maxBytes;
        this.frames = new ArrayList<>(preroll);
        preroll.forEach(frame -> bytes += frame.jpeg().length);
    }

    synchronized void add(Frame frame) {
        if (bytes + frame.jpeg().length > maxBytes) {
            missed++;
            return;
        }
        frames.add(frame);
        bytes += frame.jpeg().length;
    }

    /** Takes off what came since the last time, oldest first. */
    public synchronized List<Frame> take() {
        List<Frame> taken = List.copyOf(frames);
        frames.clear();
        bytes = 0;
        return taken;
    }

    public synchronized boolean hasFrames() {
        return !frames.isEmpty();
    }

    /** How many frames were left out because the disk did not take those before. */
    public synchronized int missed() {
        return missed;
    }

    /** No more frames are added; what is on it can still be taken. */
    @Override
    public void close() {
        ring.remove(this);
    }
}
