package dev.porchlight.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
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
 * @param names more host names that are this house's, in lower case
 * @param trustedProxies addresses whose word about the far side ({@code Forwarded}) is believed
 * @param https empty: plain HTTP only
 */
public record WebConfig(
        String bind,
        int port,
        Optional<URI> publicUrl,
        boolean login,
        boolean openToNetwork,
        OptionalLong liveBudget,
        List<String> names,
        List<String> trustedProxies,
        Optional<Https> https) {
    public WebConfig {
        names = List.copyOf(names);
        trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * The encrypted door beside the plain one.
     *
     * @param port 0 means any free port
     * @param own the owner's certificate; empty: one is made and renewed by itself
     */
    public record Https(int port, Optional<Own> own) {}

    /**
     * @param certificate a PEM file, with the chain behind it
     * @param key the PEM file of its key
     */
    public record Own(Path certificate, Path key) {}
}
