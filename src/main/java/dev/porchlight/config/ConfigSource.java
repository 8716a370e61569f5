package dev.porchlight.config;

import java.nio.file.Path;

/** Where a configuration is read from: at the start, and again whenever its file has changed. */
public interface ConfigSource {
    Path file();

    /** @throws ConfigException every problem, with line and column */
    Explained read() throws ConfigException;
}
