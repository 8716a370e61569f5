package dev.porchlight.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A large answer that is under way, sent as its reader takes it: a slow one holds no thread, but a connection and one
 * piece of 32 kB. It ends with the session it was asked for in. Whoever takes nothing for as long as the server waits on a connection is let go by the server. If it
 * cannot be sent to its end the connection is cut, so that it never looks complete. Called by the server, by one thread
 * at a time.
 */
final class Download implements WriteListener {
    private static final Logger log = LoggerFactory.getLogger(Download.class);

    /** 512 connections, the most there are, hold 16 MB of the host's 96. */
    private static final int PIECE_BYTES = 32 * 1_024;

    private final AsyncContext answer;
    private final ServletOutputStream out;
    private final CallersConnection connection;
    private final Identity.Watched watch;
    private final Pieces from;
    private final Runnable leave;
    private final byte[] piece;
    private int held;
    private boolean begun;
    private boolean ended;

    private Download(Exchange exchange, ServletOutputStream out, Pieces from, Runnable leave, byte[] piece, int held) {
        this.connection = CallersConnection.of(exchange.request());
        this.answer = exchange.request().startAsync();
        answer.setTimeout(0);
        this.out = out;
        this.from = from;
        this.leave = leave;
        this.piece = piece;
        this.held = held;
        this.watch = exchange.who().watch().whenEnded(connection::cut);
    }

    /**
     * Begins to send; the headers stand already.
     *
     * @param from closed in every case, also if this throws
     * @param leave called once, when it has ended, also if this throws
     * @throws IOException if there is not even a first piece; nothing has been sent, and another answer can be given
     */
    static void begin(Exchange exchange, Pieces from, Runnable leave) throws IOException {
        boolean begun = false;
        try {
            byte[] piece = new byte[PIECE_BYTES];
            int held = from.next(piece);
            ServletOutputStream out = exchange.response().getOutputStream();
            out.setWriteListener(new Download(exchange, out, from, leave, piece, held));
            begun = true;
        } finally {
            if (!begun) {
                leave.run();
                from.close();
            }
        }
    }

    @Override
    public void onWritePossible() throws IOException {
        // Only when it is ready again has the server done with the piece before.
        while (!ended && out.isReady()) {
            if (begun) {
                held = from.next(piece);
            }
            begun = true;
            if (held < 0) {
                end();
                answer.complete();
            } else {
                out.write(piece, 0, held);
            }
        }
    }

    /** Also called by the server when {@link #onWritePossible} throws. */
    @Override
    public void onError(Throwable failure) {
        if (ended) {
            return;
        }
        log.debug("a download ended before its end", failure);
        connection.cut();
        end();
        answer.complete();
    }

    private void end() {
        ended = true;
        watch.close();
        leave.run();
        try {
            from.close();
        } catch (IOException e) {
            log.debug("closing what was sent", e);
        }
    }
}
