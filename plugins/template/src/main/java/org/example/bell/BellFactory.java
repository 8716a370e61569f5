package org.example.bell;

import dev.porchlight.api.Setting;
import dev.porchlight.api.Setting.Kind;
import dev.porchlight.api.Settings;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkContext;
import dev.porchlight.api.SinkFactory;
import java.util.List;

/** Makes sinks of type {@code bell}. Its name stands in META-INF/services, where the host finds it. */
public final class BellFactory implements SinkFactory {
    @Override
    public String type() {
        return "bell"; // the word after `type:` in the configuration
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.withDefault("words", Kind.TEXT, "ding dong", "what is written down for each visit"));
    }

    @Override
    public Sink open(Settings settings, SinkContext context) {
        return new BellSink(context.folder().resolve("bell.txt"), settings.text("words"));
    }
}
