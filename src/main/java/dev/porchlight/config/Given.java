package dev.porchlight.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    Given(Path file, Map<String, String> environment) {
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

    /** Whether the variable is set; from now on it is a known one. */
    boolean hasVariable(String variable) {
        knownVariables.add(variable);
        return environment.containsKey(variable);
    }

    String variable(String variable) {
        return environment.get(variable);
    }

    /** Call it when every key has been asked for. */
    void refuseUnknownVariables() {
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
