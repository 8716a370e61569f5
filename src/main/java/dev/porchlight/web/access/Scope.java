package dev.porchlight.web.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody who came in may do. */
public enum Scope {
    /** Read: pages, the API's GETs, media, live pictures, events, metrics. */
    LOOK,
    /** Everything else: keep, delete, arm, trigger, test, retry. */
    CHANGE;

    /** As it is written: {@code look}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Scope> parse(String word) {
        return byWord(values(), word);
    }

    static <E extends Enum<E>> Optional<E> byWord(E[] all, String word) {
        return Arrays.stream(all)
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
    }
}
