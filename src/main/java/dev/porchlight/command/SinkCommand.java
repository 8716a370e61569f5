package dev.porchlight.command;

import dev.porchlight.api.Receipt;
import dev.porchlight.config.ConfigException;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.config.SinkConfig;
import dev.porchlight.delivery.SinkTrial;
import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import dev.porchlight.plugin.Plugins;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

    /** {@code porchlight sink test NAME}. The running host sends it, by the sink it has; without one, it is opened here. */
    @Command(
            name = "test",
            description = "Sends a sink a test alert, through the running porchlight if there is one, and shows what it"
                    + " answers.",
            mixinStandardHelpOptions = true)
    static final class Test implements Callable<Integer> {
        /** The host waits 15 s for the sink. */
        private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

        private static final String HINT = "; add --apart to see what is said on the way";

        @Mixin
        private ConfigOption config;

        @Parameters(paramLabel = "NAME", description = "The sink's name in the configuration.")
        private String name;

        @Option(
                names = "--apart",
                description = "Opens the sink here, whether porchlight runs or not, and shows what is said on the way.")
        private boolean apart;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws Exception {
            HouseConfig house = config.house();
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
            Optional<RunningHost> host = apart ? Optional.empty() : RunningHost.of(house.data());
            if (host.isPresent()) {
                testThrough(host.get());
            } else {
                testHere(house, sink);
            }
            return 0;
        }

        private void testThrough(RunningHost host) throws IOException, InterruptedException {
            Map<?, ?> test;
            try {
                test = host.post(
                        "api/v1/sinks/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "/test", ANSWER_LIMIT);
            } catch (IOException e) {
                throw new IOException("the running porchlight says: " + e.getMessage(), e);
            }
            String words = String.valueOf(test.get("words"));
            if ("pending".equals(test.get("state"))) {
                throw new IOException("the test is still on its way to " + name
                        + "; the status page will say whether it arrived" + HINT);
            }
            if (!"delivered".equals(test.get("state"))) {
                throw new IOException("the test did not arrive at " + name + ": " + words + HINT);
            }
            spec.commandLine().getOut().println("the test arrived at " + name + ": " + words);
        }

        private void testHere(HouseConfig house, SinkConfig sink)
                throws IOException, ConfigException, InterruptedException {
            Logs.tellAllOfSinks();
            Health health = new Health(HouseClock.ofThisMachine());
            Path folder = Files.createTempDirectory("porchlight-sink-");
            try (Plugins plugins = PluginCommand.load(house, health)) {
                for (Condition condition : health.conditions()) {
                    spec.commandLine().getErr().println(condition.part() + " cannot be used: " + condition.words());
                }
                Receipt receipt = SinkTrial.run(house, sink, plugins, folder);
                spec.commandLine().getOut().println("the test arrived at " + name + ": " + receipt.words());
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
