package dev.porchlight.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;

/**
 * Takes an answer from whoever makes it, and sends it when it is complete: so that a page whose reader is slow holds no
 * thread, only its bytes. Answers that are sent piecemeal pass as they are.
 */
final class WholeAnswers extends Handler.Wrapper {
    /** The request's attribute that says that its answer is sent piecemeal. */
    static final String PIECEMEAL = "porchlight.piecemeal";

    /** So much of the host's 96 MB; beyond it an answer is cut off. A page has some 60 kB, 500 visits of the API 250. */
    private static final long MOST_BYTES_HELD = 16_000_000;

    /** What the JDK copies outside of the heap for each write, and keeps for each thread. */
    private static final int AT_ONCE = 32 * 1_024;

    private final AtomicLong held = new AtomicLong();

    WholeAnswers(Handler handler) {
        super(handler);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Whole whole = new Whole(request, response, callback);
        return super.handle(request, whole, whole);
    }

    /** An answer that is being made; then it is sent. */
    private final class Whole extends Response.Wrapper implements Callback {
        private final Callback callback;
        private final Queue<ByteBuffer> made = new ArrayDeque<>();
        private int size;

        Whole(Request request, Response response, Callback callback) {
            super(request, response);
            this.callback = callback;
        }

        @Override
        public void write(boolean last, ByteBuffer bytes, Callback written) {
            if (getRequest().getAttribute(PIECEMEAL) != null) {
                super.write(last, bytes, written);
                return;
            }
            if (bytes != null) {
                size += bytes.remaining();
            }
            while (bytes != null && bytes.hasRemaining()) {
                byte[] piece = new byte[Math.min(AT_ONCE, bytes.remaining())];
                bytes.get(piece);
                made.add(ByteBuffer.wrap(piece));
            }
            written.succeeded();
        }

        @Override
        public void reset() {
            made.clear();
            size = 0;
            super.reset();
        }

        @Override
        public void succeeded() {
            if (size == 0) {
                callback.succeeded();
            } else if (held.addAndGet(size) > MOST_BYTES_HELD) {
                held.addAndGet(-size);
                callback.failed(new IOException("too many answers wait for their readers"));
            } else {
                new Sending(made, getWrapped(), Callback.from(callback, () -> held.addAndGet(-size))).iterate();
            }
        }

        @Override
        public void failed(Throwable failure) {
            callback.failed(failure);
        }
    }

    /** An answer that is being sent. */
    private static final class Sending extends IteratingNestedCallback {
        private final Queue<ByteBuffer> made;
        private final Response to;

        Sending(Queue<ByteBuffer> made, Response to, Callback sent) {
            super(sent);
            this.made = made;
            this.to = to;
        }

        @Override
        protected Action process() {
            ByteBuffer next = made.poll();
            if (next == null) {
                return Action.SUCCEEDED;
            }
            to.write(made.isEmpty(), next, this);
            return Action.SCHEDULED;
        }
    }
}
