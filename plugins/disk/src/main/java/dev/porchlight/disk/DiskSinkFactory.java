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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes sinks of type {@code disk}. */
public final class DiskSinkFactory implements SinkFactory {
    private static final int MOST_DAYS = 36_500;
    private static final long MANY_BYTES = 10_000_000_000L;

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
                        "hard-link instead of copying: no space is used, but folder and data must be on one disk"),
                Setting.withDefault(
                        "removable",
                        Kind.FLAG,
                        "false",
                        "the folder is on a stick or a NAS that comes and goes; alerts wait while it is away"),
                Setting.optional(
                        "keep_days",
                        Kind.NUMBER,
                        "after so many days what this sink put there is removed; never if not given"));
    }

    @Override
    public Map<String, String> mistakes(Settings settings) {
        Map<String, String> mistakes = new HashMap<>();
        try {
            FileName.parse(settings.text("file_name"), ZoneOffset.UTC);
        } catch (SinkBrokenException e) {
            mistakes.put("file_name", e.getMessage());
        }
        if (settings.has("keep_days")
                && (settings.number("keep_days") < 1 || settings.number("keep_days") > MOST_DAYS)) {
            mistakes.put("keep_days", "'keep_days' must be a number from 1 to " + MOST_DAYS);
        }
        if (settings.flag("removable") && settings.flag("link")) {
            mistakes.put(
                    "link", "'link: true' needs folder and data on one disk; it does not go with 'removable: true'");
        }
        return mistakes;
    }

    /** That the folder may be written is the host's to say, which knows the service's leave; this is whether it is there. */
    @Override
    public Optional<String> reach(Settings settings, SinkContext context) throws IOException {
        Path folder = Path.of(settings.text("folder")).toAbsolutePath();
        if (settings.flag("removable")) {
            new Stick(folder, context.folder().resolve("disk-id")).look();
        }
        Path parent = folder.getParent();
        if (!Files.exists(folder) && (parent == null || !Files.isDirectory(parent))) {
            throw new IOException("folder " + parent + " is not there; mount its disk, or make the folder");
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IOException(folder + " is a file, not a folder; name another 'folder'");
        }
        long free = Files.getFileStore(Files.exists(folder) ? folder : parent).getUsableSpace();
        return Optional.of("folder " + folder + " has "
                + (free < MANY_BYTES ? free / 1_000_000 + " MB" : free / 1_000_000_000 + " GB") + " free");
    }

    @Override
    public Sink open(Settings settings, SinkContext context) throws SinkBrokenException {
        FileName name = FileName.parse(settings.text("file_name"), context.zone());
        Path folder = Path.of(settings.text("folder"));
        Optional<Stick> stick = settings.flag("removable")
                ? Optional.of(new Stick(folder, context.folder().resolve("disk-id")))
                : Optional.empty();
        Optional<KeptFiles> keptFiles = settings.has("keep_days")
                ? Optional.of(new KeptFiles(
                        folder, context.folder().resolve("kept"), Duration.ofDays(settings.number("keep_days"))))
                : Optional.empty();
        return new DiskSink(folder, name, settings.flag("link"), stick, keptFiles);
    }
}
