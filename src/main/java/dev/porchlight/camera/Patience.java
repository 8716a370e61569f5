package dev.porchlight.camera;

import java.time.Duration;

/**
 * How long a camera program is waited for. All of it together, and the pause before the next start, is less than 20 s:
 * so long is a hanging camera gone at most.
 *
 * @param firstFrame after its start; some cameras need several seconds to find the exposure
 * @param nextFrame after a frame; then it hangs, as rpicam-vid does (rpicam-apps#650)
 * @param interrupt after SIGINT, the only signal rpicam-vid ends cleanly by
 * @param terminate after SIGTERM; then it is killed
 */
record Patience(Duration firstFrame, Duration nextFrame, Duration interrupt, Duration terminate) {
    static final Patience USUAL =
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofSeconds(2));
}
