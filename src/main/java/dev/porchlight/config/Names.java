package dev.porchlight.config;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The names of one kind of thing: given, well-formed, and unique. */
final class Names {
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]{0,39}";

    private final String kind;
    private final Set<String> taken = new HashSet<>();

    Names(String kind) {
        this.kind = kind;
    }

    /** @param otherwise the name of the first that has none; empty if each needs one */
    String of(Section section, String otherwise) {
        Optional<String> name = section.value(
                "name",
                text -> Optional.of(text).filter(t -> t.matches(NAME)),
                "letters, digits, - and _, at most 40",
                otherwise);
        if (name.isEmpty() && otherwise.isEmpty() && !section.has("name")) {
            section.problem("name", "this " + kind + " needs a 'name'");
        }
        String known = name.orElse(otherwise);
        if (!known.isEmpty() && !taken.add(known)) {
            section.problem("name", "there are two " + kind + "s named '" + known + "'; name one of them otherwise");
        }
        return known;
    }
}
