package dev.porchlight.web;

import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * One picture after the other, for as long as somebody looks. A reader that is slow gets the newest frame when it is
 * ready for one, and never those between.
 */
final class PictureStream extends LiveAnswer {
    /** Without frames for so long it ends: clients show a standing picture as if it were live, and connect anew after an end. */
    static final Duration CAMERA_PATIENCE = Duration.ofSeconds(30);

    private final LiveBudget budget;
    private boolean begun;
    private long seq;

    PictureStream(Exchange exchange, Audience audience, LiveBudget budget, HouseClock clock, Runnable leave)
            throws IOException {
        super(exchange, audience, clock, leave);
        this.budget = budget;
    }

    @Override
    boolean writeOne(ServletOutputStream to, Moment now) throws IOException {
        if (!begun) {
            begun = true;
            to.write(Part.beginning());
            return true;
        }
        Optional<Part> part = audience().latestPart().filter(newest -> newest.seq() != seq);
        if (part.isEmpty()) {
            return false;
        }
        seq = part.get().seq();
        byte[] bytes = part.get().bytes();
        if (!budget.allows(this, bytes.length, now.nanos())) {
            return false;
        }
        to.write(bytes);
        return true;
    }

    @Override
    void passIdle(Moment now) {
        boolean stands = audience().latest().stream()
                .allMatch(frame -> now.since(frame.at()).compareTo(CAMERA_PATIENCE) >= 0);
        if (stands) {
            end();
        }
    }
}
