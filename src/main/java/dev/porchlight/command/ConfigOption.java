package dev.porchlight.command;

import dev.porchlight.config.ConfigException;
import dev.porchlight.config.ConfigFile;
import dev.porchlight.config.ConfigSource;
import dev.porchlight.config.Explained;
import dev.porchlight.config.HouseConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code --config FILE} and {@code --set KEY=VALUE}, of every command that needs a configuration. */
final class ConfigOption implements ConfigSource {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${PORCHLIGHT_CONFIG:-/etc/porchlight/porchlight.yaml}",
            description = "The configuration file (${DEFAULT-VALUE}).")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A key of the configuration, like web.port=8081; goes before the file and the environment.")
    private Map<String, String> flags = new LinkedHashMap<>();

    HouseConfig house() throws ConfigException {
        return read().house();
    }

    @Override
    public Explained read() throws ConfigException {
        return ConfigFile.explain(file, System.getenv(), flags);
    }

    @Override
    public Path file() {
        return file;
    }
}
