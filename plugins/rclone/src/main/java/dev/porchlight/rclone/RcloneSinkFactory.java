package dev.porchlight.rclone;

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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes sinks of type {@code rclone}. */
public final class RcloneSinkFactory implements SinkFactory {
    private static final Duration REACH = Duration.ofSeconds(9);
    private static final List<String> USUAL = List.of("photo", "clip");
    private static final Set<String> ROLES = Set.of("photo", "best", "clip", "mjpeg", "log");

    @Override
    public String type() {
        return "rclone";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.required(
                        "to",
                        Kind.TEXT,
                        "a remote of your rclone config and a folder there, like drive:Porch/{yyyy}/{MM}; it "
                                + VisitWords.HELP),
                Setting.withDefault(
                        "file_name",
                        Kind.TEXT,
                        "{yyyy}-{MM}-{dd}_{HH}-{mm}-{ss}_{camera}_{id}",
                        "the name of each file, without its ending; " + VisitWords.HELP),
                Setting.optional("media", Kind.LIST, "which files go there: [photo, clip] if not given; also best"),
                Setting.optional(
                        "config_file", Kind.TEXT, "where rclone's configuration is; rclone's own place if not given"),
                Setting.withDefault("program", Kind.TEXT, "rclone", "the program, if it is not in the path"));
    }

    /** Whether the program is there and knows the remote; the cloud behind it is not asked. */
    @Override
    public Optional<String> reach(Settings settings, SinkContext context)
            throws IOException, SinkBrokenException, InterruptedException {
        Place place = place(settings, context);
        rclone(settings, place).expectRemote(Instant.now().plus(REACH));
        return Optional.of("rclone knows " + place.remote());
    }

    @Override
    public Sink open(Settings settings, SinkContext context) throws SinkBrokenException {
        Place place = place(settings, context);
        List<String> roles = settings.has("media") ? settings.list("media") : USUAL;
        if (!ROLES.containsAll(roles)) {
            throw new SinkBrokenException("'media' takes photo, best, clip, mjpeg and log, was " + roles);
        }
        return new RcloneSink(rclone(settings, place), place, roles);
    }

    private static Place place(Settings settings, SinkContext context) throws SinkBrokenException {
        return Place.parse(
                settings.text("to"), FileName.parse(settings.text("file_name"), context.zone()), context.zone());
    }

    private static Rclone rclone(Settings settings, Place place) {
        return new Rclone(settings.text("program"), settings.optionalText("config_file"), place.remote());
    }
}
