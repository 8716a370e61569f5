package dev.porchlight.delivery;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Attempt;
import dev.porchlight.api.Receipt;
import dev.porchlight.api.RetryAfterException;
import dev.porchlight.api.Settings;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.SinkContext;
import dev.porchlight.api.UndeliverableException;
import dev.porchlight.config.ConfigException;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.config.SinkConfig;
import dev.porchlight.plugin.Plugin;
import dev.porchlight.plugin.Plugins;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/** Tries a sink apart from its lane and the catalog, and keeps nothing. */
public final class SinkTrial {
    private SinkTrial() {}

    /**
     * Whether its far side answers; nobody is sent anything. May be asked beside a lane.
     *
     * @param settings checked by this plugin
     * @return the far side's words; empty if the plugin cannot find that out
     * @throws IOException with a sentence: it does not answer
     * @throws SinkBrokenException likewise, and it will not until somebody changes something
     */
    public static Optional<String> reach(HouseConfig config, SinkConfig sink, Plugin plugin, Settings settings)
            throws IOException, SinkBrokenException, InterruptedException {
        return plugin.reach(settings, context(config, sink, folder(config, sink)));
    }

    /** For the sink's own files. */
    static Path folder(HouseConfig config, SinkConfig sink) {
        return config.data().resolve("sinks").resolve(sink.name());
    }

    static SinkContext context(HouseConfig config, SinkConfig sink, Path folder) {
        return new SinkContext(
                sink.name(),
                LoggerFactory.getLogger("sink." + sink.name()),
                folder,
                config.name(),
                config.home().timeZone(),
                config.web().publicUrl());
    }

    /**
     * Opens it and sends it one test, without a running host.
     *
     * @param folder for the sink's own files, thrown away afterwards
     * @throws IOException with the sink's words, if the test did not arrive
     */
    public static Receipt run(HouseConfig config, SinkConfig sink, Plugins plugins, Path folder)
            throws IOException, ConfigException, InterruptedException {
        Plugin plugin = plugins.ofType(sink.type())
                .orElseThrow(() -> new IOException("no plugin makes sinks of type " + sink.type()
                        + "; porchlight plugin list shows which there are"));
        SinkContext context = context(config, sink, folder);
        var settings = plugin.check(sink.keys());
        Instant now = Instant.now();
        Alert test = AlertMaker.test(config, UUID.randomUUID().toString(), now, sink.name());
        try (Sink open = plugin.open(settings, context)) {
            return call(plugin, sink, () -> open.deliver(test, new OnlyAttempt(now.plus(sink.timeLimit()))));
        } catch (SinkBrokenException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Receipt call(Plugin plugin, SinkConfig sink, java.util.concurrent.Callable<Receipt> delivery)
            throws IOException, InterruptedException {
        Duration limit = sink.timeLimit();
        FutureTask<Receipt> task = new FutureTask<>(delivery);
        Thread thread = new Thread(task, "sink-" + sink.name());
        thread.setDaemon(true);
        thread.setContextClassLoader(plugin.loader());
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw new IOException("no answer within " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            boolean isTheSinks = cause instanceof IOException
                    || cause instanceof UndeliverableException
                    || cause instanceof SinkBrokenException
                    || cause instanceof RetryAfterException;
            throw new IOException(isTheSinks ? cause.getMessage() : "the plugin failed: " + cause, cause);
        }
    }

    private static final class OnlyAttempt implements Attempt {
        private final Instant deadline;
        private Optional<String> memo = Optional.empty();

        OnlyAttempt(Instant deadline) {
            this.deadline = deadline;
        }

        @Override
        public int number() {
            return 1;
        }

        @Override
        public Instant deadline() {
            return deadline;
        }

        @Override
        public Optional<String> memo() {
            return memo;
        }

        @Override
        public void remember(String word) {
            memo = Optional.of(word);
        }
    }
}
