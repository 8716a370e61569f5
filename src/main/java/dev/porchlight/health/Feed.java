package dev.porchlight.health;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What just happened, for whoever listens now: pages, and people at a terminal. Telling never blocks; each listener has
 * its own bounded queue and drops its oldest news when it is slow.
 */
public final class Feed {
    private static final int QUEUE_LENGTH = 256;

    private final List<Listening> listeners = new CopyOnWriteArrayList<>();

    /**
     * One piece of news.
     *
     * @param type {@code visit.started}, {@code visit.finished}, {@code visit.changed}, {@code health.changed},
     *     {@code reading}
     * @param subject the id or the part it is about; of a reading the reading itself, as JSON
     */
    public record News(String type, String subject) {}

    public void tell(String type, String subject) {
        News news = new News(type, subject);
        for (Listening listener : listeners) {
            listener.put(news);
        }
    }

    public Listening listen() {
        Listening listening = new Listening();
        listeners.add(listening);
        return listening;
    }

    /** One listener's queue. Read by one thread; close it to stop. */
    public final class Listening implements AutoCloseable {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition arrived = lock.newCondition();
        private final ArrayDeque<News> queue = new ArrayDeque<>();
        private long dropped;

        /** The next news, or empty if none came in time. */
        public Optional<News> next(long timeout, TimeUnit unit) throws InterruptedException {
            long left = unit.toNanos(timeout);
            lock.lockInterruptibly();
            try {
                while (queue.isEmpty()) {
                    if (left <= 0) {
                        return Optional.empty();
                    }
                    left = arrived.awaitNanos(left);
                }
                return Optional.of(queue.removeFirst());
            } finally {
                lock.unlock();
            }
        }

        /** How much news this listener was too slow for. */
        public long dropped() {
            lock.lock();
            try {
                return dropped;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            listeners.remove(this);
        }

        private void put(News news) {
            lock.lock();
            try {
                if (queue.size() == QUEUE_LENGTH) {
                    queue.removeFirst();
                    dropped++;
                }
                queue.addLast(news);
                arrived.signal();
            } finally {
                lock.unlock();
            }
        }
    }
}
