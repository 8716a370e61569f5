package dev.porchlight;

import dev.porchlight.config.ConfigException;
import dev.porchlight.config.ConfigSource;
import dev.porchlight.config.Difference;
import dev.porchlight.config.Explained;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.config.SinkConfig;
import dev.porchlight.health.Health;
import dev.porchlight.plugin.Plugin;
import dev.porchlight.plugin.Plugins;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a changed configuration over while the house runs, as far as that can be done without a restart. A broken one
 * changes nothing. Used by one thread.
 */
final class Rewiring {
    private static final Logger log = LoggerFactory.getLogger(Rewiring.class);
    private static final String PART = "configuration";
    private static final String GOES_ON = "Porchlight goes on by what the file said before, until it is corrected.";

    private final ConfigSource source;
    private final Explained started;
    private final Plugins plugins;
    private final Health health;
    private final Consumer<HouseConfig> rewire;
    private Explained running;
    private boolean isTroubleTold;

    /**
     * @param started what the house was opened with
     * @param rewire takes a configuration that differs from that one only in what can be changed in a running house
     */
    Rewiring(ConfigSource source, Explained started, Plugins plugins, Health health, Consumer<HouseConfig> rewire) {
        this.source = source;
        this.started = started;
        this.plugins = plugins;
        this.health = health;
        this.rewire = rewire;
        this.running = started;
    }

    /** Its file was changed. */
    void readAgain() {
        try {
            Explained changed = source.read();
            if (isBlank()) {
                // It would be a good one, of a house without sinks; but somebody is in the middle of saving.
                warn(source.file() + " is empty. " + GOES_ON);
                return;
            }
            checkSinks(changed.house());
            Difference difference = Difference.between(started, running, changed);
            rewire.accept(started.house().with(changed.house()));
            running = changed;
            log.info(
                    "{} was changed and is obeyed from now on{}",
                    source.file(),
                    difference.live().isEmpty() ? "" : ": " + String.join(", ", difference.live()));
            tell(difference.later());
        } catch (ConfigException e) {
            warn(first(e.problems()) + " " + GOES_ON);
        } catch (RuntimeException e) {
            log.error("a changed configuration was not taken over", e);
            isTroubleTold = true;
            health.failed(
                    PART,
                    source.file() + " was changed, but by a mistake in porchlight only some of it is obeyed; restart"
                            + " porchlight, and please report it: "
                            + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isBlank() {
        try {
            return Files.readString(source.file()).isBlank();
        } catch (IOException e) {
            log.debug("it is being changed again", e);
            return false;
        }
    }

    private void tell(List<String> later) {
        if (!later.isEmpty()) {
            warn(source.file() + " was changed, and porchlight goes by all of it once it is restarted: "
                    + String.join(", ", later));
        } else if (isTroubleTold) {
            health.ok(PART, "as " + source.file() + " says");
        }
    }

    private void warn(String words) {
        isTroubleTold = true;
        health.warning(PART, words);
    }

    private static String first(List<String> problems) {
        int more = problems.size() - 1;
        String words =
                problems.get(0) + (more == 0 ? "" : " (and " + more + " more; porchlight config check tells them)");
        return words.endsWith("?") ? words : words + ".";
    }

    /** What the plugins know of their keys; one that is not there now is not asked. */
    private void checkSinks(HouseConfig house) throws ConfigException, InterruptedException {
        for (SinkConfig sink : house.sinks()) {
            Optional<Plugin> plugin = plugins.ofType(sink.type());
            if (plugin.isPresent()) {
                try {
                    plugin.get().check(sink.keys());
                } catch (IOException e) {
                    log.debug(
                            "plugin {} cannot look at its keys; its lane tells it",
                            plugin.get().name(),
                            e);
                }
            }
        }
    }
}
