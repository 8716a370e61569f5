package dev.porchlight.web.access;

import java.util.Optional;
import java.util.Set;

/**
 * Somebody who came in, for one request or one stream.
 *
 * @param hash of the session's id or the token's secret
 * @param name of the user or the token
 * @param session empty if it is a token
 */
public record Pass(String hash, String name, Set<Scope> scopes, Optional<Session> session) {
    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }
}
