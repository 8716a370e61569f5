package dev.porchlight;

import dev.porchlight.health.VitalThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done when a thread dies of an error nobody expected: a vital one takes the program with it, in an orderly way
 * as far as that goes, so that it is never half alive. A plugin's own thread is only told of.
 */
final class LastWords implements Thread.UncaughtExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(LastWords.class);

    /** EX_SOFTWARE of sysexits.h. */
    static final int EXIT_CODE = 70;

    @Override
    public void uncaughtException(Thread thread, Throwable error) {
        if (thread instanceof VitalThread) {
            log.error(
                    "thread {} died of an error nobody expected; porchlight ends, to be started anew. Please report this",
                    thread.getName(),
                    error);
            // Not on this thread: the stop waits for it.
            new Thread(() -> System.exit(EXIT_CODE), "last-words").start();
        } else {
            log.error("thread {} died of an error nobody expected", thread.getName(), error);
        }
    }
}
