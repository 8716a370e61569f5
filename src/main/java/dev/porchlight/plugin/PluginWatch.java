package dev.porchlight.plugin;

import dev.porchlight.plugin.PluginFolder.Found;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks into the owner's folders now and then, on the thread {@code plugins}: what is dropped in is loaded as soon as its
 * size and time stand still, what is replaced is replaced, what is gone is let go. It looks rather than being told, since a
 * network disk tells nothing.
 */
final class PluginWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PluginWatch.class);

    private final List<PluginFolder> folders;
    private final Plugins plugins;
    private final Duration each;
    private final Duration still;
    private final Map<Path, String> handled;
    private final Map<Path, Arriving> arriving = new HashMap<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "plugins");

    /** One whose size or time has changed lately. */
    private record Arriving(String version, long since) {}

    /** @param handled the version of what was loaded or refused already, by place */
    PluginWatch(List<PluginFolder> folders, Plugins plugins, Duration each, Duration still, Map<Path, String> handled) {
        this.folders = folders;
        this.plugins = plugins;
        this.each = each;
        this.still = still;
        this.handled = new HashMap<>(handled);
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!stop.await(each.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    lookOnce();
                    plugins.lookForLeaks();
                } catch (IOException | UncheckedIOException e) {
                    log.debug("the plugin folders cannot be looked at", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookOnce() throws IOException, InterruptedException {
        Set<Path> there = new HashSet<>();
        boolean isTypeFree = false;
        for (PluginFolder folder : folders) {
            for (Found found : folder.look()) {
                there.add(found.from());
                if (isNew(found)) {
                    isTypeFree |= plugins.replace(folder, found);
                }
            }
        }
        for (Path from : List.copyOf(handled.keySet())) {
            if (!there.contains(from)) {
                handled.remove(from);
                isTypeFree |= plugins.remove(from);
            }
        }
        arriving.keySet().retainAll(there);
        if (isTypeFree) {
            // One that was refused because of another may be welcome now.
            handled.keySet().removeIf(from -> !plugins.isLoaded(from));
        }
    }

    private boolean isNew(Found found) throws IOException {
        String version = found.version();
        if (version.equals(handled.get(found.from()))) {
            arriving.remove(found.from());
            return false;
        }
        Arriving before = arriving.get(found.from());
        if (before == null || !before.version().equals(version)) {
            arriving.put(found.from(), new Arriving(version, System.nanoTime()));
            return false;
        }
        if (System.nanoTime() - before.since() < still.toNanos()) {
            return false;
        }
        arriving.remove(found.from());
        handled.put(found.from(), version);
        return true;
    }

    @Override
    public void close() {
        stop.countDown();
        thread.interrupt();
    }
}
