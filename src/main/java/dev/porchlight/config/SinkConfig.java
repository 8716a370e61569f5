package dev.porchlight.config;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One configured destination.
 *
 * @param name its name, unique in the file
 * @param type says which plugin makes it
 * @param alerts the alert types it wants
 * @param quietHours when its alerts are held back for a digest
 * @param atMost how many it is sent; what is more is held back for a digest
 * @param timeLimit for one whole exchange with the far side
 * @param keys its other keys, checked when the plugin that knows them is there
 */
public record SinkConfig(
        String name,
        String type,
        Set<String> alerts,
        Optional<QuietHours> quietHours,
        Optional<AtMost> atMost,
        Duration timeLimit,
        SinkKeys keys) {
    public SinkConfig {
        alerts = Set.copyOf(alerts);
    }
}
