package dev.porchlight.delivery;

import dev.porchlight.library.DeliveryBook.Past;
import java.time.Instant;
import java.util.Optional;

/**
 * How one sink does.
 *
 * @param waiting how many alerts are owed to it, with those that are held back
 * @param past how it fared lately
 * @param nextTry when something is tried next; empty if nothing waits
 */
public record SinkState(String name, String type, int waiting, Past past, Optional<Instant> nextTry) {}
