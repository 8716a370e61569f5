package dev.porchlight.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checked values of one sink's keys, defaults filled in. Asking for a key that was not declared, or as another kind,
 * is a mistake of the plugin and throws {@link IllegalArgumentException}.
 */
public final class Settings {
    private final Map<String, Object> values;

    /**
     * @param values by key: {@code String}, {@code Long} (numbers, and sizes in bytes), {@code Boolean},
     *     {@code Duration}, {@code List<String>} or {@code Map<String, String>}
     */
    public Settings(Map<String, Object> values) {
        this.values = Map.copyOf(values);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public String text(String name) {
        return get(name, String.class);
    }

    public Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    public long number(String name) {
        return get(name, Long.class);
    }

    public boolean flag(String name) {
        return get(name, Boolean.class);
    }

    public Duration duration(String name) {
        return get(name, Duration.class);
    }

    /** In bytes. */
    public long size(String name) {
        return get(name, Long.class);
    }

    @SuppressWarnings("unchecked") // the host's checker puts only lists of strings behind a key of kind LIST
    public List<String> list(String name) {
        return get(name, List.class);
    }

    @SuppressWarnings("unchecked") // likewise for MAP
    public Map<String, String> map(String name) {
        return get(name, Map.class);
    }

    private <T> T get(String name, Class<T> kind) {
        Object value = values.get(name);
        if (!kind.isInstance(value)) {
            throw new IllegalArgumentException(
                    value == null
                            ? "setting " + name + " was not given; ask has() first or declare a default"
                            : "setting " + name + " is not a " + kind.getSimpleName());
        }
        return kind.cast(value);
    }
}
