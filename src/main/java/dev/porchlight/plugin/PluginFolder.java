package dev.porchlight.plugin;

import dev.porchlight.api.Setting;
import dev.porchlight.api.SinkFactory;
import dev.porchlight.config.SinkKeys;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.stream.Stream;

/**
 * A folder of plugins: each {@code <name>.jar}, and each {@code <name>/} with jars in it; or one jar that is named by
 * itself. What is loaded is a private copy, since a jar replaced under a running program crashes it.
 */
final class PluginFolder {
    private final Path folder;
    private final Path copies;
    private final SafeStart safeStart;

    /** A plugin's place: its name and jars. */
    record Found(String name, Path from, List<Path> jars) {
        /** Tells it from another one at the same place: the sizes and times of its jars. */
        String version() {
            StringBuilder all = new StringBuilder();
            for (Path jar : jars) {
                all.append(jar.getFileName())
                        .append(' ')
                        .append(jar.toFile().length())
                        .append(' ')
                        .append(jar.toFile().lastModified())
                        .append(' ');
            }
            return all.toString();
        }
    }

    PluginFolder(Path folder, Path copies, SafeStart safeStart) {
        this.folder = folder;
        this.copies = copies;
        this.safeStart = safeStart;
    }

    /** Whether this is a place in it. */
    boolean holds(Path from) {
        return folder.equals(from.getParent()) || folder.equals(from);
    }

    /** What lies there now, by name. A folder that does not exist has no plugins. */
    List<Found> look() throws IOException {
        if (Files.isRegularFile(folder)) {
            return at(folder).stream().toList();
        }
        List<Found> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            for (Path entry : sorted(folder)) {
                at(entry).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<Found> at(Path entry) throws IOException {
        String name = entry.getFileName().toString();
        if (Files.isDirectory(entry)) {
            List<Path> jars = sorted(entry).stream()
                    .filter(file -> file.toString().endsWith(".jar"))
                    .toList();
            return jars.isEmpty() ? Optional.empty() : Optional.of(new Found(name, entry, jars));
        }
        return name.endsWith(".jar")
                ? Optional.of(new Found(name.substring(0, name.length() - ".jar".length()), entry, List.of(entry)))
                : Optional.empty();
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    /** @throws PluginException why it cannot be used */
    Plugin load(Found found) throws PluginException, InterruptedException {
        Attributes main = new Attributes();
        for (Path jar : found.jars()) {
            main.putAll(JarLook.at(jar));
        }
        JarLook.refuseAnotherApi(main);
        Runnable end = safeStart.begin(found.name(), found.version());
        try {
            return load(found, main);
        } finally {
            end.run();
        }
    }

    private Plugin load(Found found, Attributes main) throws PluginException, InterruptedException {
        PluginClassLoader loader = new PluginClassLoader(found.name(), privateCopies(found));
        boolean loaded = false;
        try {
            Plugin plugin = PluginCall.call(found.name(), loader, "its factory", () -> plugin(found, loader, main));
            loaded = true;
            return plugin;
        } catch (PluginException e) {
            throw better(e);
        } finally {
            if (!loaded) {
                closeQuietly(loader);
            }
        }
    }

    private static void closeQuietly(PluginClassLoader loader) throws PluginException {
        try {
            loader.close();
        } catch (IOException e) {
            throw new PluginException("its jars cannot be closed", e);
        }
    }

    private static Plugin plugin(Found found, PluginClassLoader loader, Attributes main) throws PluginException {
        List<SinkFactory> factories = new ArrayList<>();
        ServiceLoader.load(SinkFactory.class, loader).forEach(factories::add);
        if (factories.isEmpty()) {
            throw new PluginException("it names no sink factory in META-INF/services/" + SinkFactory.class.getName());
        }
        if (factories.size() > 1) {
            throw new PluginException("it names " + factories.size() + " sink factories; make it one plugin each");
        }
        SinkFactory factory = factories.get(0);
        String type = factory.type();
        List<Setting> settings = factory.settings();
        Duration tryFor = factory.tryFor();
        if (type == null || !type.matches("[a-z][a-z0-9-]{0,39}") || settings == null || tryFor == null) {
            throw new PluginException(
                    "its type must be lower-case letters, digits and hyphens, its settings a list, and how long it"
                            + " tries a duration");
        }
        Optional<String> mistake = SinkKeys.mistake(settings);
        if (mistake.isPresent()) {
            throw new PluginException("its settings are not good: " + mistake.get());
        }
        String version = Optional.ofNullable(main.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
                .orElse("unknown");
        return new Plugin(found.name(), found.from(), version, type, settings, tryFor, factory, loader);
    }

    private URL[] privateCopies(Found found) throws PluginException {
        try {
            Files.createDirectories(copies);
            Path own = Files.createTempDirectory(copies, found.name() + "-");
            List<URL> urls = new ArrayList<>();
            for (Path jar : found.jars()) {
                Path copy = own.resolve(jar.getFileName());
                Files.copy(jar, copy, StandardCopyOption.REPLACE_EXISTING);
                urls.add(url(copy));
            }
            return urls.toArray(URL[]::new);
        } catch (IOException e) {
            throw new PluginException("it cannot be copied to " + copies + ": " + e.getMessage(), e);
        }
    }

    private static URL url(Path file) throws MalformedURLException {
        return file.toUri().toURL();
    }

    /** The reason in the owner's words, where it is a known one. */
    private static PluginException better(PluginException e) {
        Throwable cause = e.getCause();
        if (cause instanceof PluginException ours) {
            return ours;
        }
        if (cause instanceof ServiceConfigurationError mistake) {
            if (mistake.getCause() == null) {
                return new PluginException(
                        "its META-INF/services/" + SinkFactory.class.getName() + " is wrong: "
                                + mistake.getMessage().replace(SinkFactory.class.getName() + ": ", ""),
                        e);
            }
            cause = mistake.getCause();
        }
        if (cause instanceof UnsupportedClassVersionError) {
            return new PluginException(
                    "it was built for a newer Java than this "
                            + Runtime.version().feature(),
                    e);
        }
        if (cause instanceof LinkageError) {
            return new PluginException("it was built for another plugin API, or a jar of it is missing: " + cause, e);
        }
        return cause == e.getCause() ? e : new PluginException("its factory failed: " + cause, e);
    }
}
