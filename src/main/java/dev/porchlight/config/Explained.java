package dev.porchlight.config;

import java.util.List;

/**
 * A configuration and where each of its values came from.
 *
 * @param keys all but those that only a sink's plugin knows, in the order of the reference; see {@link SinkKeys#explain}
 */
public record Explained(HouseConfig house, List<ShownKey> keys) {
    public Explained {
        keys = List.copyOf(keys);
    }
}
