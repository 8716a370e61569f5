package dev.porchlight.config;

import dev.porchlight.config.Declared.Shape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    /** No house has more boards, cameras or sinks. */
    private static final int MAX_SECTIONS = 100;

    private final Given given;
    private final String path;
    private final String title;
    private final Place place;
    private final boolean mayBeOverridden;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Place> keyPlaces = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> secrets = new HashSet<>();

    /** @param title the path as people are shown it: with the number of an element of a list */
    private Section(Given given, String path, String title, Place place, boolean mayBeOverridden) {
        this.given = given;
        this.path = path;
        this.title = title;
        this.place = place;
        this.mayBeOverridden = mayBeOverridden;
    }

    /** A section that is not in the file: all defaults. */
    static Section empty(Given given, String path) {
        return new Section(given, path, path, Place.at(given.file(), 1, 1), true);
    }

    static Section of(Given given, String path, Node node, boolean mayBeOverridden) {
        return of(given, path, path, node, mayBeOverridden);
    }

    private static Section of(Given given, String path, String title, Node node, boolean mayBeOverridden) {
        Section section = new Section(given, path, title, Place.of(given.file(), node), mayBeOverridden);
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                section.put(tuple);
            }
        } else if (!isNothing(node)) {
            given.problem(
                    section.place,
                    path.isEmpty()
                            ? "the file must be keys with values, like 'name: Front door'"
                            : "'" + path + "' must be keys with values, like {key: value}");
        }
        return section;
    }

    /** The same, not to be overridden by the environment: an element of a list has no name there. */
    Section unlisted() {
        return new Section(given, path, path + "[0]", place, false);
    }

    private void put(NodeTuple tuple) {
        Place at = Place.of(given.file(), tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            given.problem(at, "a key must be a word, like 'name'; take the brackets away");
        } else if (nodes.containsKey(key.getValue())) {
            given.problem(at, Written.shownKey(key.getValue()) + " is given twice; keep one");
        } else {
            nodes.put(key.getValue(), tuple.getValueNode());
            keyPlaces.put(key.getValue(), at);
        }
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private String titleOf(String key) {
        return title.isEmpty() ? key : title + "." + key;
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
        Optional<Written> override = mayBeOverridden ? given.override(pathOf(key)) : Optional.empty();
        if (override.isPresent() || !has) {
            return override;
        }
        return scalar(nodes.get(key), key, " must be a single value");
    }

    private Optional<Written> scalar(Node node, String key, String expected) {
        Place at = Place.of(given.file(), node);
        String what = pathOf(key);
        if (!(node instanceof ScalarNode scalar)) {
            given.problem(at, what + expected);
            return Optional.empty();
        }
        try {
            boolean secret = secrets.contains(key) || Placeholders.isIn(scalar.getValue());
            return Optional.of(new Written(
                    given.placeholders().fill(scalar.getValue()), at, secret, Placeholders.sources(scalar.getValue())));
        } catch (IllegalArgumentException e) {
            given.problem(at, what + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    <T> Optional<T> value(String key, Function<String, Optional<T>> parse, String expected) {
        return value(key, parse, expected, "");
    }

    /** @param otherwise the default in words, for the record; the caller gives it */
    <T> Optional<T> value(String key, Function<String, Optional<T>> parse, String expected, String otherwise) {
        declare(key, Declared.of(Shape.VALUE, expected, otherwise));
        Optional<Written> written = written(key);
        show(key, written, otherwise);
        Optional<T> value = written.flatMap(w -> parse.apply(w.text()));
        if (written.isPresent() && value.isEmpty()) {
            given.problem(
                    written.get().place(),
                    pathOf(key) + " must be " + expected + ", was "
                            + written.get().shown());
        }
        return value;
    }

    private void show(String key, Optional<Written> written, String otherwise) {
        written.ifPresentOrElse(
                value -> given.show(ShownKey.written(titleOf(key), value)), () -> showDefault(key, otherwise));
    }

    /** What the key is in every house, where the reader must ask for something narrower in this one. */
    void declare(String key, Declared declared) {
        given.declare(pathOf(key), declared);
    }

    /** Notes that the default holds. */
    void showDefault(String key, String otherwise) {
        given.show(ShownKey.byDefault(titleOf(key), otherwise));
    }

    Optional<String> text(String key) {
        return someText(key, "");
    }

    String text(String key, String otherwise) {
        return someText(key, otherwise).orElse(otherwise);
    }

    private Optional<String> someText(String key, String otherwise) {
        return value(key, text -> Optional.of(text).filter(t -> !t.isBlank()), "some text", otherwise);
    }

    int number(String key, int otherwise, int min, int max) {
        declare(
                key,
                new Declared(
                        Shape.NUMBER,
                        "a number from " + min + " to " + max,
                        List.of(),
                        min,
                        max,
                        Integer.toString(otherwise)));
        return value(
                        key,
                        text -> Kinds.number(text).filter(n -> n >= min && n <= max),
                        "a number from " + min + " to " + max,
                        Integer.toString(otherwise))
                .map(Long::intValue)
                .orElse(otherwise);
    }

    boolean flag(String key, boolean otherwise) {
        declare(key, Declared.of(Shape.FLAG, "true or false", Boolean.toString(otherwise)));
        return value(key, Kinds::flag, "true or false", Boolean.toString(otherwise))
                .orElse(otherwise);
    }

    Duration duration(String key, Duration otherwise, Duration min, Duration max) {
        return value(
                        key,
                        text -> Kinds.duration(text).filter(d -> d.compareTo(min) >= 0 && d.compareTo(max) <= 0),
                        "a duration from " + Kinds.words(min) + " to " + Kinds.words(max) + ", like 5s",
                        Kinds.words(otherwise))
                .orElse(otherwise);
    }

    long size(String key, long otherwise, long leastMegabytes) {
        long size = value(key, Kinds::size, "a size like 500MB or 16GB", Kinds.words(otherwise))
                .orElse(otherwise);
        if (size < leastMegabytes * 1_000_000) {
            problem(key, pathOf(key) + " must be at least " + leastMegabytes + "MB");
            return otherwise;
        }
        return size;
    }

    Optional<Path> path(String key) {
        declare(key, Declared.of(Shape.VALUE, "a path", ""));
        Optional<Written> written = written(key);
        show(key, written, "");
        return written.flatMap(its -> path(key, its));
    }

    Optional<Path> path(String key, String otherwise) {
        declare(key, Declared.of(Shape.VALUE, "a path", otherwise));
        Optional<Written> written = written(key);
        show(key, written, otherwise);
        return written.flatMap(its -> path(key, its)).or(() -> Optional.of(Path.of(otherwise)));
    }

    /** One of the enum's words, written in lower case with hyphens. */
    <E extends Enum<E>> E choice(String key, E otherwise) {
        E[] all = otherwise.getDeclaringClass().getEnumConstants();
        List<String> each = Arrays.stream(all).map(Section::word).toList();
        declare(key, new Declared(Shape.CHOICE, words(all), each, 0, 0, word(otherwise)));
        return value(
                        key,
                        text -> Arrays.stream(all)
                                .filter(e -> word(e).equals(text))
                                .findFirst(),
                        words(all),
                        word(otherwise))
                .orElse(otherwise);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String words(Enum<?>[] all) {
        return Arrays.stream(all).map(Section::word).collect(Collectors.joining(", "));
    }

    /** A list of values; one value alone is a list of one. Empty too if it holds anything else. */
    Optional<List<Written>> list(String key) {
        return list(key, "a list", "[]");
    }

    /** @param otherwise the default, for the record; the caller gives it */
    Optional<List<Written>> list(String key, String expected, String otherwise) {
        declare(key, Declared.of(Shape.LIST, expected, otherwise));
        if (!has(key)) {
            showDefault(key, otherwise);
            return Optional.empty();
        }
        List<Written> values = new ArrayList<>();
        for (Node node : elements(key)) {
            scalar(node, key, " must be a list of single values, like [one, two]")
                    .ifPresent(values::add);
        }
        showList(key, values);
        return values.size() == elements(key).size() ? Optional.of(values) : Optional.empty();
    }

    private void showList(String key, List<Written> values) {
        String shown = values.stream()
                .map(value -> ShownKey.written(key, value).value())
                .collect(Collectors.joining(", ", "[", "]"));
        String from = values.stream()
                .map(Written::from)
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
        given.show(ShownKey.written(
                titleOf(key), shown, new Written("", Place.of(given.file(), nodes.get(key)), false, from)));
    }

    /** The values of a list by their text. */
    List<String> texts(String key) {
        return list(key).orElse(List.of()).stream().map(Written::text).toList();
    }

    /** @param otherwise the only one when the key is not there */
    List<Path> paths(String key, String otherwise) {
        Optional<List<Written>> written = list(key, "a path, or a list of them", "[" + otherwise + "]");
        return has(key)
                ? written.orElse(List.of()).stream()
                        .flatMap(its -> path(key, its).stream())
                        .toList()
                : List.of(Path.of(otherwise));
    }

    private Optional<Path> path(String key, Written written) {
        Optional<Path> path = Kinds.path(written.text());
        if (path.isEmpty()) {
            boolean isAscii = written.text().chars().allMatch(c -> c < 0x80);
            given.problem(
                    written.place(),
                    pathOf(key) + " must be a path"
                            + (isAscii
                                    ? " like /var/lib/porchlight"
                                    : "; for its letters start porchlight with LC_ALL=C.UTF-8")
                            + ", was " + written.shown());
        }
        return path;
    }

    private List<Node> elements(String key) {
        return nodes.get(key) instanceof SequenceNode sequence ? sequence.getValue() : List.of(nodes.get(key));
    }

    /** A mapping below this one; empty if it is not there. */
    Section section(String key) {
        declare(key, Declared.of(Shape.SECTION, "", ""));
        return has(key)
                ? of(given, pathOf(key), titleOf(key), nodes.get(key), mayBeOverridden)
                : new Section(given, pathOf(key), titleOf(key), place, mayBeOverridden);
    }

    /** The mappings of a list; {@code otherwise} if it is not there or none of them can be read. */
    List<Section> sections(String key, List<Section> otherwise) {
        declare(key, Declared.of(Shape.SECTIONS, "", ""));
        if (!has(key)) {
            return otherwise;
        }
        Node list = nodes.get(key);
        if (!(list instanceof SequenceNode)) {
            given.problem(Place.of(given.file(), list), pathOf(key) + " must be a list: begin each with '-'");
            return otherwise;
        }
        if (elements(key).size() > MAX_SECTIONS) {
            problem(key, pathOf(key) + " has more than " + MAX_SECTIONS + " entries; keep those of this house");
            return otherwise;
        }
        List<Section> sections = new ArrayList<>();
        for (Node node : elements(key)) {
            if (node instanceof MappingNode || isNothing(node)) {
                sections.add(of(given, pathOf(key), titleOf(key) + "[" + sections.size() + "]", node, false));
            } else {
                given.problem(
                        Place.of(given.file(), node),
                        "each of " + pathOf(key) + " must be keys with values, like {name: door}");
            }
        }
        return sections.isEmpty() && !elements(key).isEmpty() ? otherwise : sections;
    }

    /** Every pair of a mapping whose keys are free. */
    Map<String, String> map(String key) {
        Section inner = section(key);
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : inner.nodes.keySet()) {
            inner.scalar(inner.nodes.get(name), name, " must be a single value").ifPresent(w -> {
                values.put(name, w.text());
                inner.showPair(name, w, secrets.contains(key));
            });
        }
        return values;
    }

    private void showPair(String name, Written value, boolean isSecret) {
        given.show(ShownKey.written(
                titleOf(name), new Written(value.text(), value.place(), value.isSecret() || isSecret, value.from())));
    }

    void problem(Place at, String words) {
        given.problem(at, words);
    }

    void problem(String key, String words) {
        given.problem(placeOf(key), words);
    }

    /** {@code {password:x}} is one long key. */
    private String unknown(String key) {
        int colon = key.indexOf(':');
        return colon < 0
                ? "unknown key " + Written.shownKey(key) + Nearest.hint(key, known)
                : "a space is missing behind the ':' of " + Written.shownKey(key) + "; write 'key: value'";
    }

    /** Call it when every known key has been asked for. */
    void refuseUnknownKeys() {
        for (String key : nodes.keySet()) {
            if (!known.contains(key)) {
                given.problem(keyPlaces.get(key), unknown(key));
            }
        }
    }

    /** Every key but those, whose values nobody knows to be open. */
    List<ShownKey> masked(Set<String> but) {
        return nodes.entrySet().stream()
                .filter(node -> !but.contains(node.getKey()))
                .map(node -> ShownKey.written(
                        titleOf(node.getKey()), new Written("", Place.of(given.file(), node.getValue()), true, "")))
                .toList();
    }

    /** The same mapping, to be asked anew against another list of known keys, some of them never shown. */
    Section again(Given other, Collection<String> secretKeys) {
        Section copy = new Section(other, path, title, place, false);
        copy.nodes.putAll(nodes);
        copy.keyPlaces.putAll(keyPlaces);
        copy.secrets.addAll(secretKeys);
        return copy;
    }

    /** A digest of all that stands here, with what its placeholders stand for now. */
    String content() {
        return new Content(given.placeholders()).of(nodes);
    }
}
