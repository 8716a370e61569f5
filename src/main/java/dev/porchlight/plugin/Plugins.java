package dev.porchlight.plugin;

import dev.porchlight.health.Health;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every plugin of this host, by the type of sink it makes. Loaded once, at start; safe on every thread afterwards. */
public final class Plugins implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Plugins.class);

    private static final String COPIES = "porchlight-plugins-";
    private static final Pattern COPIES_OF = Pattern.compile(COPIES + "([0-9]{1,10})-.*");

    private final List<Path> folders;
    private final Health health;
    private Optional<Path> copies = Optional.empty();
    private final Map<String, Plugin> byType = new TreeMap<>();

    /** @param folders in order; of two plugins of one type the first is used */
    public Plugins(List<Path> folders, Health health) {
        this.folders = List.copyOf(folders);
        this.health = health;
    }

    /**
     * Loads what lies there, from private copies, so that a jar may be replaced. The copies are not on the data disk: an
     * open jar would keep the owner from unmounting it. A plugin that cannot be used is told in {@link Health}, and stops
     * nothing else.
     */
    public void load() throws IOException, InterruptedException {
        removeOldCopies();
        Path copies = Files.createTempDirectory(COPIES + ProcessHandle.current().pid() + "-");
        this.copies = Optional.of(copies);
        for (Path path : folders) {
            PluginFolder folder = new PluginFolder(path, copies);
            for (PluginFolder.Found found : folder.look()) {
                try {
                    add(folder.load(found));
                } catch (PluginException e) {
                    log.debug("plugin {}", found.name(), e);
                    health.warning("plugin " + found.name(), e.getMessage() + " (" + found.from() + ")");
                }
            }
        }
    }

    private void add(Plugin plugin) throws PluginException {
        Plugin first = byType.putIfAbsent(plugin.type(), plugin);
        if (first != null) {
            throw new PluginException("sinks of type " + plugin.type() + " are already made by plugin " + first.name()
                    + " from " + first.from() + "; remove one of them");
        }
    }

    /** A host that was killed could not remove its own. */
    private static void removeOldCopies() {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(temporary, COPIES + "*")) {
            for (Path folder : all) {
                Matcher name = COPIES_OF.matcher(folder.getFileName().toString());
                if (name.matches()
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                    empty(folder);
                }
            }
        } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
            log.debug("old copies of plugins cannot be removed", e);
        }
    }

    private static void empty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** Removes the copies; what is loaded of them goes on working. */
    @Override
    public void close() throws IOException {
        if (copies.isPresent()) {
            empty(copies.get());
        }
    }

    public Optional<Plugin> ofType(String type) {
        return Optional.ofNullable(byType.get(type));
    }

    public List<Plugin> all() {
        return new ArrayList<>(byType.values());
    }
}
