package dev.porchlight.web;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes what a request brings before anybody answers it, so that who sends slowly holds no thread, only the bytes that
 * have come. Jetty's EagerContentHandler does so too, but keeps a buffer of 8 kB for each piece: a body that comes byte by
 * byte would cost 500 MB. Who brings less than a whole body within the patience is told so, and who comes while all bodies
 * together have their share of the memory. How much one may bring is for the handler before this one.
 */
final class WholeBodies extends Handler.Wrapper {
    /** So much of the host's 96 MB, for a hundred of the largest bodies; while they are copied they take it twice. */
    static final long MOST_BYTES_HELD = 8_000_000;

    private final AtomicLong held = new AtomicLong();
    private volatile Duration patience = Duration.ofSeconds(60);

    WholeBodies(Handler handler) {
        super(handler);
    }

    /** Bodies that begin from now on are waited for only so long; the default is what a connection is waited for. */
    void waitFor(Duration time) {
        patience = time;
    }

    long held() {
        return held.get();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        new Coming(request, response, callback, System.nanoTime() + patience.toNanos()).run();
        return true;
    }

    /** A body that comes; then its request is handled. One thread at a time. */
    private final class Coming implements Runnable {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final long untilNanos;
        private final ByteArrayOutputStream come = new ByteArrayOutputStream(0);

        Coming(Request request, Response response, Callback callback, long untilNanos) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.untilNanos = untilNanos;
        }

        @Override
        public void run() {
            while (true) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    if (System.nanoTime() - untilNanos > 0) {
                        letGo();
                        Response.writeError(request, response, callback, HttpStatus.REQUEST_TIMEOUT_408);
                    } else {
                        request.demand(this);
                    }
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    letGo();
                    Response.writeError(request, response, callback, chunk.getFailure());
                    return;
                }
                boolean isLast = chunk.isLast();
                ByteBuffer bytes = chunk.getByteBuffer();
                byte[] piece = new byte[bytes.remaining()];
                bytes.get(piece);
                chunk.release();
                come.writeBytes(piece);
                if (held.addAndGet(piece.length) > MOST_BYTES_HELD) {
                    letGo();
                    Response.writeError(request, response, callback, HttpStatus.SERVICE_UNAVAILABLE_503);
                    return;
                }
                if (isLast) {
                    handle();
                    return;
                }
            }
        }

        private void letGo() {
            held.addAndGet(-come.size());
        }

        private void handle() {
            try {
                Request whole = come.size() == 0 ? request : new Whole(request, come.toByteArray());
                if (!WholeBodies.super.handle(whole, response, callback)) {
                    Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
                }
            } catch (Throwable failure) { // as Jetty's own server does: whatever it was, the request is answered
                Response.writeError(request, response, callback, failure);
            } finally {
                letGo();
            }
        }
    }

    /** A request whose body is there. */
    private static final class Whole extends Request.Wrapper {
        private final Content.Source body;

        Whole(Request request, byte[] body) {
            super(request);
            this.body = new ByteBufferContentSource(ByteBuffer.wrap(body));
        }

        @Override
        public Content.Chunk read() {
            return body.read();
        }

        @Override
        public void demand(Runnable readAgain) {
            body.demand(readAgain);
        }

        @Override
        public void fail(Throwable failure) {
            body.fail(failure);
        }
    }
}
