package dev.porchlight.command;

import dev.porchlight.command.BoardDesk.BoardView;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.stream.Collectors;

/** Boards as a person reads them. */
final class BoardTable {
    private BoardTable() {}

    static void print(BoardView board, PrintWriter out) {
        out.println("board " + board.name());
        row(out, board.state(), board.words());
        board.facts().forEach((what, value) -> row(out, what, value.isEmpty() ? "not known" : value));
        row(
                out,
                "settings",
                board.settings().isEmpty()
                        ? "none told"
                        : board.settings().entrySet().stream()
                                .map(setting -> setting.getKey() + "=" + setting.getValue())
                                .collect(Collectors.joining(" ")));
    }

    private static void row(PrintWriter out, String what, String value) {
        out.println(String.format("  %-13s %s", what, value));
    }

    /** {@code 3 h 12 min}. */
    static String span(Duration span) {
        if (span.toDays() > 0) {
            return span.toDays() + " d " + span.toHoursPart() + " h";
        }
        if (span.toHours() > 0) {
            return span.toHours() + " h " + span.toMinutesPart() + " min";
        }
        return span.toMinutes() > 0
                ? span.toMinutes() + " min " + span.toSecondsPart() + " s"
                : span.toSeconds() + " s";
    }
}
