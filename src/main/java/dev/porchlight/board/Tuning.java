package dev.porchlight.board;

import dev.porchlight.config.BoardConfig;
import dev.porchlight.config.BoardConfig.DialectChoice;
import dev.porchlight.time.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds out by listening at which speed and in which dialect a board speaks: 3 s at 115200 baud, then at 9600, and so on,
 * by changing the speed of the open line and never by reopening it, which would reset the board. Used by one thread.
 */
final class Tuning {
    static final Duration WINDOW = Duration.ofSeconds(3);

    private final List<Integer> speeds;
    private final DialectChoice choice;
    private final Duration window;
    private int current;
    private Optional<Moment> since = Optional.empty();
    private Optional<Dialect> found = Optional.empty();

    Tuning(BoardConfig board, Duration window) {
        this.speeds = board.baud().isPresent() ? List.of(board.baud().getAsInt()) : List.of(115_200, 9_600);
        this.choice = board.dialect();
        this.window = window;
    }

    int baud() {
        return speeds.get(current);
    }

    Optional<Dialect> dialect() {
        return found;
    }

    /** Listens anew, beginning at the speed that was good before. */
    void forget() {
        since = Optional.empty();
        found = Optional.empty();
    }

    /** Whether the line tells which dialect it is; from then on {@link #dialect} is known. */
    boolean recognizes(String line, Moment at) {
        if (choice != DialectChoice.CLASSIC && !(new PorchlightDialect().read(line, at) instanceof Heard.Bad)) {
            found = Optional.of(new PorchlightDialect());
        } else if (choice != DialectChoice.PORCHLIGHT && ClassicDialect.isUnmistakable(line)) {
            found = Optional.of(new ClassicDialect());
        }
        return found.isPresent();
    }

    /** Whether it is time to listen at another speed, which {@link #baud} then says. */
    boolean moveOn(Moment now) {
        if (since.isEmpty()) {
            since = Optional.of(now);
        }
        if (found.isPresent() || speeds.size() == 1 || now.since(since.get()).compareTo(window) < 0) {
            return false;
        }
        current = (current + 1) % speeds.size();
        since = Optional.of(now);
        return true;
    }
}
