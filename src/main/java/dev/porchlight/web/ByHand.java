package dev.porchlight.web;

import dev.porchlight.config.HouseConfig;
import dev.porchlight.engine.HandTrigger;
import dev.porchlight.library.Visit;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a visit because a person pressed a button; holds no thread while it waits, at most 10 s. */
final class ByHand {
    private static final Logger log = LoggerFactory.getLogger(ByHand.class);
    private static final long LIMIT_SECONDS = 10;

    private ByHand() {}

    /** How the result is told: as a page, or as JSON. */
    interface Answer {
        void taken(Visit visit, HttpServletResponse to) throws IOException;

        void failed(int status, String words, HttpServletResponse to) throws IOException;
    }

    static void take(
            HttpServletRequest request,
            HttpServletResponse response,
            HandTrigger trigger,
            HouseConfig config,
            Answer answer) {
        String camera = Optional.ofNullable(request.getParameter("camera"))
                .filter(name -> !name.isEmpty())
                .orElseGet(() -> config.cameras().isEmpty()
                        ? ""
                        : config.cameras().get(0).name());
        AsyncContext waiting = request.startAsync();
        waiting.setTimeout(0);
        CompletableFuture<Visit> visit;
        try {
            visit = trigger.byHand(camera);
        } catch (IllegalArgumentException e) {
            visit = CompletableFuture.failedFuture(e);
        }
        var unused = visit.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .whenCompleteAsync((taken, failure) -> tell(taken, failure, response, answer, waiting), waiting::start);
    }

    private static void tell(
            Visit taken, Throwable failure, HttpServletResponse response, Answer answer, AsyncContext waiting) {
        try {
            if (failure == null) {
                answer.taken(taken, response);
            } else if (failure instanceof IllegalArgumentException) {
                answer.failed(HttpServletResponse.SC_BAD_REQUEST, failure.getMessage(), response);
            } else if (failure instanceof TimeoutException) {
                answer.failed(
                        HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                        "The disk did not answer for " + LIMIT_SECONDS + " s; look at the status page.",
                        response);
            } else {
                answer.failed(HttpServletResponse.SC_SERVICE_UNAVAILABLE, failure.getMessage(), response);
            }
        } catch (IOException e) {
            log.debug("whoever asked for a picture is gone", e);
        } finally {
            waiting.complete();
        }
    }
}
