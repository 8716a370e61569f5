package dev.porchlight.web;

import dev.porchlight.camera.Frame;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The next frame after a known one; or, when none comes in time, no content and how old the known one is. */
final class NextPicture extends LiveAnswer {
    /** Older than this a frame does not show what is at the door now. */
    static final Duration FRESH = Duration.ofSeconds(3);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final LiveBudget budget;
    private final Object payer;
    private final long after;
    private final Moment limit;
    private boolean written;

    /**
     * @param payer who the budget is asked for; the same for each request of one page
     * @param after the frame that is known
     */
    NextPicture(
            Exchange exchange,
            Audience audience,
            LiveBudget budget,
            Object payer,
            long after,
            HouseClock clock,
            Runnable leave)
            throws IOException {
        super(exchange, audience, clock, leave);
        this.budget = budget;
        this.payer = payer;
        this.after = after;
        Moment now = clock.now();
        this.limit = audience.latest()
                .map(frame -> frame.at().plus(FRESH))
                .filter(stale -> stale.since(now).toNanos() > 0)
                .orElse(now.plus(LONGEST_WAIT));
        response().setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    @Override
    boolean writeOne(ServletOutputStream to, Moment now) throws IOException {
        if (written) {
            end();
            return false;
        }
        Optional<Frame> next = audience().latest().filter(frame -> frame.seq() != after);
        if (next.isEmpty() || !budget.allows(payer, next.get().jpeg().length, now.nanos())) {
            return false;
        }
        written = true;
        response().setStatus(HttpServletResponse.SC_OK);
        describe(response(), next.get(), now);
        response().setContentType("image/jpeg");
        response().setContentLength(next.get().jpeg().length);
        to.write(next.get().jpeg());
        return true;
    }

    @Override
    void passIdle(Moment now) {
        if (now.since(limit).toNanos() >= 0) {
            audience().latest().ifPresent(frame -> describe(response(), frame, now));
            end();
        }
    }

    static void describe(HttpServletResponse response, Frame frame, Moment now) {
        Duration age = now.since(frame.at());
        response.setHeader("X-Frame-Seq", Long.toString(frame.seq()));
        response.setHeader("X-Frame-Age", Long.toString(age.toMillis()));
        if (age.compareTo(FRESH) >= 0) {
            response.setHeader("X-Frame-Stale", "true");
        }
    }
}
