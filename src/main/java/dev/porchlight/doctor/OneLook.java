package dev.porchlight.doctor;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A look and its thread. One that still hangs from an examination before is waited for, and not begun a second time. */
final class OneLook {
    private static final Logger log = LoggerFactory.getLogger(OneLook.class);

    private final Look look;
    private FutureTask<List<Finding>> task = new FutureTask<>(List::of);
    private Thread thread = new Thread(task);

    OneLook(Look look) {
        this.look = look;
    }

    /** Goes by another configuration; if the one before still hangs, that is waited for first. */
    OneLook(Look look, OneLook before) {
        this.look = look;
        synchronized (before) {
            task = before.task;
            thread = before.thread;
        }
    }

    String what() {
        return look.what();
    }

    synchronized boolean isAlive() {
        return thread.isAlive();
    }

    synchronized void begin() {
        if (!thread.isAlive()) {
            task = new FutureTask<>(look::look);
            thread = new Thread(task, "doctor-" + look.what().replace(' ', '-'));
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * @param until by {@link System#nanoTime}
     * @param limit what it was given, for the words
     */
    List<Finding> await(long until, Duration limit) throws InterruptedException {
        try {
            return task.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            return List.of(Finding.broken(
                    look.what(),
                    "it did not answer within " + limit.toSeconds() + " s",
                    "look at its cable, its disk or its network, and examine again"));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            log.debug("looking at {}: {}: {}", look.what(), cause.getClass().getName(), message(cause));
            return List.of(
                    cause instanceof IOException
                            ? Finding.broken(look.what(), message(cause))
                            : Finding.broken(
                                    look.what(),
                                    "the doctor stumbled over it: "
                                            + cause.getClass().getName(),
                                    "that is a mistake in Porchlight, please report it"));
        }
    }

    /** A stranger's exception may fail even at saying what it is. */
    static String message(Throwable cause) {
        try {
            return String.valueOf(cause.getMessage());
        } catch (RuntimeException e) {
            return cause.getClass().getName();
        }
    }
}
