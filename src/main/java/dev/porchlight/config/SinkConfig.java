package dev.porchlight.config;

import java.util.Set;

/**
 * One configured destination.
 *
 * @param name its name, unique in the file
 * @param type says which plugin makes it
 * @param alerts the alert types it wants
 * @param keys its other keys, checked when the plugin that knows them is there
 */
public record SinkConfig(String name, String type, Set<String> alerts, SinkKeys keys) {
    public SinkConfig {
        alerts = Set.copyOf(alerts);
    }
}
