package dev.porchlight.api;

import java.net.URI;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * What the host gives a sink when it is opened.
 *
 * @param sink the sink's name in the configuration
 * @param log writes to the host's log under the sink's name
 * @param folder an existing private folder for the sink's own files, kept over restarts
 * @param host the name of the house door, as configured
 * @param zone the home's time zone
 * @param publicUrl where phones reach the gallery
 */
public record SinkContext(String sink, Logger log, Path folder, String host, ZoneId zone, Optional<URI> publicUrl) {}
