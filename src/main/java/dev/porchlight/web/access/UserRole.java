package dev.porchlight.web.access;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a user may do. */
public enum UserRole {
    /** May look and change. */
    OWNER,
    /** May look, not change. */
    VIEWER;

    public Set<Scope> scopes() {
        return this == OWNER ? Set.of(Scope.LOOK, Scope.CHANGE) : Set.of(Scope.LOOK);
    }

    /** As it is written: {@code owner}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<UserRole> parse(String word) {
        return Scope.byWord(values(), word);
    }
}
