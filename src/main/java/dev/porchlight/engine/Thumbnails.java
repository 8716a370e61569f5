package dev.porchlight.engine;

import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitShelf;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the small picture of each new visit ahead of the first page that shows it, on the thread {@code thumbnails}. When 64
 * wait, the next ones are made when somebody looks at them.
 */
final class Thumbnails implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Thumbnails.class);
    private static final int MAX_WAITING = 64;

    private final VisitShelf shelf;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            work -> {
                Thread made = new Thread(work, "thumbnails");
                made.setDaemon(true);
                return made;
            },
            new ThreadPoolExecutor.DiscardPolicy());

    Thumbnails(VisitShelf shelf) {
        this.shelf = shelf;
    }

    void make(Visit visit) {
        thread.execute(() -> {
            try {
                shelf.thumbnail(visit);
            } catch (IOException e) {
                log.warn(
                        "the small picture of visit {} could not be made; it is tried again when looked at",
                        visit.id(),
                        e);
            }
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
