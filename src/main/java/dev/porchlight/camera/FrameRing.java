package dev.porchlight.camera;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The last frames of a camera: at least the pre-roll before a trigger that is half a second old, as far as the bound in
 * bytes allows; the oldest go first. Written by the camera, read by anybody.
 */
public final class FrameRing {
    /** On a busy machine a trigger is heard, and its tape begun, some frames later. */
    private static final Duration LATE = Duration.ofMillis(500);

    private long keptNanos;
    private final long maxBytes;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final List<Tape> tapes = new ArrayList<>();
    private long bytes;

    public FrameRing(Duration preroll, long maxBytes) {
        this.maxBytes = maxBytes;
        keep(preroll);
    }

    /** Holds another pre-roll from now on; a longer one is there once it has passed. */
    public final synchronized void keep(Duration preroll) {
        keptNanos = preroll.plus(LATE).toNanos();
    }

    synchronized void add(Frame frame) {
        tapes.forEach(tape -> tape.add(frame));
        frames.addLast(frame);
        bytes += frame.jpeg().length;
        long cutoff = frame.at().nanos() - keptNanos;
        while (frames.size() > 1 && (bytes > maxBytes || isSecondOldAlready(cutoff))) {
            bytes -= frames.removeFirst().jpeg().length;
        }
    }

    /** One frame older than the cutoff stays, so that the whole pre-roll is covered. */
    private boolean isSecondOldAlready(long cutoff) {
        Frame first = frames.removeFirst();
        boolean old = frames.getFirst().at().nanos() - cutoff <= 0;
        frames.addFirst(first);
        return old;
    }

    public synchronized Optional<Frame> latest() {
        return Optional.ofNullable(frames.peekLast());
    }

    /** The frame whose time is nearest to {@code nanos} (monotonic). */
    public synchronized Optional<Frame> nearest(long nanos) {
        Frame nearest = null;
        for (Frame frame : frames) {
            if (nearest == null
                    || Math.abs(frame.at().nanos() - nanos)
                            <= Math.abs(nearest.at().nanos() - nanos)) {
                nearest = frame;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Every frame not older than {@code nanos} (monotonic), oldest first. */
    public synchronized List<Frame> from(long nanos) {
        List<Frame> some = new ArrayList<>();
        for (Frame frame : frames) {
            if (frame.at().nanos() - nanos >= 0) {
                some.add(frame);
            }
        }
        return some;
    }

    /**
     * Begins a clip: a tape with the frames from the last one not later than {@code nanos} (monotonic) on, to which each new
     * one is added until it is closed. The pictures of the pre-roll are shared with this ring and cost no memory of their
     * own.
     *
     * @param maxBytes what it may hold besides the pre-roll
     */
    public synchronized Tape tape(long nanos, long maxBytes) {
        List<Frame> preroll = new ArrayList<>();
        for (Frame frame : frames) {
            if (frame.at().nanos() - nanos <= 0) {
                preroll.clear();
            }
            preroll.add(frame);
        }
        Tape tape = new Tape(this, preroll, bytes + maxBytes);
        tapes.add(tape);
        return tape;
    }

    synchronized void remove(Tape tape) {
        tapes.remove(tape);
    }

    /** What the pictures take in memory, in bytes. */
    public synchronized long bytes() {
        return bytes;
    }
}
