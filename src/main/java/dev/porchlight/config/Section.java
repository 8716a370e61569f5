package dev.porchlight.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One mapping of the file, asked key by key. A wrong value is noted as a problem and its default returned, so that every
 * problem is found in one reading.
 */
final class Section {
    private final Given given;
    private final String path;
    private final Place place;
    private final boolean mayBeOverridden;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Place> keyPlaces = new LinkedHashMap<>();
    private final List<String> known = new ArrayList<>();

    /** A value as it was written, and where. */
    record Written(String text, Place place, boolean isSecret) {
        /** For messages. */
        String shown() {
            return isSecret ? "what stands there" : "'" + text + "'";
        }
    }

    private Section(Given given, String path, Place place, boolean mayBeOverridden) {
        this.given = given;
        this.path = path;
        this.place = place;
        this.mayBeOverridden = mayBeOverridden;
    }

    /** A section that is not in the file: all defaults. */
    static Section empty(Given given, String path) {
        return new Section(given, path, Place.at(given.file(), 1, 1), true);
    }

    static Section of(Given given, String path, Node node, boolean mayBeOverridden) {
        Section section = new Section(given, path, Place.of(given.file(), node), mayBeOverridden);
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                section.put(tuple);
            }
        } else if (!isNothing(node)) {
            given.problem(section.place, section.shownPath() + " must be keys with values, like {key: value}");
        }
        return section;
    }

    /** The same, not to be overridden by the environment: an element of a list has no name there. */
    Section unlisted() {
        return new Section(given, path, place, false);
    }

    private void put(NodeTuple tuple) {
        Place at = Place.of(given.file(), tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            given.problem(at, "a key must be a word");
        } else if (nodes.containsKey(key.getValue())) {
            given.problem(at, "'" + key.getValue() + "' is given twice; keep one");
        } else {
            nodes.put(key.getValue(), tuple.getValueNode());
            keyPlaces.put(key.getValue(), at);
        }
    }

    private String shownPath() {
        return path.isEmpty() ? "the file" : "'" + path + "'";
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    Place place() {
        return place;
    }

    /** Where the key stands; the section if it is not there. */
    Place placeOf(String key) {
        return keyPlaces.getOrDefault(key, place);
    }

    private static boolean isNothing(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getValue().matches("|~|null");
    }

    boolean has(String key) {
        known.add(key);
        return nodes.containsKey(key) && !isNothing(nodes.get(key));
    }

    Optional<Written> written(String key) {
        boolean has = has(key);
        String variable = Given.variableOf(pathOf(key));
        if (mayBeOverridden && given.hasVariable(variable)) {
            return Optional.of(new Written(given.variable(variable), Place.ofVariable(variable), false));
        }
        if (!has) {
            return Optional.empty();
        }
        return scalar(nodes.get(key), pathOf(key));
    }

    private Optional<Written> scalar(Node node, String what) {
        Place at = Place.of(given.file(), node);
        if (!(node instanceof ScalarNode scalar)) {
            given.problem(at, what + " must be a single value");
            return Optional.empty();
        }
        try {
            boolean secret = Placeholders.isIn(scalar.getValue());
            return Optional.of(new Written(given.placeholders().fill(scalar.getValue()), at, secret));
        } catch (IllegalArgumentException e) {
            given.problem(at, what + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    <T> Optional<T> value(String key, Function<String, Optional<T>> parse, String expected) {
        Optional<Written> written = written(key);
        Optional<T> value = written.flatMap(w -> parse.apply(w.text()));
        if (written.isPresent() && value.isEmpty()) {
            given.problem(
                    written.get().place(),
                    pathOf(key) + " must be " + expected + ", was "
                            + written.get().shown());
        }
        return value;
    }

    Optional<String> text(String key) {
        return value(key, text -> Optional.of(text).filter(t -> !t.isBlank()), "some text");
    }

    int number(String key, int otherwise, int min, int max) {
        return value(
                        key,
                        text -> Kinds.number(text).filter(n -> n >= min && n <= max),
                        "a number from " + min + " to " + max)
                .map(Long::intValue)
                .orElse(otherwise);
    }

    boolean flag(String key, boolean otherwise) {
        return value(key, Kinds::flag, "true or false").orElse(otherwise);
    }

    Duration duration(String key, Duration otherwise, Duration min, Duration max) {
        return value(
                        key,
                        text -> Kinds.duration(text).filter(d -> d.compareTo(min) >= 0 && d.compareTo(max) <= 0),
                        "a duration from " + Kinds.words(min) + " to " + Kinds.words(max) + ", like 5s")
                .orElse(otherwise);
    }

    long size(String key, long otherwise) {
        return value(key, Kinds::size, "a size like 500MB or 16GB").orElse(otherwise);
    }

    /** One of the enum's words, written in lower case with hyphens. */
    <E extends Enum<E>> E choice(String key, E otherwise) {
        E[] all = otherwise.getDeclaringClass().getEnumConstants();
        return value(
                        key,
                        text -> Arrays.stream(all)
                                .filter(e -> word(e).equals(text))
                                .findFirst(),
                        words(all))
                .orElse(otherwise);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String words(Enum<?>[] all) {
        return Arrays.stream(all).map(Section::word).collect(Collectors.joining(", "));
    }

    /** A list of values; one value alone is a list of one. */
    Optional<List<Written>> list(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        List<Written> values = new ArrayList<>();
        for (Node node : elements(key)) {
            scalar(node, pathOf(key)).ifPresent(values::add);
        }
        return Optional.of(values);
    }

    /** The values of a list by their text. */
    List<String> texts(String key) {
        return list(key).orElse(List.of()).stream().map(Written::text).toList();
    }

    private List<Node> elements(String key) {
        return nodes.get(key) instanceof SequenceNode sequence ? sequence.getValue() : List.of(nodes.get(key));
    }

    /** A mapping below this one; empty if it is not there. */
    Section section(String key) {
        return has(key)
                ? of(given, pathOf(key), nodes.get(key), mayBeOverridden)
                : new Section(given, pathOf(key), place, mayBeOverridden);
    }

    /** The mappings of a list. */
    List<Section> sections(String key) {
        if (!has(key)) {
            return List.of();
        }
        if (!(nodes.get(key) instanceof SequenceNode)) {
            given.problem(Place.of(given.file(), nodes.get(key)), pathOf(key) + " must be a list: begin each with '-'");
            return List.of();
        }
        List<Section> sections = new ArrayList<>();
        for (Node node : elements(key)) {
            sections.add(of(given, pathOf(key), node, false));
        }
        return sections;
    }

    /** Every pair of a mapping whose keys are free. */
    Map<String, String> map(String key) {
        Section inner = section(key);
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : inner.nodes.keySet()) {
            inner.scalar(inner.nodes.get(name), inner.pathOf(name)).ifPresent(w -> values.put(name, w.text()));
        }
        return values;
    }

    void problem(String key, String words) {
        given.problem(placeOf(key), words);
    }

    /** Call it when every known key has been asked for. */
    void refuseUnknownKeys() {
        for (String key : nodes.keySet()) {
            if (!known.contains(key)) {
                given.problem(keyPlaces.get(key), "unknown key '" + key + "'" + Nearest.hint(key, known));
            }
        }
    }

    /** The same mapping, to be asked anew against another list of known keys. */
    Section again(Given other) {
        Section copy = new Section(other, path, place, false);
        copy.nodes.putAll(nodes);
        copy.keyPlaces.putAll(keyPlaces);
        return copy;
    }
}
