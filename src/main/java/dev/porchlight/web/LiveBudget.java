package dev.porchlight.web;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * Shares an uplink among those who watch live, by dropping frames. What the uplink carries is dealt out evenly; who does
 * not need his share leaves it to the others. A frame may be taken on credit by whoever owes nothing, so a large frame
 * only means a longer wait until the next. Safe on every thread.
 */
final class LiveBudget {
    /** Dealing more often than this is not worth its arithmetic. */
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** So much of the whole uplink's time can be saved up, by all together: a short pause is made good, a long one not. */
    private static final double SAVED_SECONDS = 0.2;

    /** Who asked for no frame for so long has gone, or reads nothing. */
    private static final long GONE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final OptionalLong bytesPerSecond;
    private final Map<Object, Share> shares = new HashMap<>();
    private boolean dealt;
    private long dealtAt;

    /** What one viewer has: bytes to spend, or below zero what is owed. */
    private static final class Share {
        private double bytes;
        private long askedAt;
    }

    /** @param bytesPerSecond for all viewers together; empty: no limit */
    LiveBudget(OptionalLong bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /**
     * Whether this viewer may have this frame now; if so, it is paid.
     *
     * @param nanos monotonic
     */
    synchronized boolean allows(Object viewer, int bytes, long nanos) {
        if (bytesPerSecond.isEmpty()) {
            return true;
        }
        deal(nanos);
        Share share = shares.computeIfAbsent(viewer, v -> new Share());
        share.askedAt = nanos;
        if (share.bytes < 0) {
            return false;
        }
        share.bytes -= bytes;
        return true;
    }

    private void deal(long nanos) {
        if (!dealt) {
            dealt = true;
            dealtAt = nanos;
        }
        if (nanos - dealtAt < STEP_NANOS) {
            return;
        }
        double amount = bytesPerSecond.getAsLong() * ((nanos - dealtAt) / 1e9);
        dealtAt = nanos;
        for (Iterator<Share> all = shares.values().iterator(); all.hasNext(); ) {
            if (nanos - all.next().askedAt >= GONE_NANOS) {
                all.remove();
            }
        }
        double most = bytesPerSecond.getAsLong() * SAVED_SECONDS / Math.max(1, shares.size());
        dealOut(amount, most);
    }

    /** Evenly among those who are not full; what one cannot hold goes round again. */
    private void dealOut(double amount, double most) {
        double left = amount;
        while (left > 1) {
            long hungry = shares.values().stream().filter(s -> s.bytes < most).count();
            if (hungry == 0) {
                return;
            }
            double each = left / hungry;
            left = 0;
            for (Share share : shares.values()) {
                if (share.bytes < most) {
                    double taken = Math.min(each, most - share.bytes);
                    share.bytes += taken;
                    left += each - taken;
                }
            }
        }
    }
}
