package dev.porchlight.delivery;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Attempt;
import dev.porchlight.api.Receipt;
import dev.porchlight.api.RetryAfterException;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.UndeliverableException;
import dev.porchlight.library.Deliveries;
import dev.porchlight.library.Delivery;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a sink on the lane's thread, under a time limit for the whole exchange: then it is interrupted. A sink that does
 * not mind that keeps this thread, and {@code hangs} is told.
 */
final class SinkCall {
    private static final Logger log = LoggerFactory.getLogger(SinkCall.class);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofSeconds(10);
    private static final int MAX_MEMO = 4_096;

    private final Duration limit;
    private final Deliveries deliveries;
    private final ScheduledExecutorService timer;
    private final HouseClock clock;
    private final Runnable hangs;
    private final BooleanSupplier stopping;

    SinkCall(
            Duration limit,
            Deliveries deliveries,
            ScheduledExecutorService timer,
            HouseClock clock,
            Runnable hangs,
            BooleanSupplier stopping) {
        this.limit = limit;
        this.deliveries = deliveries;
        this.timer = timer;
        this.clock = clock;
        this.hangs = hangs;
        this.stopping = stopping;
    }

    /** @param number of this try, from 1 */
    Receipt deliver(Sink sink, ClassLoader loader, Alert alert, Delivery delivery, int number)
            throws IOException, RetryAfterException, UndeliverableException, SinkBrokenException, InterruptedException {
        Thread thread = Thread.currentThread();
        Instant deadline = clock.now().wall().plus(limit);
        ScheduledFuture<?> end = timer.schedule(thread::interrupt, limit.toMillis(), TimeUnit.MILLISECONDS);
        ScheduledFuture<?> stuck = timer.schedule(hangs, limit.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return sink.deliver(alert, attempt(delivery, number, deadline));
        } catch (InterruptedException e) {
            if (stopping.getAsBoolean()) {
                throw e;
            }
            throw new IOException("no answer within " + limit.toSeconds() + " s", e);
        } finally {
            end.cancel(false);
            stuck.cancel(false);
            thread.setContextClassLoader(before);
            if (!stopping.getAsBoolean() && Thread.interrupted()) {
                log.debug("the sink of {} took the full time limit", delivery.sink());
            }
        }
    }

    /** Closes a sink; whatever it throws is in the log, and stops nothing. */
    void close(Sink sink, ClassLoader loader, String name) {
        Thread thread = Thread.currentThread();
        Duration soon = limit.compareTo(CLOSE) < 0 ? limit : CLOSE;
        List<ScheduledFuture<?>> limits = new ArrayList<>();
        try {
            limits.add(timer.schedule(thread::interrupt, soon.toMillis(), TimeUnit.MILLISECONDS));
            limits.add(timer.schedule(hangs, soon.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            log.debug("the whole house stops, and whoever stops it waits no longer than it must", e);
        }
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            sink.close();
        } catch (Throwable e) { // languages other than Java throw also what is not declared
            log.warn("sink {} did not close well: {}", name, Thrown.named(e));
        } finally {
            limits.forEach(end -> end.cancel(false));
            thread.setContextClassLoader(before);
            if (!stopping.getAsBoolean() && Thread.interrupted()) {
                log.debug("sink {} took its full time to close", name);
            }
        }
    }

    private Attempt attempt(Delivery delivery, int number, Instant deadline) {
        return new Attempt() {
            private Optional<String> memo = delivery.memo();

            @Override
            public int number() {
                return number;
            }

            @Override
            public Instant deadline() {
                return deadline;
            }

            @Override
            public Optional<String> memo() {
                return memo;
            }

            @Override
            public void remember(String word) {
                if (word.getBytes(StandardCharsets.UTF_8).length > MAX_MEMO) {
                    throw new IllegalArgumentException("a memo has at most " + MAX_MEMO + " bytes");
                }
                try {
                    deliveries.remember(delivery, word);
                    memo = Optional.of(word);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }
}
