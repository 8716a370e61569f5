package dev.porchlight.email;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Media;
import dev.porchlight.email.Exchange.Written;
import dev.porchlight.email.Letters.Contents;
import dev.porchlight.email.Letters.Enclosed;
import jakarta.mail.MessagingException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Chooses what goes along with an alert: as much as the owner wants and the server takes. */
final class Enclosures {
    private static final long MB = 1_000_000;
    /** Of the time for all; the rest is for sending. */
    private static final int SHARE_FOR_MAKING = 2;

    private final SmallClip small;
    private final long attachUpTo;

    /** @param attachUpTo in bytes, the largest clip that goes along as it is */
    Enclosures(SmallClip small, long attachUpTo) {
        this.small = small;
        this.attachUpTo = attachUpTo;
    }

    /** Makes a letter of what was chosen. */
    interface Envelope {
        Letter around(Contents contents) throws MessagingException;
    }

    /** @param room in bytes, what the server takes */
    Written pack(Alert alert, Fit most, long room, Duration limit, Envelope envelope)
            throws MessagingException, InterruptedException {
        Fit fit = most;
        while (true) {
            Optional<Contents> contents = contents(alert, fit, room, limit);
            if (contents.isPresent()) {
                Letter letter = envelope.around(contents.get());
                if (letter.size() <= room || fit == Fit.WORDS) {
                    return new Written(letter, fit);
                }
            }
            fit = fit.less();
        }
    }

    private Optional<Contents> contents(Alert alert, Fit fit, long room, Duration limit) throws InterruptedException {
        Optional<Media> clip = alert.type().equals(Alert.VISIT_STARTED) ? Optional.empty() : media(alert, "clip");
        Optional<Media> picture = picture(alert);
        return switch (fit) {
            case CLIP ->
                clip.filter(c -> c.size() <= attachUpTo)
                        .map(c -> new Contents(picture, List.of(enclosed(c)), Optional.empty()));
            case SMALL_CLIP -> clip.isPresent() ? smallClip(alert, clip.get(), picture, room, limit) : Optional.empty();
            case PICTURE -> {
                List<Enclosed> files = alert.media().stream()
                        .filter(media -> media.role().equals("log"))
                        .map(Enclosures::enclosed)
                        .toList();
                yield picture.isEmpty() && files.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Contents(picture, files, clip.map(c -> tooLarge("The clip", c, alert))));
            }
            case WORDS -> {
                Optional<Media> left = clip.or(() -> picture).or(() -> media(alert, "log"));
                yield Optional.of(new Contents(
                        Optional.empty(), List.of(), left.map(m -> tooLarge("What belongs to this mail", m, alert))));
            }
        };
    }

    private Optional<Contents> smallClip(Alert alert, Media clip, Optional<Media> picture, long room, Duration limit)
            throws InterruptedException {
        long left =
                Letters.room(room - picture.map(p -> Letters.encoded(p.size())).orElse(0L));
        return small.of(alert, clip, Math.min(attachUpTo, left), limit.dividedBy(SHARE_FOR_MAKING))
                .map(file -> new Contents(
                        picture, List.of(small(file)), Optional.of("The clip was made smaller for this mail.")));
    }

    private static String tooLarge(String what, Media media, Alert alert) {
        String size = String.format(Locale.ROOT, " (%.1f MB)", (double) media.size() / MB);
        return what + size + " is too large for a mail; "
                + alert.links()
                        .clip()
                        .filter(url -> media.role().equals("clip"))
                        .map(url -> "it is here: " + url)
                        .orElse("it is in the gallery.");
    }

    private static Optional<Media> picture(Alert alert) {
        Optional<Media> photo = media(alert, "photo");
        return alert.type().equals(Alert.VISIT_STARTED)
                ? photo.or(() -> media(alert, "best"))
                : media(alert, "best").or(() -> photo);
    }

    private static Optional<Media> media(Alert alert, String role) {
        return alert.media().stream().filter(media -> media.role().equals(role)).findFirst();
    }

    private static Enclosed enclosed(Media media) {
        return new Enclosed(
                media.file(), media.contentType(), media.file().getFileName().toString(), media.size());
    }

    private static Enclosed small(Path file) {
        return new Enclosed(file, "video/mp4", "clip.mp4", file.toFile().length());
    }

    void forget(Alert alert) {
        small.forget(alert);
    }
}
