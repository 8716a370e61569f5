package dev.porchlight.web;

import dev.porchlight.time.Moment;
import java.util.Optional;

/** Somebody who looks at one camera. Told of frames and of time by the thread {@code web-live}. */
interface Viewer {
    /** There is a new frame; must not block. */
    void look();

    void passTo(Moment now);

    /** Ends the answer, also one that its reader does not take. Safe on every thread, and twice. */
    void end();

    /** What the caller's session is known by, if there is one; a viewer ends with it. */
    Optional<Object> session();
}
