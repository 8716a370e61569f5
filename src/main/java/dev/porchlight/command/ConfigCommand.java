package dev.porchlight.command;

import dev.porchlight.config.HouseConfig;
import dev.porchlight.config.SinkConfig;
import dev.porchlight.health.Health;
import dev.porchlight.plugin.Plugin;
import dev.porchlight.plugin.Plugins;
import dev.porchlight.time.HouseClock;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code porchlight config}. */
@Command(name = "config", description = "Looks after the configuration.", mixinStandardHelpOptions = true)
final class ConfigCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with it: check");
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
            HouseConfig house = config.read();
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
}
