package dev.porchlight.web;

import dev.porchlight.health.Feed;
import dev.porchlight.health.VitalThread;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** News to every page that listens, from one thread ({@code web-events}); a listener holds no thread of its own. */
final class Events implements AutoCloseable {
    private static final long KEEP_ALIVE_SECONDS = 15;

    private final Feed feed;
    private final BoardNews boards;
    private final List<EventStream> streams = new CopyOnWriteArrayList<>();
    private final Thread thread = new VitalThread(this::run, "web-events");
    private volatile boolean stopping;

    Events(Feed feed, BoardNews boards) {
        this.feed = feed;
        this.boards = boards;
    }

    void start() {
        thread.start();
    }

    void add(EventStream stream) {
        streams.add(stream);
        boards.latest().forEach(news -> stream.send(words(news)));
    }

    void remove(EventStream stream) {
        streams.remove(stream);
    }

    /** How many listen. */
    int count() {
        return streams.size();
    }

    private void run() {
        try (Feed.Listening listening = feed.listen()) {
            while (!stopping) {
                Optional<Feed.News> news = listening.next(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
                String words = news.map(Events::words).orElse(": still here\n\n");
                streams.forEach(stream -> stream.send(words));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String words(Feed.News news) {
        return "event: " + news.type() + "\ndata: " + news.subject() + "\n\n";
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        streams.forEach(EventStream::end);
    }
}
