package dev.porchlight.command;

import dev.porchlight.api.Receipt;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.config.SinkConfig;
import dev.porchlight.delivery.SinkTrial;
import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import dev.porchlight.plugin.Plugins;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code porchlight sink}. */
@Command(name = "sink", description = "Looks after the sinks.", mixinStandardHelpOptions = true)
final class SinkCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do with them: test NAME");
    }

    /** {@code porchlight sink test NAME}. Opens the sink itself, beside a running host too, which does not notice. */
    @Command(
            name = "test",
            description = "Sends a sink a test alert, and shows what is said on the way and what it answers.",
            mixinStandardHelpOptions = true)
    static final class Test implements Callable<Integer> {
        @Mixin
        private ConfigOption config;

        @Parameters(paramLabel = "NAME", description = "The sink's name in the configuration.")
        private String name;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws Exception {
            HouseConfig house = config.read();
            SinkConfig sink = house.sinks().stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IOException("there is no sink " + name + " in " + config.file()
                            + (house.sinks().isEmpty()
                                    ? "; it has none"
                                    : "; it has "
                                            + house.sinks().stream()
                                                    .map(SinkConfig::name)
                                                    .collect(Collectors.joining(", ")))));
            Logs.tellAllOfSinks();
            Health health = new Health(HouseClock.ofThisMachine());
            Path folder = Files.createTempDirectory("porchlight-sink-");
            try (Plugins plugins = PluginCommand.load(house, health)) {
                for (Condition condition : health.conditions()) {
                    spec.commandLine().getErr().println(condition.part() + " cannot be used: " + condition.words());
                }
                Receipt receipt = SinkTrial.run(house, sink, plugins, folder);
                spec.commandLine().getOut().println("the test arrived at " + name + ": " + receipt.words());
                return 0;
            } catch (IOException e) {
                throw new IOException("the test did not arrive at " + name + ": " + e.getMessage(), e);
            } finally {
                remove(folder);
            }
        }

        private static void remove(Path folder) throws IOException {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
