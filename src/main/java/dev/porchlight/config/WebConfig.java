package dev.porchlight.config;

import java.net.URI;
import java.util.Optional;

/**
 * The web server.
 *
 * @param bind the address it listens on
 * @param port 0 means any free port
 * @param publicUrl where phones reach it, for links in alerts
 * @param login whether people must sign in
 * @param openToNetwork whether an address other than loopback is allowed without a login
 */
public record WebConfig(String bind, int port, Optional<URI> publicUrl, boolean login, boolean openToNetwork) {}
