package dev.porchlight.rclone;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Attempt;
import dev.porchlight.api.Media;
import dev.porchlight.api.Receipt;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Uploads each visit's files to a remote. What arrived of a visit is remembered across tries and not sent again. */
final class RcloneSink implements Sink {
    private final Rclone rclone;
    private final Place place;
    private final List<String> roles;

    RcloneSink(Rclone rclone, Place place, List<String> roles) {
        this.rclone = rclone;
        this.place = place;
        this.roles = List.copyOf(roles);
    }

    @Override
    public Receipt deliver(Alert alert, Attempt attempt) throws IOException, SinkBrokenException, InterruptedException {
        List<Media> files = alert.media().stream()
                .filter(media -> roles.contains(media.role()))
                .toList();
        if (alert.visit().isEmpty() || files.isEmpty()) {
            return new Receipt("there is no file to upload of " + alert.type());
        }
        List<String> done = new ArrayList<>(
                attempt.memo().map(memo -> List.of(memo.split(" ", -1))).orElse(List.of()));
        List<String> names = new ArrayList<>();
        for (Media media : files) {
            String to = place.of(alert.visit().get(), media);
            if (!done.contains(media.role())) {
                rclone.upload(media.file(), to, attempt.deadline());
                done.add(media.role());
                attempt.remember(String.join(" ", done));
            }
            names.add(to);
        }
        return new Receipt("uploaded to " + String.join(", ", names));
    }

    @Override
    public void close() {
        // nothing runs between two alerts
    }
}
