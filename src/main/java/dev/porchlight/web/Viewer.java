package dev.porchlight.web;

import dev.porchlight.time.Moment;

/** Somebody who looks at one camera. Told of frames and of time by the thread {@code web-live}. */
interface Viewer {
    /** There is a new frame; must not block. */
    void look();

    void passTo(Moment now);

    /** Ends the answer, also one that its reader does not take. Safe on every thread, and twice. */
    void end();
}
