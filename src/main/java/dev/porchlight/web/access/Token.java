package dev.porchlight.web.access;

import java.time.Instant;
import java.util.Set;

/**
 * What a program comes in with.
 *
 * @param hash SHA-256 of its secret
 */
public record Token(String name, String hash, Set<Scope> scopes, Instant created) {
    public Token {
        scopes = Set.copyOf(scopes);
        if (!name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,39}")) {
            throw new IllegalArgumentException(
                    "a token's name is letters, digits, spaces and hyphens, at most 40; choose another");
        }
    }
}
