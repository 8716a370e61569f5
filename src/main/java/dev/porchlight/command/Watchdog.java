package dev.porchlight.command;

import dev.porchlight.health.Condition;
import dev.porchlight.health.Condition.State;
import dev.porchlight.health.Health;
import dev.porchlight.health.VitalThread;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the service manager a sign of life while every loop of the house turns, and none while one stands, so that the
 * program is started anew. A part that is away or fails is told in the status, and costs no sign. Its thread {@code
 * watchdog} looks often, which is cheap, and tells seldom, which starts a program: with the 45 s of porchlight.service a
 * loop stands after 25 s, more than the 20 s for which cards are known to stall, and it tells twice a minute.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

    /** Of the service manager's patience, in ninths. */
    private static final int LOOK_EACH = 1;

    private static final int STANDS_AFTER = 5;
    private static final int TELL_EACH = 6;

    private static final int FRAMES_TOLD = 12;

    private final ServiceManager manager;
    private final Health health;
    private final String about;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = new VitalThread(this::run, "watchdog");

    /** @param about the house, for the status */
    Watchdog(ServiceManager manager, Health health, String about) {
        this.manager = manager;
        this.health = health;
        this.about = about;
    }

    /** How long a loop may stand before the sign is held back. */
    static Duration standsAfter(Duration patience) {
        return patience.multipliedBy(STANDS_AFTER).dividedBy(9);
    }

    /** Tells that the house is open, and from then on, where the manager waits for it, that it lives. */
    void start() {
        manager.ready(status());
        if (manager.watchdog().isPresent()) {
            thread.start();
        }
    }

    private void run() {
        Duration patience = manager.watchdog().orElseThrow();
        long look = patience.multipliedBy(LOOK_EACH).dividedBy(9).toNanos();
        long tell = patience.multipliedBy(TELL_EACH).dividedBy(9).toNanos();
        long told = System.nanoTime();
        List<String> before = List.of();
        try {
            while (!end.await(look, TimeUnit.NANOSECONDS)) {
                List<String> standing = health.turns().standing(standsAfter(patience));
                if (!standing.equals(before)) {
                    explain(standing, standsAfter(patience));
                    before = standing;
                }
                // One look early rather than late.
                if (standing.isEmpty() && System.nanoTime() - told > tell - look / 2) {
                    told = System.nanoTime();
                    manager.alive(status());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void explain(List<String> standing, Duration limit) {
        if (standing.isEmpty()) {
            log.warn("everything turns again; the service manager is told so");
        } else {
            log.error(
                    "no turn of {} for {} s: the service manager hears no sign of life, and starts porchlight anew if this"
                            + " goes on. It stands at:\n{}",
                    String.join(", ", standing),
                    limit.toSeconds(),
                    places(standing));
        }
    }

    /** Where the threads of these loops are, for a report. */
    private static String places(List<String> standing) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(one -> standing.stream()
                        .anyMatch(loop -> one.getKey().getName().equals(loop)
                                || one.getKey().getName().startsWith(loop + "-")))
                .map(Watchdog::place)
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String place(Map.Entry<Thread, StackTraceElement[]> one) {
        return one.getKey().getName()
                + Stream.of(one.getValue())
                        .limit(FRAMES_TOLD)
                        .map(frame -> "\n    at " + frame)
                        .collect(Collectors.joining());
    }

    private String status() {
        List<Condition> troubles = health.conditions().stream()
                .filter(condition -> condition.state() != State.OK)
                .sorted(Comparator.comparing(Condition::state).reversed())
                .toList();
        Optional<Condition> worst = troubles.stream().findFirst();
        String more = troubles.size() > 1 ? " (and " + (troubles.size() - 1) + " more)" : "";
        return about + "; "
                + worst.map(its -> its.part() + ": " + its.words() + more).orElse("all is well");
    }

    /** Tells that the house is being closed, which may take some seconds. */
    @Override
    public void close() {
        end.countDown();
        manager.stopping();
    }
}
