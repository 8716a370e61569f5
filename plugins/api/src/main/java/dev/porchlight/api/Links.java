package dev.porchlight.api;

import java.net.URI;
import java.util.Optional;

/** Absolute addresses of an alert's visit: its page, its photo, its clip. All empty when the host has no public URL. */
public record Links(Optional<URI> page, Optional<URI> photo, Optional<URI> clip) {
    public static final Links NONE = new Links(Optional.empty(), Optional.empty(), Optional.empty());
}
