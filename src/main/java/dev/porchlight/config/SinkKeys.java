package dev.porchlight.config;

import dev.porchlight.api.Setting;
import dev.porchlight.api.Settings;
import java.util.List;

/** The keys of one sink as they stand in the file, with their positions, not yet checked. */
public final class SinkKeys {
    /** The checked values, defaults filled in. */
    public Settings check(List<Setting> declared) {
        return new Settings(java.util.Map.of());
    }
}
