package dev.porchlight.webhook;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Attempt;
import dev.porchlight.api.Receipt;
import dev.porchlight.api.RetryAfterException;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.UndeliverableException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sends each alert by HTTP. What arrived of an alert is remembered across tries and not sent again. */
final class WebhookSink implements Sink {
    /** Kept back of the attempt's time, to end in order. */
    private static final Duration SPARE = Duration.ofSeconds(3);

    private static final Duration LEAST = Duration.ofSeconds(1);

    private final Body body;
    private final Way way;
    private final Sender sender;
    private final Gone gone;

    WebhookSink(Body body, boolean isWebDav, Sender sender, Gone gone) {
        this.body = body;
        Way plain = (call, id, deadline) -> sender.send(call, id, left(deadline));
        this.way = isWebDav ? new WebDav(plain) : plain;
        this.sender = sender;
        this.gone = gone;
    }

    @Override
    public Receipt deliver(Alert alert, Attempt attempt)
            throws IOException, RetryAfterException, UndeliverableException, SinkBrokenException, InterruptedException {
        List<Parcel> parcels = body.of(alert);
        if (parcels.isEmpty()) {
            return new Receipt("there is nothing to send of " + alert.type() + ": it has none of the 'media'");
        }
        List<String> done = new ArrayList<>(
                attempt.memo().map(memo -> List.of(memo.split(" "))).orElse(List.of()));
        List<String> words = new ArrayList<>();
        for (Parcel parcel : parcels) {
            if (!done.contains(parcel.name())) {
                words.add(send(parcel.call(), alert.id(), attempt.deadline()));
                done.add(parcel.name());
                attempt.remember(String.join(" ", done));
            }
        }
        return new Receipt(words.isEmpty() ? "arrived in an earlier try" : String.join("; ", words));
    }

    private String send(Call call, String id, Instant deadline)
            throws IOException, RetryAfterException, UndeliverableException, SinkBrokenException, InterruptedException {
        Answer answer = way.go(call, id, deadline);
        if (answer.status() == Verdict.GONE) {
            gone.say();
        }
        return Verdict.of(answer, call.target().place(), Instant.now());
    }

    private static Duration left(Instant deadline) {
        Duration left = Duration.between(Instant.now(), deadline).minus(SPARE);
        return left.compareTo(LEAST) < 0 ? LEAST : left;
    }

    @Override
    public void close() {
        sender.close();
    }
}
