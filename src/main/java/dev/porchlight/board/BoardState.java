package dev.porchlight.board;

import dev.porchlight.time.Moment;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * What is known of a board now.
 *
 * @param port where it is; empty while it is away
 * @param baud bits per second, once known
 * @param dialect {@code porchlight} or {@code classic}, once known
 * @param hello how it introduced itself last, if it did
 * @param settings what it said it keeps; empty if it keeps nothing, or has not said so yet
 * @param lastHeard when the last good line came
 * @param goodLines since the host started
 * @param badLines damaged or unknown, since the host started
 */
public record BoardState(
        Optional<String> port,
        OptionalInt baud,
        Optional<String> dialect,
        Optional<Introduction> hello,
        SortedMap<String, String> settings,
        Optional<Moment> lastHeard,
        long goodLines,
        long badLines) {
    /** The same board without its line. */
    BoardState away() {
        return new BoardState(
                Optional.empty(), baud, Optional.empty(), hello, settings, lastHeard, goodLines, badLines);
    }
}
