package dev.porchlight.plugin;

import dev.porchlight.api.Settings;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.SinkContext;
import dev.porchlight.health.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every plugin of this host, by the type of sink it makes. Loaded at start; the owner's folders may be watched from then
 * on. Asked on every thread, changed on one.
 */
public final class Plugins implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Plugins.class);

    private final List<Path> folders;
    private final Health health;
    private final SafeStart safeStart;
    private final List<PluginFolder> watched = new ArrayList<>();
    private final Map<Path, String> handled = new HashMap<>();
    private final Map<String, Plugin> byType = new ConcurrentSkipListMap<>();
    private final Leaks leaks;
    private Optional<Path> copies = Optional.empty();
    private Optional<PluginWatch> watch = Optional.empty();
    private volatile Runnable changed = () -> {};

    /** @param folders in order, or jars; of two plugins of one type the first is used */
    public Plugins(List<Path> folders, Health health) {
        this(folders, Optional.empty(), health, Leaks.AFTER);
    }

    /** @param marks where it is kept which plugin was being loaded when the program ended; below the data folder */
    public Plugins(List<Path> folders, Path marks, Health health) {
        this(folders, Optional.of(marks), health, Leaks.AFTER);
    }

    Plugins(List<Path> folders, Optional<Path> marks, Health health, Duration leaksAfter) {
        this.folders = List.copyOf(folders);
        this.health = health;
        this.safeStart = new SafeStart(marks);
        this.leaks = new Leaks(health, leaksAfter);
    }

    /**
     * Loads what lies there, from private copies, so that a jar may be replaced. The copies are not on the data disk: an
     * open jar would keep the owner from unmounting it. A plugin that cannot be used is told in {@link Health}, and stops
     * nothing else.
     */
    public void load() throws IOException, InterruptedException {
        Copies.removeOld();
        Path copies = Copies.make();
        this.copies = Optional.of(copies);
        for (Path path : folders) {
            PluginFolder folder = new PluginFolder(path, copies, safeStartOf(path));
            watched.add(folder);
            for (PluginFolder.Found found : folder.look()) {
                handled.put(found.from(), found.version());
                replace(folder, found);
            }
        }
    }

    /** The shipped ones are tried with each version, and cost no note at each start. */
    private SafeStart safeStartOf(Path folder) {
        return folder.equals(folders.get(0)) ? SafeStart.NONE : safeStart;
    }

    private SafeStart safeStartAt(Path plugin) {
        Path parent = plugin.getParent();
        return parent == null ? safeStart : safeStartOf(parent);
    }

    /**
     * Watches the owner's folders: all but the first, which has the shipped ones. Call it once, after {@link #load}.
     *
     * @param changed told after each change, on the thread {@code plugins}; must not block
     */
    public void watch(Runnable changed) {
        watchOwners(changed, Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    void watchOwners(Runnable changed, Duration each, Duration still) {
        watch(changed, each, still, watched.subList(1, watched.size()));
    }

    private void watch(Runnable changed, Duration each, Duration still, List<PluginFolder> folders) {
        this.changed = changed;
        Map<Path, String> theirs = new HashMap<>(handled);
        theirs.keySet().removeIf(from -> folders.stream().noneMatch(folder -> folder.holds(from)));
        PluginWatch started = new PluginWatch(List.copyOf(folders), this, each, still, theirs);
        watch = Optional.of(started);
        started.start();
    }

    /** For a test, whose folders are all the owner's. */
    void watchAll(Runnable changed, Duration each, Duration still) {
        watch(changed, each, still, watched);
    }

    /**
     * Loads it, in place of what came from there before. If it cannot be used, that goes on.
     *
     * @return whether a type is free that was taken
     */
    boolean replace(PluginFolder folder, PluginFolder.Found found) throws InterruptedException {
        Optional<Plugin> before = from(found.from());
        String part = "plugin " + found.name();
        try {
            Plugin fresh = folder.load(found);
            Plugin other = byType.get(fresh.type());
            if (other != null && !other.from().equals(found.from())) {
                leaks.letGo(fresh);
                throw new PluginException("sinks of type " + fresh.type() + " are already made by plugin "
                        + other.name() + " from " + other.from() + "; remove one of them");
            }
            byType.put(fresh.type(), fresh);
            boolean isOtherType = before.isPresent() && !before.get().type().equals(fresh.type());
            if (isOtherType) {
                byType.remove(before.get().type());
            }
            if (watch.isPresent()) {
                log.info("{} is loaded: version {} makes sinks of type {}", part, fresh.version(), fresh.type());
            }
            before.ifPresent(leaks::letGo);
            health.forget(part);
            changed.run();
            return isOtherType;
        } catch (PluginException e) {
            log.debug(part, e);
            health.warning(
                    part,
                    e.getMessage() + " (" + found.from() + ")"
                            + (before.isPresent() ? "; the one that was there before goes on" : ""));
            return false;
        }
    }

    /** Its file is gone. */
    boolean remove(Path from) {
        Optional<Plugin> gone = from(from);
        String name = from.getFileName().toString();
        health.forget("plugin " + (name.endsWith(".jar") ? name.substring(0, name.length() - 4) : name));
        if (gone.isPresent()) {
            byType.remove(gone.get().type());
            log.info(
                    "plugin {} was removed; what is owed to sinks of type {} waits",
                    name,
                    gone.get().type());
            leaks.letGo(gone.get());
            changed.run();
        }
        return gone.isPresent();
    }

    /** Whether a plugin in use came from there. */
    boolean isLoaded(Path from) {
        return from(from).isPresent();
    }

    /** The plugin in use that came from this jar, or from this folder of jars. */
    public Optional<Plugin> from(Path from) {
        return byType.values().stream()
                .filter(plugin -> plugin.from().equals(from))
                .findFirst();
    }

    void lookForLeaks() {
        leaks.look();
    }

    /** Removes the copies; what is loaded of them goes on working. */
    @Override
    public void close() throws IOException {
        watch.ifPresent(PluginWatch::close);
        if (copies.isPresent() && Files.isDirectory(copies.get())) {
            Copies.empty(copies.get());
        }
    }

    /**
     * Opens a sink of this plugin, under a time limit.
     *
     * @throws IOException not now; also if it took too long or its code is at fault
     * @throws SinkBrokenException not until something changes
     */
    public Sink open(Plugin plugin, Settings checked, SinkContext context)
            throws IOException, SinkBrokenException, InterruptedException {
        Runnable end;
        try {
            end = safeStartAt(plugin.from()).begin(plugin.name() + "-opening", plugin.version());
        } catch (PluginException e) {
            throw new SinkBrokenException("plugin " + plugin.name() + ": " + e.getMessage(), e);
        }
        try {
            return plugin.open(checked, context);
        } finally {
            end.run();
        }
    }

    public Optional<Plugin> ofType(String type) {
        return Optional.ofNullable(byType.get(type));
    }

    public List<Plugin> all() {
        return new ArrayList<>(byType.values());
    }
}
