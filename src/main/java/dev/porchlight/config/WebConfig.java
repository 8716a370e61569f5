package dev.porchlight.config;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The web server.
 *
 * @param bind the address it listens on
 * @param port 0 means any free port
 * @param publicUrl where phones reach it, for links in alerts
 * @param login whether people must sign in
 * @param openToNetwork whether an address other than loopback is allowed without a login
 * @param liveBudget what the live pictures of all viewers together may take, in bytes a second; empty: as much as there is
 */
public record WebConfig(
        String bind,
        int port,
        Optional<URI> publicUrl,
        boolean login,
        boolean openToNetwork,
        OptionalLong liveBudget) {}
