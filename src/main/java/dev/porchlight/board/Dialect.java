package dev.porchlight.board;

import dev.porchlight.time.Moment;
import java.util.Optional;

/** One wire format. Knows what was said before on its line; used by one thread. */
sealed interface Dialect permits PorchlightDialect, ClassicDialect {
    String name();

    /** @param at when the last byte of the line arrived */
    Heard read(String line, Moment at);

    /** Time has passed; something said earlier may have ended by it. */
    Optional<Reading> passTo(Moment now);
}
