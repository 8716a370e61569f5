package dev.porchlight.config;

import dev.porchlight.api.Setting;
import dev.porchlight.api.Settings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of one sink as they stand in the file, with their positions. They are checked in a second step, when the
 * plugin that knows them is there. Never shows a value. Two are equal that say the same, wherever it stands.
 */
public final class SinkKeys {
    /** Every sink has these; the host reads them itself. */
    static final Set<String> COMMON = Set.of("name", "type", "alerts", "quiet_hours", "at_most", "time_limit");

    private final Section section;
    private final Path file;
    private final Map<String, String> environment;
    private final String content;

    SinkKeys(Section section, Path file, Map<String, String> environment) {
        this.section = section;
        this.file = file;
        this.environment = environment;
        this.content = section.content();
    }

    /**
     * The checked values, defaults filled in.
     *
     * @throws ConfigException every problem with its position
     */
    public Settings check(List<Setting> declared) throws ConfigException {
        return check(declared, new Given(file, environment));
    }

    /**
     * Where each of these values came from; secrets are masked.
     *
     * @throws ConfigException every problem with its position
     */
    public List<ShownKey> explain(List<Setting> declared) throws ConfigException {
        Given given = new Given(file, environment);
        check(declared, given);
        return given.shown();
    }

    /** All as secrets: the plugin that could tell which are is not there. */
    public List<ShownKey> masked() {
        return section.masked(COMMON);
    }

    private Settings check(List<Setting> declared, Given given) throws ConfigException {
        Section keys = section.again(
                given,
                declared.stream().filter(Setting::secret).map(Setting::name).toList());
        COMMON.forEach(keys::has);
        Map<String, Object> values = new HashMap<>();
        for (Setting setting : declared) {
            if (keys.has(setting.name())) {
                read(keys, setting).ifPresent(value -> values.put(setting.name(), value));
            } else if (setting.required()) {
                given.problem(section.place(), "'" + setting.name() + "' is missing: " + setting.help());
            } else {
                keys.showDefault(setting.name(), setting.defaultValue().orElse(""));
                setting.defaultValue().ifPresent(text -> values.put(setting.name(), defaultOf(setting, text)));
            }
        }
        keys.refuseUnknownKeys();
        given.throwIfAny();
        return new Settings(values);
    }

    /**
     * Tells what else a plugin finds wrong.
     *
     * @param mistakes a sentence by key
     * @throws ConfigException all of them with their positions, if there are any
     */
    public void refuse(Map<String, String> mistakes) throws ConfigException {
        Given given = new Given(file, environment);
        mistakes.forEach((key, words) -> given.problem(section.placeOf(key), words));
        given.throwIfAny();
    }

    /** What is wrong with the keys that a plugin declares: a stranger wrote them. */
    public static Optional<String> mistake(List<Setting> declared) {
        Set<String> names = new HashSet<>(COMMON);
        for (Setting setting : declared) {
            if (!names.add(setting.name())) {
                return Optional.of("'" + setting.name() + "' is declared twice, or belongs to every sink");
            }
            try {
                setting.defaultValue().ifPresent(text -> defaultOf(setting, text));
            } catch (NoSuchElementException e) {
                return Optional.of("the default of '" + setting.name() + "' is no " + setting.kind());
            }
        }
        return Optional.empty();
    }

    private static Optional<Object> read(Section keys, Setting setting) {
        String name = setting.name();
        return switch (setting.kind()) {
            case TEXT -> keys.value(name, Optional::<Object>of, "some text");
            case NUMBER -> keys.value(name, text -> Kinds.number(text).map(v -> v), "a whole number");
            case FLAG -> keys.value(name, text -> Kinds.flag(text).map(v -> v), "true or false");
            case DURATION -> keys.value(name, text -> Kinds.duration(text).map(v -> v), "a duration like 5s");
            case SIZE -> keys.value(name, text -> Kinds.size(text).map(v -> v), "a size like 8MB");
            case LIST -> Optional.of(keys.texts(name));
            case MAP -> Optional.of(keys.map(name));
        };
    }

    private static Object defaultOf(Setting setting, String text) {
        return switch (setting.kind()) {
            case TEXT -> text;
            case NUMBER -> Kinds.number(text).orElseThrow();
            case FLAG -> Kinds.flag(text).orElseThrow();
            case DURATION -> Kinds.duration(text).orElseThrow();
            case SIZE -> Kinds.size(text).orElseThrow();
            case LIST -> List.of(text);
            case MAP -> Map.of();
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SinkKeys keys && keys.content.equals(content);
    }

    @Override
    public int hashCode() {
        return content.hashCode();
    }

    @Override
    public String toString() {
        return "keys at " + section.place();
    }
}
