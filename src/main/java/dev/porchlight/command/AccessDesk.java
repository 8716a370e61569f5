package dev.porchlight.command;

import dev.porchlight.config.HouseConfig;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where users and tokens are looked after, also beside a running host. Every refusal is one sentence. */
public interface AccessDesk {
    /** Makes the desk of a house. */
    interface Opener {
        AccessDesk open(HouseConfig config) throws IOException;
    }

    /**
     * Gives a user a new password, or makes the user.
     *
     * @param user empty: the only one there is
     * @param role {@code owner} or {@code viewer}; empty: as it was
     * @return the user in words, {@code owner anna}
     */
    String setPassword(Optional<String> user, Optional<String> role, String password)
            throws IOException, InterruptedException;

    /** @return its secret, which is told once */
    String addToken(String name, boolean mayChange) throws IOException, InterruptedException;

    /** A line each. */
    List<String> tokens();

    void removeToken(String name) throws IOException, InterruptedException;
}
