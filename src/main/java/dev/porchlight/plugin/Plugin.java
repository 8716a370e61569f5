package dev.porchlight.plugin;

import dev.porchlight.api.Setting;
import dev.porchlight.api.Settings;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.SinkContext;
import dev.porchlight.api.SinkFactory;
import dev.porchlight.config.ConfigException;
import dev.porchlight.config.SinkKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A loaded plugin: one jar, or one folder of jars, that makes sinks of one type.
 *
 * @param name its file or folder name, without {@code .jar}
 * @param from where it was found
 * @param version as its manifest says, or {@code unknown}
 * @param tryFor how long an alert to its sinks is tried
 */
public record Plugin(
        String name,
        Path from,
        String version,
        String type,
        List<Setting> settings,
        Duration tryFor,
        SinkFactory factory,
        ClassLoader loader) {
    private record Reach(ClassLoader loader, String sink) {}

    /** One that hangs keeps one thread, however often is asked. */
    private static final Set<Reach> GOING_ON = ConcurrentHashMap.newKeySet();

    public Plugin {
        settings = List.copyOf(settings);
    }

    /**
     * The values of a sink's keys, by what this plugin declares and by its own word on them.
     *
     * @throws ConfigException every problem with its position
     * @throws IOException its code is at fault
     */
    public Settings check(SinkKeys keys) throws ConfigException, IOException, InterruptedException {
        Settings checked = keys.check(settings);
        try {
            keys.refuse(PluginCall.call(name, loader, "looking at its settings", () -> factory.mistakes(checked)));
        } catch (PluginException e) {
            throw new IOException("plugin " + name + ": " + e.getMessage(), e);
        }
        return checked;
    }

    /**
     * Whether the far side of a sink answers, under a time limit; nobody is sent anything.
     *
     * @return its words; empty if the plugin cannot find that out
     * @throws IOException with a sentence: it does not; also if it took too long or its code is at fault
     * @throws SinkBrokenException likewise, and it will not until something changes
     */
    public Optional<String> reach(Settings checked, SinkContext context)
            throws IOException, SinkBrokenException, InterruptedException {
        Reach reach = new Reach(loader, context.sink());
        if (!GOING_ON.add(reach)) {
            throw new IOException("plugin " + name
                    + " still hangs at looking for its far side since it was last asked; restart porchlight, and tell its"
                    + " author");
        }
        Optional<String> words = call("looking for its far side", () -> {
            try {
                return factory.reach(checked, context);
            } finally {
                GOING_ON.remove(reach);
            }
        });
        if (words == null) {
            throw new IOException("plugin " + name + ": looking for its far side gave nothing; tell its author");
        }
        return words;
    }

    /**
     * Opens a sink of this plugin's type, under a time limit.
     *
     * @throws IOException not now; also if it took too long or its code is at fault
     * @throws SinkBrokenException not until something changes
     */
    public Sink open(Settings checked, SinkContext context)
            throws IOException, SinkBrokenException, InterruptedException {
        Sink sink = call("opening it", () -> factory.open(checked, context));
        if (sink == null) {
            throw new IOException("plugin " + name + ": opening it gave no sink; tell its author");
        }
        return sink;
    }

    private <T> T call(String what, Callable<T> call) throws IOException, SinkBrokenException, InterruptedException {
        try {
            return PluginCall.call(name, loader, what, call);
        } catch (PluginException e) {
            if (e.getCause() instanceof SinkBrokenException broken) {
                throw broken;
            }
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException("plugin " + name + ": " + e.getMessage(), e);
        }
    }
}
