package dev.porchlight.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Everything that is wrong with a configuration, a line each: {@code file:line:column: what to change}. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    /** A file with more mistakes than this is another kind of file. */
    private static final int MAX_TOLD = 100;

    private final List<String> problems;

    ConfigException(List<Problem> problems) {
        this(problems.stream().sorted(Comparator.comparing(Problem::place)).map(Problem::toString));
    }

    private ConfigException(Stream<String> problems) {
        this(bounded(problems.distinct().toList()), null);
    }

    private ConfigException(List<String> problems, Throwable cause) {
        super(String.join("\n", problems), cause);
        this.problems = List.copyOf(problems);
    }

    static ConfigException because(String words) {
        return because(words, null);
    }

    static ConfigException because(String words, Throwable cause) {
        return new ConfigException(List.of(words), cause);
    }

    private static List<String> bounded(List<String> all) {
        if (all.size() <= MAX_TOLD) {
            return all;
        }
        List<String> told = new ArrayList<>(all.subList(0, MAX_TOLD));
        told.add("and " + (all.size() - MAX_TOLD) + " mistakes more; correct these first");
        return told;
    }

    /** In the order they stand in the file. */
    public List<String> problems() {
        return problems;
    }
}
