package dev.porchlight.doctor;

import dev.porchlight.time.HouseClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Examines the machine and the house on it, one examination at a time, however many ask. All is looked at at once, each
 * thing on a thread of its own; what hangs keeps that thread, is one finding, and holds up nobody. Safe on every thread.
 */
public final class Doctor implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Doctor.class);

    /**
     * The slowest look is a sink whose far side does not answer, on a machine whose service manager hardly does: 25 s. An
     * Uno that starts and is listened to at two speeds takes 12 s.
     */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HouseClock clock;
    private final Duration limit;
    private volatile List<OneLook> looks;
    private Optional<Examination> latest = Optional.empty();
    private CompletableFuture<Examination> outcome = CompletableFuture.completedFuture(null);
    private Optional<Thread> thread = Optional.empty();

    /** @param looks in the order of the table */
    public Doctor(List<? extends Look> looks, HouseClock clock) {
        this(looks, clock, LIMIT);
    }

    Doctor(List<? extends Look> looks, HouseClock clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
        this.looks = fresh(looks);
    }

    private static List<OneLook> fresh(List<? extends Look> looks) {
        return looks.stream().map(OneLook::new).toList();
    }

    /** The house is another one from the next examination on. */
    public synchronized void goBy(List<? extends Look> changed) {
        Map<String, OneLook> hanging = new HashMap<>();
        looks.stream().filter(OneLook::isAlive).forEach(look -> hanging.put(look.what(), look));
        looks = changed.stream()
                .map(look -> hanging.containsKey(look.what())
                        ? new OneLook(look, hanging.get(look.what()))
                        : new OneLook(look))
                .toList();
    }

    /** What was found last, or so far; empty if nobody asked yet. */
    public synchronized Optional<Examination> latest() {
        return latest;
    }

    /** Begins an examination, unless one goes on. Returns at once; the outcome is there within some 30 s. */
    public synchronized CompletableFuture<Examination> examine() {
        if (outcome.isDone()) {
            outcome = new CompletableFuture<>();
            latest = Optional.of(new Examination(clock.now().wall(), false, List.of()));
            Thread begun = new Thread(this::run, "doctor");
            begun.setDaemon(true);
            thread = Optional.of(begun);
            try {
                begun.start();
            } catch (Error e) {
                log.warn("no thread for the examination", e);
                end(e);
            }
        }
        return outcome.copy();
    }

    private void run() {
        try {
            Examination done = examine(finding -> note(List.of(finding), false));
            note(List.of(), true);
            outcome().complete(done);
        } catch (InterruptedException e) {
            end(e); // the house stops
        } catch (RuntimeException | Error e) {
            end(e);
            throw e;
        }
    }

    /** It came to no good end: nobody shall wait for it, and what was seen so far is not all. */
    private void end(Throwable cause) {
        try {
            note(List.of(Finding.broken("the doctor", "the examination came to no end", "examine again")), true);
        } finally {
            outcome().completeExceptionally(cause);
        }
    }

    private synchronized CompletableFuture<Examination> outcome() {
        return outcome;
    }

    private synchronized void note(List<Finding> more, boolean isOver) {
        Examination before = latest.orElseThrow();
        List<Finding> findings = new ArrayList<>(before.findings());
        findings.addAll(more);
        latest = Optional.of(new Examination(before.at(), isOver, findings));
    }

    /** Examines on this thread, and tells each finding as it comes, in the order of the table. */
    public Examination examine(Consumer<Finding> told) throws InterruptedException {
        Instant at = clock.now().wall();
        long until = System.nanoTime() + limit.toNanos();
        List<OneLook> all = looks;
        all.forEach(OneLook::begin);
        List<Finding> findings = new ArrayList<>();
        for (OneLook look : all) {
            for (Finding finding : look.await(until, limit)) {
                findings.add(finding);
                told.accept(finding);
            }
        }
        return new Examination(at, true, findings);
    }

    /** Nobody waits for what goes on. */
    @Override
    public synchronized void close() {
        thread.ifPresent(Thread::interrupt);
    }
}
