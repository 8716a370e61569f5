package dev.porchlight.web.access;

import java.util.Optional;
import java.util.Set;

/**
 * What the commands of this machine come in with while the host runs: made at each start, never stored here. It may look
 * and change; users and tokens are looked after by people. Safe on every thread.
 */
public final class HostToken {
    private static final String NAME = "a command of this machine";

    private final String secret;
    private final String hash;

    HostToken(Secrets secrets) {
        this.secret = "porch_host_" + secrets.fresh();
        this.hash = Secrets.hash(secret);
    }

    /** For {@code host.json} and nowhere else. */
    public String secret() {
        return secret;
    }

    /** Who comes with this secret from this machine; the caller makes sure of where it comes from. */
    public Optional<Pass> find(String given) {
        return isOf(Secrets.hash(given))
                ? Optional.of(new Pass(hash, NAME, Set.of(Scope.LOOK, Scope.CHANGE), Optional.empty()))
                : Optional.empty();
    }

    /** @param other the hash of a pass */
    public boolean isOf(String other) {
        return Secrets.same(hash, other);
    }
}
