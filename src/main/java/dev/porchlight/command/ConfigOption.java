package dev.porchlight.command;

import dev.porchlight.config.ConfigException;
import dev.porchlight.config.ConfigFile;
import dev.porchlight.config.HouseConfig;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --config FILE}, of every command that needs a configuration. */
final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${PORCHLIGHT_CONFIG:-/etc/porchlight/porchlight.yaml}",
            description = "The configuration file (${DEFAULT-VALUE}).")
    private Path file;

    HouseConfig read() throws ConfigException {
        return ConfigFile.read(file, System.getenv());
    }

    Path file() {
        return file;
    }
}
