package dev.porchlight.web;

import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/**
 * An answer with live pictures that is under way. It is written without blocking, by {@code web-live} when there is a
 * frame and by the server when the reader has taken the one before. Guarded by its own monitor.
 */
abstract class LiveAnswer implements Viewer, WriteListener {
    /** A network that gives no 5 kB a second is no network to watch pictures by. */
    private static final Duration READER_PATIENCE = Duration.ofSeconds(20);

    private final AsyncContext request;
    private final ServletOutputStream out;
    private final CallersConnection connection;
    private final Audience audience;
    private final Identity.Watched watch;
    private final HouseClock clock;
    private final Runnable leave;
    private boolean writable;
    private Moment notWritableSince;
    private boolean ended;

    /** @param leave called once, when it has ended */
    LiveAnswer(Exchange exchange, Audience audience, HouseClock clock, Runnable leave) throws IOException {
        HttpServletRequest asked = exchange.request();
        this.connection = CallersConnection.of(asked);
        this.request = asked.startAsync();
        request.setTimeout(0);
        this.out = request.getResponse().getOutputStream();
        this.audience = audience;
        this.clock = clock;
        this.leave = leave;
        this.notWritableSince = clock.now();
        this.watch = exchange.who().watch().whenEnded(this::end);
    }

    /** From now on it hears of frames. */
    final void begin() {
        audience.add(this);
        out.setWriteListener(this);
    }

    final Audience audience() {
        return audience;
    }

    final HttpServletResponse response() {
        return (HttpServletResponse) request.getResponse();
    }

    /** Writes one piece, whole; false when there is nothing to write now. */
    abstract boolean writeOne(ServletOutputStream to, Moment now) throws IOException;

    /** Time passes while there is nothing to write. */
    abstract void passIdle(Moment now);

    @Override
    public final synchronized void look() {
        if (writable) {
            writeOn();
        }
    }

    @Override
    public final synchronized void onWritePossible() {
        writable = true;
        writeOn();
    }

    private void writeOn() {
        try {
            Moment now = clock.now();
            while (!ended && out.isReady()) {
                if (!writeOne(out, now)) {
                    return;
                }
                // The server gathers small pieces; a picture of 1 kB would wait for seven others.
                if (out.isReady()) {
                    out.flush();
                }
            }
            writable = false;
            notWritableSince = now;
        } catch (IOException e) {
            end();
        }
    }

    @Override
    public final synchronized void passTo(Moment now) {
        if (ended) {
            return;
        }
        if (writable) {
            passIdle(now);
        } else if (now.since(notWritableSince).compareTo(READER_PATIENCE) >= 0) {
            end();
        }
    }

    @Override
    public final void onError(Throwable failure) {
        end();
    }

    @Override
    public final synchronized void end() {
        if (ended) {
            return;
        }
        ended = true;
        audience.remove(this);
        leave.run();
        watch.close();
        request.complete();
        if (!writable) {
            connection.close(); // what is being written would wait for its reader
        }
    }
}
