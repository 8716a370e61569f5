package dev.porchlight.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** One page that listens. Written without blocking; when 64 pieces of news wait, the oldest is dropped. */
final class EventStream implements WriteListener {
    private static final int MOST_WAITING = 64;

    private final AsyncContext request;
    private final CallersConnection connection;
    private final ServletOutputStream out;
    private final Events events;
    private final Runnable leave;
    private final Identity.Watched watch;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private boolean writable;
    private boolean unflushed;
    private boolean ended;

    /** @param leave called once, when it has ended */
    EventStream(Exchange exchange, Events events, Runnable leave) throws IOException {
        this.connection = CallersConnection.of(exchange.request());
        this.request = exchange.request().startAsync();
        request.setTimeout(0);
        this.out = request.getResponse().getOutputStream();
        this.events = events;
        this.leave = leave;
        this.watch = exchange.who().watch().whenEnded(this::end);
    }

    synchronized void send(String words) {
        if (ended) {
            return;
        }
        if (waiting.size() == MOST_WAITING) {
            waiting.removeFirst();
        }
        waiting.addLast(words.getBytes(StandardCharsets.UTF_8));
        if (writable) {
            writeOn();
        }
    }

    @Override
    public synchronized void onWritePossible() {
        writable = true;
        writeOn();
    }

    private void writeOn() {
        try {
            while (!ended && out.isReady()) {
                if (!waiting.isEmpty()) {
                    out.write(waiting.removeFirst());
                    unflushed = true;
                } else if (unflushed) {
                    unflushed = false;
                    out.flush();
                } else {
                    return;
                }
            }
            writable = false;
        } catch (IOException e) {
            end();
        }
    }

    @Override
    public void onError(Throwable failure) {
        end();
    }

    synchronized void end() {
        if (!ended) {
            ended = true;
            events.remove(this);
            leave.run();
            watch.close();
            request.complete();
            if (!writable) {
                connection.close();
            }
        }
    }
}
