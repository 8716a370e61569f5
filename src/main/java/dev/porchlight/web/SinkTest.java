package dev.porchlight.web;

import dev.porchlight.delivery.SinkDesk;
import dev.porchlight.library.Delivery;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a sink a test because a person asked for it; holds no thread while it waits for the answer, at most 15 s. */
final class SinkTest {
    private static final Logger log = LoggerFactory.getLogger(SinkTest.class);
    private static final long LIMIT_SECONDS = 15;

    private SinkTest() {}

    /** How the outcome is told: as a page, or as JSON. */
    interface Answer {
        /** @param test what became of it; still waiting if the sink did not answer in time */
        void done(Delivery test) throws IOException;
    }

    /** @throws IllegalArgumentException with a sentence, if there is no such sink */
    static void send(HttpServletRequest request, SinkDesk desk, String sink, Answer answer) throws IOException {
        SinkDesk.Test test = desk.test(sink);
        CompletableFuture<Delivery> outcome = test.outcome();
        AsyncContext waiting = request.startAsync();
        waiting.setTimeout(0);
        var unused = outcome.completeOnTimeout(test.owed(), LIMIT_SECONDS, TimeUnit.SECONDS)
                .whenCompleteAsync(
                        (delivery, failure) -> {
                            try {
                                answer.done(failure == null ? delivery : test.owed());
                            } catch (IOException e) {
                                log.debug("whoever asked for a test is gone", e);
                            } finally {
                                waiting.complete();
                            }
                        },
                        waiting::start);
    }
}
