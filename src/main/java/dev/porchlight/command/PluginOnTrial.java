package dev.porchlight.command;

import dev.porchlight.api.Setting;
import dev.porchlight.config.ConfigException;
import dev.porchlight.config.ConfigFile;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.health.Health;
import dev.porchlight.plugin.Plugin;
import dev.porchlight.plugin.Plugins;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An author's plugin in the demo: its jar, and one sink of its type.
 *
 * @param jar absolute
 * @param keys of the sink, as they would be written in the configuration
 */
record PluginOnTrial(Path jar, String type, List<Setting> settings, Map<String, String> keys) {
    private static final String FOLDER = "plugins: porchlight-demo/plugins\n";

    PluginOnTrial {
        settings = List.copyOf(settings);
        keys = Map.copyOf(keys);
    }

    /** @throws IOException why it cannot be used, or what it must be told, in a sentence */
    static PluginOnTrial of(Path path, Map<String, String> keys) throws IOException, InterruptedException {
        Path jar = path.toAbsolutePath().normalize();
        if (!Files.exists(jar)) {
            throw new IOException("there is no plugin " + jar + "; build it first");
        }
        Health health = new Health(HouseClock.ofThisMachine());
        Path shipped = Path.of(System.getProperty("porchlight.home", "."), "plugins");
        try (Plugins plugins = new Plugins(List.of(shipped, jar), health)) {
            plugins.load();
            Plugin plugin = plugins.from(jar)
                    .orElseThrow(() -> new IOException(health.conditions().stream()
                            .map(condition -> condition.part() + " cannot be used: " + condition.words())
                            .findFirst()
                            .orElse(jar + " is no plugin: its name must end with .jar")));
            String missing = plugin.settings().stream()
                    .filter(setting -> setting.required() && !keys.containsKey(setting.name()))
                    .map(PluginOnTrial::words)
                    .collect(Collectors.joining(" "));
            if (!missing.isEmpty()) {
                throw new IOException("a sink of type " + plugin.type() + " must be told more; add" + missing);
            }
            return new PluginOnTrial(jar, plugin.type(), plugin.settings(), keys);
        }
    }

    private static String words(Setting setting) {
        return " --set " + setting.name() + "=... (" + setting.help() + ")";
    }

    /**
     * The demo's configuration, whose sinks come last, with this plugin and its sink in it.
     *
     * @throws ConfigException a key of the sink that its factory does not know, or a value it cannot be
     */
    HouseConfig addTo(String yaml, Map<String, String> environment) throws ConfigException {
        StringBuilder sink = new StringBuilder("\n  - {name: ")
                .append(type)
                .append(", type: ")
                .append(type);
        keys.forEach((key, value) -> sink.append(", ").append(key).append(": ").append(value));
        String quoted = "'" + jar.toString().replace("'", "''") + "'";
        HouseConfig house = ConfigFile.parse(
                yaml.replace(FOLDER, "plugins: [porchlight-demo/plugins, " + quoted + "]\n")
                                .stripTrailing() + sink + "}\n",
                Path.of("demo.yaml"),
                environment);
        house.sinks().get(house.sinks().size() - 1).keys().check(settings);
        return house;
    }
}
