package dev.porchlight.disk;

import dev.porchlight.api.Setting;
import dev.porchlight.api.Setting.Kind;
import dev.porchlight.api.Settings;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.SinkContext;
import dev.porchlight.api.SinkFactory;
import dev.porchlight.kit.FileName;
import dev.porchlight.kit.VisitWords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Makes sinks of type {@code disk}. */
public final class DiskSinkFactory implements SinkFactory {
    @Override
    public String type() {
        return "disk";
    }

    /** A stick or a network disk may be away over a holiday; the host owes nothing longer. */
    @Override
    public Duration tryFor() {
        return Duration.ofDays(14);
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.required("folder", Kind.TEXT, "where the pictures go; its parent must exist"),
                Setting.withDefault(
                        "file_name",
                        Kind.TEXT,
                        "{yyyy}-{MM}-{dd}_{HH}-{mm}-{ss}_{camera}",
                        "the name of each file, without its ending; " + VisitWords.HELP),
                Setting.withDefault(
                        "link",
                        Kind.FLAG,
                        "false",
                        "hard-link instead of copying: no space is used, but folder and data must be on one disk"));
    }

    @Override
    public Sink open(Settings settings, SinkContext context) throws SinkBrokenException {
        FileName name = FileName.parse(settings.text("file_name"), context.zone());
        return new DiskSink(Path.of(settings.text("folder")), name, settings.flag("link"));
    }
}
