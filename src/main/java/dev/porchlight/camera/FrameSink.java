package dev.porchlight.camera;

/** Takes the pictures of a {@link FrameSource}, on the source's thread, as they come. */
@FunctionalInterface
public interface FrameSink {
    /**
     * @param jpeg one whole picture, from FFD8 to FFD9; the taker keeps it, nobody writes to it any more
     */
    void frame(byte[] jpeg);
}
