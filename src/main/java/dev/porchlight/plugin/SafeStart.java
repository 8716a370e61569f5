package dev.porchlight.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which plugin's code runs while it is loaded or a sink of it is opened, so that one that ends the whole program
 * is left out after three times in a row. A file for each in a folder of the data disk; without that disk nothing is
 * remembered. Safe on every thread.
 */
final class SafeStart {
    /** Remembers nothing. */
    static final SafeStart NONE = new SafeStart(Optional.empty());

    private static final Logger log = LoggerFactory.getLogger(SafeStart.class);
    private static final int MOST_CRASHES = 3;

    private final Optional<Path> folder;
    private final Map<String, Integer> running = new ConcurrentHashMap<>();

    /** @param folder below the data folder; empty: nothing is remembered */
    SafeStart(Optional<Path> folder) {
        this.folder = folder;
    }

    /**
     * @param version tells one jar of this name from another: a new one is tried again
     * @return to be run when that code has come back
     * @throws PluginException if it was the end of the program too often
     */
    Runnable begin(String name, String version) throws PluginException {
        Optional<Path> mark = folder.filter(f -> Files.isRegularFile(f.resolveSibling("id.json")))
                .map(f -> f.resolve(name));
        if (mark.isEmpty()) {
            return () -> {};
        }
        boolean isFirst = running.merge(name, 1, Integer::sum) == 1;
        if (isFirst) {
            int crashes = crashes(mark.get(), version);
            if (crashes >= MOST_CRASHES) {
                running.remove(name);
                throw new PluginException("porchlight ended " + crashes
                        + " times in a row while it was being loaded, so it is left out; replace its jar, or remove "
                        + mark.get() + " to try it again");
            }
            write(mark.get(), (crashes + 1) + " " + version);
        }
        return () -> {
            if (running.merge(name, -1, (all, one) -> all + one == 0 ? null : all + one) == null) {
                remove(mark.get());
            }
        };
    }

    private static int crashes(Path mark, String version) {
        try {
            String[] words = Files.exists(mark) ? Files.readString(mark).split(" ", 2) : new String[0];
            return words.length == 2 && words[1].equals(version) ? Integer.parseInt(words[0]) : 0;
        } catch (IOException | NumberFormatException e) {
            log.debug("{} cannot be read", mark, e);
            return 0;
        }
    }

    private static void write(Path mark, String words) {
        try {
            Files.createDirectories(mark.getParent());
            Files.writeString(mark, words);
        } catch (IOException e) {
            log.debug("{} cannot be written", mark, e);
        }
    }

    private static void remove(Path mark) {
        try {
            Files.deleteIfExists(mark);
        } catch (IOException e) {
            log.debug("{} cannot be removed", mark, e);
        }
    }
}
