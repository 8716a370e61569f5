package dev.porchlight.webhook;

import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.kit.Causes;
import dev.porchlight.kit.Line;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Sends requests, each within a time limit for all of it: the look-up of the name, the connection, the upload and the
 * answer. It runs on threads of its own, {@code sink-<name>-http}, so that the sink's thread can leave whatever hangs.
 */
final class Exchange implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int MAX_ANSWER = 16_384;
    /** Who has said 200 has the alert, even if it never ends its words. */
    private static final Duration WORDS = Duration.ofSeconds(3);

    private static final long KEEP_THREADS_SECONDS = 5;

    private final ExecutorService threads;
    private final HttpClient client;

    Exchange(String sink, SSLContext trust) {
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, KEEP_THREADS_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "sink-" + sink + "-http");
                    thread.setDaemon(true);
                    return thread;
                });
        this.client = HttpClient.newBuilder()
                .executor(threads)
                .sslContext(trust)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                // Small receivers do not understand the offer of HTTP/2 that Java makes in clear.
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /**
     * @param limit for all of it
     * @throws SinkBrokenException if no connection can come about until somebody changes something
     */
    Answer send(HttpRequest request, Target target, Duration limit)
            throws IOException, SinkBrokenException, InterruptedException {
        CompletableFuture<Answer> head = new CompletableFuture<>();
        long start = System.nanoTime();
        Future<Answer> whole = threads.submit(() -> talk(request, target, head));
        try {
            Answer first = head.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            long left = Math.min(limit.toNanos() - (System.nanoTime() - start), WORDS.toNanos());
            try {
                return whole.get(Math.max(1, left), TimeUnit.NANOSECONDS);
            } catch (TimeoutException | ExecutionException e) {
                return first;
            }
        } catch (TimeoutException e) {
            throw new IOException(
                    target.place() + " was not done within " + limit.toSeconds()
                            + " s; if it is a Node-RED flow, let it end with an 'http response' node",
                    e);
        } catch (ExecutionException e) {
            throw complaint(e.getCause(), target);
        } finally {
            whole.cancel(true);
        }
    }

    private Answer talk(HttpRequest request, Target target, CompletableFuture<Answer> head) throws Exception {
        try {
            target.refuseMetadata();
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                head.complete(new Answer(response.statusCode(), response.headers(), ""));
                String words = new String(body.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
                return new Answer(response.statusCode(), response.headers(), words);
            }
        } catch (Exception e) {
            head.completeExceptionally(e);
            throw e;
        }
    }

    /** What went wrong on the way there, in the owner's words. */
    static IOException complaint(Throwable thrown, Target target) throws SinkBrokenException {
        if (thrown instanceof SinkBrokenException e) {
            throw e;
        }
        String place = target.place();
        Optional<String> certificate = Causes.certificate(thrown, place, "'url'");
        if (certificate.isPresent()) {
            throw new SinkBrokenException(certificate.get(), thrown);
        }
        if (Causes.of(thrown, UnknownHostException.class).isPresent()) {
            return new IOException(
                    "the name " + target.host() + " is not found; check 'url', and this machine's network", thrown);
        }
        if (thrown instanceof ConnectException
                || thrown instanceof SocketTimeoutException
                || thrown instanceof HttpConnectTimeoutException) {
            return new IOException("nobody answers at " + place + "; check 'url', and that it is running", thrown);
        }
        Optional<SSLException> tls = Causes.of(thrown, SSLException.class);
        if (tls.isPresent()) {
            if (String.valueOf(tls.get().getMessage()).contains("SSL message")) {
                throw new SinkBrokenException(
                        place + " does not speak TLS, so nothing was sent; write http:// in 'url', or its port for TLS",
                        thrown);
            }
            return new IOException(
                    "no encryption could be agreed on with " + place + ": "
                            + Line.of(tls.get().getMessage()),
                    thrown);
        }
        if (Causes.of(thrown, ProtocolException.class).isPresent()) {
            return new IOException(place + " does not speak HTTP: " + Line.of(thrown.getMessage()), thrown);
        }
        return new IOException(
                place + " hung up before it had answered (" + Line.of(thrown.getMessage()) + ")", thrown);
    }

    @Override
    public void close() {
        try {
            // From Java 21 on; before, its thread ends when nobody knows it any more.
            if (client instanceof AutoCloseable closeable) {
                closeable.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException("closing it ends its thread and throws nothing", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
