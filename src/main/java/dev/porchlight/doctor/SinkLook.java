package dev.porchlight.doctor;

import dev.porchlight.api.Setting;
import dev.porchlight.api.Settings;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.config.ConfigException;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.config.SinkConfig;
import dev.porchlight.delivery.SinkTrial;
import dev.porchlight.health.Condition;
import dev.porchlight.plugin.Plugin;
import dev.porchlight.plugin.Plugins;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether the far side of a sink answers, and whether the folder it writes may be written. Nobody is sent anything. */
record SinkLook(HouseConfig house, SinkConfig sink, Plugins plugins, FolderRights rights, Conditions conditions)
        implements Look {
    /** By custom of the plugins: a folder of this machine that the sink writes. */
    private static final String FOLDER = "folder";

    @Override
    public String what() {
        return "sink " + sink.name();
    }

    @Override
    public List<Finding> look() throws IOException, InterruptedException {
        Optional<Plugin> plugin = plugins.ofType(sink.type());
        if (plugin.isEmpty()) {
            return List.of(Finding.broken(
                    what(),
                    "no plugin makes sinks of type " + sink.type(),
                    "put its jar into the plugins folder; porchlight plugin list shows which there are"));
        }
        try {
            Settings settings = plugin.get().check(sink.keys());
            Optional<Path> folder = folder(plugin.get(), settings);
            Optional<Finding> unseen = folder.isPresent() ? rights.unseen(what(), folder.get()) : Optional.empty();
            if (unseen.isPresent()) {
                return List.of(unseen.get());
            }
            Finding found = farSide(plugin.get(), settings);
            // A disk that is not mounted is no question of rights.
            Optional<Finding> trouble =
                    folder.isPresent() && !found.isBroken() ? rights.trouble(what(), folder.get()) : Optional.empty();
            return List.of(trouble.orElse(found));
        } catch (ConfigException e) {
            return List.of(Finding.broken(what(), e.getMessage().strip(), "porchlight config check shows it"));
        }
    }

    private static Optional<Path> folder(Plugin plugin, Settings settings) {
        boolean hasFolder = settings.has(FOLDER)
                && plugin.settings().stream()
                        .anyMatch(key -> key.name().equals(FOLDER) && key.kind() == Setting.Kind.TEXT);
        return hasFolder ? Optional.of(Path.of(settings.text(FOLDER)).toAbsolutePath()) : Optional.empty();
    }

    private Finding farSide(Plugin plugin, Settings settings) throws InterruptedException {
        Optional<String> words;
        try {
            words = SinkTrial.reach(house, sink, plugin, settings);
        } catch (IOException | SinkBrokenException e) {
            return withRemedy(Finding.broken(what(), OneLook.message(e)));
        } catch (RuntimeException e) {
            return Finding.broken(
                    what(), "plugin " + plugin.name() + " failed at looking for its far side", "tell its author");
        }
        // It may answer, and still refuse what it is sent.
        Optional<Condition> running = conditions.of(what()).filter(its -> its.state() != Condition.State.OK);
        if (running.isPresent()) {
            return withRemedy(Finding.of(running.get()));
        }
        return words.isPresent()
                ? Finding.works(what(), words.get())
                : Finding.open(
                        what(),
                        "whether it works shows only when it is sent something: porchlight sink test " + sink.name());
    }

    /** What the far side's own words leave open. */
    private Finding withRemedy(Finding finding) {
        return finding.remedy().isEmpty()
                ? Finding.broken(
                        finding.what(),
                        finding.words(),
                        "porchlight sink test " + sink.name() + " --apart tries it, and shows what is said on the way")
                : finding;
    }
}
