package dev.porchlight.library;

import java.util.Optional;

/**
 * Which deliveries are wanted, newest first.
 *
 * @param before only those with a smaller id: the next page
 */
public record DeliveryQuery(
        Optional<String> sink,
        Optional<Delivery.State> state,
        Optional<VisitId> visit,
        Optional<Long> before,
        int limit) {
    /** More than this nobody reads at once. */
    public static final int MOST = 500;

    public DeliveryQuery {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit must be a number from 1 to " + MOST);
        }
    }
}
