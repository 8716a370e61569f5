package dev.porchlight.time;

import java.util.concurrent.locks.LockSupport;

/** What a test does between two looks at what it waits for: it leaves the processor to whoever is to do it. */
public final class Pause {
    private static final long MOMENT = 5_000_000;

    private Pause() {}

    /** 5 ms, or less if this thread is interrupted. */
    public static void aMoment() {
        LockSupport.parkNanos(MOMENT);
    }
}
