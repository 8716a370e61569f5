package dev.porchlight.camera;

/** Takes the pictures of a {@link FrameSource} as they come, on a thread of the source. */
@FunctionalInterface
public interface FrameSink {
    /**
     * @param jpeg one whole picture, from FFD8 to FFD9; the taker keeps it, nobody writes to it any more
     */
    void frame(byte[] jpeg);

    /** A picture was dropped, for it was broken. */
    default void broken() {}

    /**
     * The source has noticed that no more pictures come, and lets go of the camera now, which can take seconds.
     *
     * @param why a sentence for the owner, the same that {@link FrameSource#run} throws in the end
     */
    default void hangs(String why) {}
}
