package dev.porchlight.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Everything that is needed while a configuration is read: the file's name, the environment, and the problems so far. */
final class Given {
    private static final String PREFIX = "PORCHLIGHT_";

    /** Variables that are not keys of the file. */
    private static final Set<String> OTHERS = Set.of("PORCHLIGHT_CONFIG", "PORCHLIGHT_JAVA_OPTS", "PORCHLIGHT_HOME");

    private final Path file;
    private final Map<String, String> environment;
    private final Placeholders placeholders;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> knownVariables = new TreeSet<>(OTHERS);
    private final Map<String, String> flags;
    private final Set<String> knownPaths = new TreeSet<>();
    private final Map<String, Declared> declared = new LinkedHashMap<>();
    private final Map<String, ShownKey> shown = new LinkedHashMap<>();

    Given(Path file, Map<String, String> environment) {
        this(file, environment, Map.of());
    }

    /** @param flags values by the path of their key, which go before all others */
    Given(Path file, Map<String, String> environment, Map<String, String> flags) {
        this.flags = flags;
        this.file = file;
        this.environment = environment;
        this.placeholders = new Placeholders(environment);
    }

    Path file() {
        return file;
    }

    Placeholders placeholders() {
        return placeholders;
    }

    void problem(Place place, String words) {
        problems.add(new Problem(place, words));
    }

    /** {@code web.port} may be overridden by {@code PORCHLIGHT_WEB_PORT}. */
    static String variableOf(String path) {
        return PREFIX + path.toUpperCase(java.util.Locale.ROOT).replace('.', '_');
    }

    /** What goes before the file: the flag, else the variable. From now on both are known ones. */
    Optional<Written> override(String path) {
        String variable = variableOf(path);
        knownPaths.add(path);
        knownVariables.add(variable);
        if (flags.containsKey(path)) {
            return Optional.of(new Written(flags.get(path), new Place("flag --set " + path, 0, 0), false, ""));
        }
        return Optional.ofNullable(environment.get(variable))
                .map(text -> new Written(text, Place.ofVariable(variable), false, ""));
    }

    /** Notes that a key is asked for; the first time counts, a board's own rules stand behind the house's. */
    void declare(String path, Declared key) {
        declared.putIfAbsent(path, key);
    }

    Map<String, Declared> declared() {
        return declared;
    }

    /** Notes the value that holds. */
    void show(ShownKey key) {
        shown.put(key.name(), key);
    }

    /** In the order they were asked for. */
    List<ShownKey> shown() {
        return List.copyOf(shown.values());
    }

    /** Call it when every key has been asked for. */
    void refuseUnknownOverrides() {
        flags.keySet().stream()
                .filter(path -> !knownPaths.contains(path))
                .sorted()
                .forEach(path -> problem(
                        new Place("flag --set " + Written.shownKey(path), 0, 0),
                        "this is no key that can be set here" + Nearest.hint(path, knownPaths)));
        environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !knownVariables.contains(name))
                .sorted()
                .forEach(name -> problem(
                        Place.ofVariable(name),
                        "this environment variable overrides nothing" + Nearest.hint(name, knownVariables)));
    }

    void throwIfAny() throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }
}
