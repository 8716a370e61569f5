package dev.porchlight.config;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with a configuration, a line each: {@code file:line:column: what to change}. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    private final List<String> problems;

    ConfigException(List<Problem> problems) {
        this(
                problems.stream()
                        .sorted(Comparator.comparing(Problem::place))
                        .map(Problem::toString)
                        .distinct()
                        .collect(Collectors.toList()),
                null);
    }

    private ConfigException(List<String> problems, Throwable cause) {
        super(String.join("\n", problems), cause);
        this.problems = List.copyOf(problems);
    }

    static ConfigException because(String words, Throwable cause) {
        return new ConfigException(List.of(words), cause);
    }

    /** In the order they stand in the file. */
    public List<String> problems() {
        return problems;
    }
}
