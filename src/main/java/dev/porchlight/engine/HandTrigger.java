package dev.porchlight.engine;

import dev.porchlight.library.Visit;
import java.util.concurrent.CompletableFuture;

/** Opens a visit because a person says so, not a board. */
@FunctionalInterface
public interface HandTrigger {
    /**
     * Takes a visit now. Safe on every thread, does not block.
     *
     * @param camera which camera looks
     * @return the visit once it is taken, within some ms; fails with an {@code IOException} whose message is a sentence
     *     for the owner
     * @throws IllegalArgumentException if there is no camera of that name; the message names those there are
     */
    CompletableFuture<Visit> byHand(String camera);
}
