package dev.porchlight.webhook;

import dev.porchlight.api.SinkBrokenException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;

/** Puts the headers to a call, signs it and sends it. Its clock is the machine's: receivers compare it with theirs. */
final class Sender implements AutoCloseable {
    private final Exchange exchange;
    private final Signatures signatures;
    private final Authority authority;

    Sender(Exchange exchange, Signatures signatures, Authority authority) {
        this.exchange = exchange;
        this.signatures = signatures;
        this.authority = authority;
    }

    /**
     * @param id the alert's, which receivers know it by when it comes again
     * @param limit for all of it
     */
    Answer send(Call asked, String id, Duration limit) throws IOException, SinkBrokenException, InterruptedException {
        Call call = authority.prepare(asked);
        Instant now = Instant.now();
        HttpRequest.Builder request = HttpRequest.newBuilder(call.target().uri())
                .method(call.method(), call.content().publisher())
                .header("User-Agent", "Porchlight")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()));
        call.content().type().ifPresent(type -> request.header("Content-Type", type));
        if (!signatures.none()) {
            request.header("webhook-signature", signatures.of(id, now.getEpochSecond(), call.content()));
        }
        authority.headers(call, now).forEach(request::setHeader);
        call.headers().forEach(request::setHeader);
        return exchange.send(request.build(), call.target(), limit);
    }

    @Override
    public void close() {
        exchange.close();
    }
}
