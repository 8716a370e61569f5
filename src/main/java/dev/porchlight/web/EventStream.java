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
    private final ServletOutputStream out;
    private final Events events;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private boolean writable;
    private boolean unflushed;
    private boolean ended;

    EventStream(AsyncContext request, ServletOutputStream out, Events events) {
        this.request = request;
        this.out = out;
        this.events = events;
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
            request.complete();
        }
    }
}
