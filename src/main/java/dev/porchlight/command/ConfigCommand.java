package dev.porchlight.command;

import dev.porchlight.config.ConfigSchema;
import dev.porchlight.config.Explained;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.config.ShownKey;
import dev.porchlight.config.SinkConfig;
import dev.porchlight.health.Health;
import dev.porchlight.plugin.Plugin;
import dev.porchlight.plugin.Plugins;
import dev.porchlight.time.HouseClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code porchlight config}. */
@Command(name = "config", description = "Looks after the configuration.", mixinStandardHelpOptions = true)
final class ConfigCommand implements Runnable {
    /** A value longer than this pushes only its own line. */
    private static final int MAX_COLUMN = 40;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with it: check, show, or schema");
    }

    /** {@code porchlight config check}. */
    @Command(
            name = "check",
            description =
                    "Reads the configuration and tells every mistake, those of sinks too; exits with 78 if there is"
                            + " one.",
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        @Mixin
        private ConfigOption config;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws Exception {
            HouseConfig house = config.house();
            try (Plugins plugins = PluginCommand.load(house, new Health(HouseClock.ofThisMachine()))) {
                for (SinkConfig sink : house.sinks()) {
                    Optional<Plugin> plugin = plugins.ofType(sink.type());
                    if (plugin.isPresent()) {
                        plugin.get().check(sink.keys());
                    } else {
                        spec.commandLine()
                                .getErr()
                                .println("sink '" + sink.name() + "': no plugin makes sinks of type " + sink.type());
                    }
                }
            }
            spec.commandLine().getOut().println(config.file() + " is good");
            return 0;
        }
    }

    /** {@code porchlight config schema}. */
    @Command(
            name = "schema",
            description = "Writes the JSON Schema by which an editor knows every key.",
            mixinStandardHelpOptions = true)
    static final class Schema implements Callable<Integer> {
        @Option(names = "--page", description = "Writes the page for people instead.")
        private boolean page;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws Exception {
            ConfigSchema schema = ConfigSchema.ofThisVersion();
            spec.commandLine().getOut().print(page ? schema.page() : schema.json());
            spec.commandLine().getOut().flush();
            return 0;
        }
    }

    /** {@code porchlight config show}. */
    @Command(
            name = "show",
            description = "Shows every key as it holds, with defaults, environment and flags; secrets are masked.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin
        private ConfigOption config;

        @Option(names = "--origin", description = "Says where each value came from, too.")
        private boolean origin;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws Exception {
            Explained explained = config.read();
            List<ShownKey> keys = new ArrayList<>(explained.keys());
            HouseConfig house = explained.house();
            try (Plugins plugins = PluginCommand.load(house, new Health(HouseClock.ofThisMachine()))) {
                for (SinkConfig sink : house.sinks()) {
                    Optional<Plugin> plugin = plugins.ofType(sink.type());
                    keys.addAll(
                            plugin.isPresent()
                                    ? sink.keys().explain(plugin.get().settings())
                                    : sink.keys().masked());
                }
            }
            int name = width(keys, ShownKey::name);
            int value = width(keys, ShownKey::value);
            for (ShownKey key : keys) {
                spec.commandLine()
                        .getOut()
                        .println(
                                origin
                                        ? pad(key.name(), name) + "  " + pad(key.value(), value) + "  " + key.origin()
                                        : pad(key.name(), name) + "  " + key.value());
            }
            return 0;
        }

        private static int width(List<ShownKey> keys, Function<ShownKey, String> column) {
            return keys.stream()
                    .mapToInt(key -> column.apply(key).length())
                    .filter(length -> length <= MAX_COLUMN)
                    .max()
                    .orElse(1);
        }

        private static String pad(String text, int width) {
            return text + " ".repeat(Math.max(0, width - text.length()));
        }
    }
}
