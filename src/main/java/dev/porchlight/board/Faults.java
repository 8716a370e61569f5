package dev.porchlight.board;

import dev.porchlight.board.Heard.Fault;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a board says does not work. After each hello it tells again what still stands, before its next reading: what it does
 * not tell then is over. Used by the board's thread.
 */
final class Faults {
    private final SortedMap<Integer, String> standing = new TreeMap<>(Comparator.naturalOrder());
    private final Set<Integer> retold = new HashSet<>();
    private boolean isRetelling;

    /** True if that is news. */
    boolean told(Fault fault) {
        retold.add(fault.code());
        return !fault.text().equals(standing.put(fault.code(), fault.text()));
    }

    boolean cleared(int code) {
        return standing.remove(code) != null;
    }

    void greeted() {
        retold.clear();
        isRetelling = true;
    }

    /** A reading came; true if with it a fault of before the hello is over. */
    boolean endRetelling() {
        boolean isOver = isRetelling && standing.keySet().retainAll(retold);
        isRetelling = false;
        return isOver;
    }

    /** All of them in words. */
    Optional<String> words() {
        return standing.isEmpty()
                ? Optional.empty()
                : Optional.of("the board says: "
                        + standing.entrySet().stream()
                                .map(fault -> fault.getValue() + " (fault " + fault.getKey() + ")")
                                .collect(Collectors.joining("; ")));
    }
}
