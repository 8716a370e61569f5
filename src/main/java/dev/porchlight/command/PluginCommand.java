package dev.porchlight.command;

import dev.porchlight.config.HouseConfig;
import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import dev.porchlight.plugin.Plugin;
import dev.porchlight.plugin.Plugins;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code porchlight plugin}. */
@Command(name = "plugin", description = "Looks after the plugins.", mixinStandardHelpOptions = true)
final class PluginCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with them: list, or new NAME");
    }

    /** Loads the shipped plugins and the owner's, as a running host does. */
    static Plugins load(HouseConfig config, Health health) throws IOException, InterruptedException {
        List<Path> folders = new ArrayList<>();
        folders.add(Path.of(System.getProperty("porchlight.home", "."), "plugins"));
        folders.addAll(config.plugins());
        Plugins plugins = new Plugins(folders, health);
        plugins.load();
        return plugins;
    }

    /** {@code porchlight plugin list}. */
    @Command(
            name = "list",
            description = "Lists the plugins, and says why one cannot be used.",
            mixinStandardHelpOptions = true)
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private ConfigOption config;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws Exception {
            Health health = new Health(HouseClock.ofThisMachine());
            PrintWriter out = spec.commandLine().getOut();
            try (Plugins plugins = load(config.house(), health)) {
                for (Plugin plugin : plugins.all()) {
                    out.printf(
                            "%-16s %-10s makes sinks of type %-12s %s%n",
                            plugin.name(), plugin.version(), plugin.type(), plugin.from());
                }
            }
            for (Condition condition : health.conditions()) {
                out.println(condition.part() + " cannot be used: " + condition.words());
            }
            out.flush();
            return health.conditions().isEmpty() ? 0 : 1;
        }
    }
}
