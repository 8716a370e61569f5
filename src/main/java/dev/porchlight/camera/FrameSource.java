package dev.porchlight.camera;

import java.io.IOException;

/** Where a camera's frames come from: a process that writes MJPEG, or the demo. Run on the camera's thread. */
public interface FrameSource {
    /** What it is, in words for the owner: {@code rpicam-vid}, {@code /dev/video0}. */
    String describe();

    /**
     * Gives frames until it is interrupted or the source ends; lets go of everything before it returns.
     *
     * @throws IOException with a sentence for the owner: why there are no (more) frames
     * @throws InterruptedException when told to stop
     */
    void run(FrameSink frames) throws IOException, InterruptedException;
}
