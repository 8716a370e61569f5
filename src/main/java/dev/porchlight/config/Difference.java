package dev.porchlight.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What another configuration says otherwise, in words.
 *
 * @param live keys that a running house can go by, such as {@code visits.quiet from 5s to 10s}
 * @param later keys that it goes by when it is started anew
 */
public record Difference(List<String> live, List<String> later) {
    private static final Pattern LIVE =
            Pattern.compile("name|visits\\..*|retention\\..*|sinks\\b.*|boards\\[[0-9]+\\]\\.visits\\..*");

    /** Where a secret may differ, which no shown key tells. */
    private static final Map<String, Function<HouseConfig, Object>> PARTS = parts();

    public Difference {
        live = List.copyOf(live);
        later = List.copyOf(later);
    }

    private static Map<String, Function<HouseConfig, Object>> parts() {
        Map<String, Function<HouseConfig, Object>> parts = new LinkedHashMap<>();
        parts.put("home", HouseConfig::home);
        parts.put("data", HouseConfig::data);
        parts.put("data_id", HouseConfig::dataId);
        parts.put("web", HouseConfig::web);
        parts.put("cameras", HouseConfig::cameras);
        parts.put("plugins", HouseConfig::plugins);
        return parts;
    }

    /**
     * @param started what the house was started with
     * @param running what it goes by now, of that which can be changed
     * @param changed what its file says now
     */
    public static Difference between(Explained started, Explained running, Explained changed) {
        List<String> live = changes(running, changed).entrySet().stream()
                .filter(change -> LIVE.matcher(change.getKey()).matches())
                .map(Map.Entry::getValue)
                .toList();
        Map<String, String> later = changes(started, changed);
        later.keySet().removeIf(key -> LIVE.matcher(key).matches());
        PARTS.forEach((name, part) -> {
            boolean isTold = later.keySet().stream().anyMatch(key -> key.startsWith(name));
            if (!isTold && !part.apply(started.house()).equals(part.apply(changed.house()))) {
                later.put(name, name);
            }
        });
        return new Difference(live, List.copyOf(later.values()));
    }

    /** In words, by key. */
    private static Map<String, String> changes(Explained before, Explained after) {
        Map<String, ShownKey> was = byName(before);
        Map<String, ShownKey> is = byName(after);
        Map<String, String> changes = new LinkedHashMap<>();
        is.forEach((name, now) -> {
            if (!was.containsKey(name)) {
                changes.put(name, name);
            } else if (!was.get(name).value().equals(now.value())) {
                // What is told to a camera program or asked of a camera may have its password anywhere.
                changes.put(
                        name,
                        name.startsWith("cameras")
                                ? name
                                : name + " from " + was.get(name).value() + " to " + now.value());
            }
        });
        was.keySet().stream().filter(name -> !is.containsKey(name)).forEach(name -> changes.put(name, name));
        return changes;
    }

    /** Without a board's own rules that only follow the house's: those are told there. */
    private static Map<String, ShownKey> byName(Explained config) {
        Map<String, ShownKey> keys = new LinkedHashMap<>();
        config.keys().stream()
                .filter(key -> !key.name().contains("].visits.") || !key.isDefault())
                .forEach(key -> keys.put(key.name(), key));
        return keys;
    }
}
