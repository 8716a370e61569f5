package dev.porchlight.engine;

import dev.porchlight.board.Reading;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the boards said and the engine has not yet read. Readings are state, never a backlog: when 1,024 wait, the oldest
 * that tells no edge makes room for the newest. Written by the boards, read by the engine.
 */
final class Mailbox {
    private static final int CAPACITY = 1_024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Deque<Letter> letters = new ArrayDeque<>();
    private long coalesced;

    /** A reading and the watch of the board that sent it. */
    record Letter(Watch to, Reading reading) {}

    void put(Watch to, Reading reading) {
        lock.lock();
        try {
            if (letters.size() == CAPACITY) {
                makeRoom();
                coalesced++;
            }
            letters.addLast(new Letter(to, reading));
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom() {
        for (Iterator<Letter> all = letters.iterator(); all.hasNext(); ) {
            Reading reading = all.next().reading();
            if (!reading.motion() && !reading.snap()) {
                all.remove();
                return;
            }
        }
        letters.removeFirst();
    }

    /** The oldest, or empty if none came in time. */
    Optional<Letter> next(long timeout, TimeUnit unit) throws InterruptedException {
        long left = unit.toNanos(timeout);
        lock.lockInterruptibly();
        try {
            while (letters.isEmpty() && left > 0) {
                left = filled.awaitNanos(left);
            }
            return Optional.ofNullable(letters.pollFirst());
        } finally {
            lock.unlock();
        }
    }

    /** How many readings made room for newer ones. */
    long coalesced() {
        lock.lock();
        try {
            return coalesced;
        } finally {
            lock.unlock();
        }
    }
}
