package dev.porchlight.library;

import java.util.List;

/**
 * Whether people were told of what happened since some moment.
 *
 * @param arrived how many alerts sinks took since then
 * @param waiting what waits now, by sink
 * @param held what is held back now, by sink; its reason says until when
 * @param missed what was given up since then, by sink
 */
public record Told(int arrived, List<Lot> waiting, List<Lot> held, List<Lot> missed) {
    public Told {
        waiting = List.copyOf(waiting);
        held = List.copyOf(held);
        missed = List.copyOf(missed);
    }

    /** So many alerts of one sink, and why; the reason of one of them stands for all. */
    public record Lot(String sink, int count, String reason) {}

    /** Nothing happened. */
    public static Told nothing() {
        return new Told(0, List.of(), List.of(), List.of());
    }
}
