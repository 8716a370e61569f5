package dev.porchlight.delivery;

import dev.porchlight.api.Alert;
import dev.porchlight.api.HealthChange;
import dev.porchlight.api.Links;
import dev.porchlight.api.Media;
import dev.porchlight.api.VisitReading;
import dev.porchlight.api.VisitSummary;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.library.Delivery;
import dev.porchlight.library.HeldBack;
import dev.porchlight.library.MediaFile;
import dev.porchlight.library.Role;
import dev.porchlight.library.SensorMinute;
import dev.porchlight.library.Visit;
import dev.porchlight.library.VisitShelf;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Puts an owed alert into the words and records that a sink is told. */
final class AlertMaker {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final Supplier<HouseConfig> house;
    private final VisitShelf shelf;
    private final HeldBack heldBack;

    /** @param house the configuration that holds now */
    AlertMaker(Supplier<HouseConfig> house, VisitShelf shelf, HeldBack heldBack) {
        this.house = house;
        this.shelf = shelf;
        this.heldBack = heldBack;
    }

    Alert of(Delivery delivery) throws IOException {
        if (delivery.visit().isPresent()) {
            return ofVisit(delivery, delivery.visit().get());
        }
        if (delivery.type().equals(Alert.DIGEST)) {
            return digest(delivery, heldBack.of(delivery));
        }
        if (delivery.type().equals(Alert.LOG_DAILY)) {
            return log(delivery);
        }
        if (delivery.type().equals(Alert.TEST)) {
            return test(house.get(), delivery.alertId(), delivery.at(), delivery.sink());
        }
        Optional<HealthChange> change =
                delivery.health().map(h -> new HealthChange(h.part(), h.from(), h.to(), h.words()));
        return new Alert(
                delivery.alertId(),
                delivery.type(),
                delivery.at(),
                house.get().name() + ": "
                        + change.map(c -> c.part() + " " + c.to()).orElse(delivery.type()),
                change.map(HealthChange::words).orElse(""),
                Optional.empty(),
                change,
                List.of(),
                Links.NONE);
    }

    private Alert log(Delivery delivery) throws IOException {
        LocalDate day = LocalDate.ofInstant(delivery.at(), house.get().home().timeZone());
        List<SensorMinute> rows = shelf.sensorLog().day(day);
        Duration motion = Duration.ofSeconds(Math.round(
                rows.stream().mapToDouble(SensorMinute::motionSeconds).sum()));
        Optional<Path> file = shelf.sensorLog().file(day);
        return plain(
                delivery,
                house.get().name() + ": what was heard on " + day,
                "The boards spoke in " + rows.size() + (rows.size() == 1 ? " minute" : " minutes")
                        + " and saw motion for " + motion.toMinutes() + " min "
                        + motion.toSecondsPart() + " s."
                        + (file.isEmpty() ? " Its file is gone from the disk." : ""),
                file.isEmpty() ? List.of() : List.of(logFile(file.get())));
    }

    private static Media logFile(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            return new Media("log", file, "text/csv", bytes.length, sha256);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A line for each visit and each notice, and the picture of the newest. */
    private Alert digest(Delivery delivery, HeldBack.Contents contents) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (Delivery one : contents.newest()) {
            lines.putIfAbsent(one.visit().map(visit -> visit.id().value()).orElse(one.alertId()), line(one));
        }
        int more = contents.count() - contents.newest().size();
        Optional<Visit> newest = contents.newest().stream()
                .flatMap(one -> one.visit().stream())
                .filter(visit -> visit.picture().isPresent())
                .findFirst();
        return plain(
                delivery,
                house.get().name() + ": "
                        + (contents.count() == 1
                                ? "1 alert was held back"
                                : contents.count() + " alerts were held back"),
                String.join("\n", lines.values()) + (more > 0 ? "\nand " + more + " more" : ""),
                newest.stream()
                        .flatMap(visit -> visit.picture().stream().map(file -> media(visit, file)))
                        .filter(media -> Files.exists(media.file()))
                        .toList());
    }

    private String line(Delivery one) {
        String time = TIME.format(one.visit()
                .map(Visit::start)
                .orElse(one.at())
                .atZone(house.get().home().timeZone()));
        return time + ": "
                + one.visit()
                        .map(visit -> visit.why() + distance(visit.closestMm()))
                        .or(() -> one.health().map(Delivery.HealthWords::words))
                        .orElse(one.type());
    }

    static Alert test(HouseConfig config, String id, Instant at, String sink) {
        return new Alert(
                id,
                Alert.TEST,
                at,
                "A test from " + config.name(),
                "Alerts of " + config.name() + " arrive here: somebody asked " + sink + " to prove it.",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Links.NONE);
    }

    private Alert plain(Delivery delivery, String title, String text, List<Media> media) {
        return new Alert(
                delivery.alertId(),
                delivery.type(),
                delivery.at(),
                title,
                text,
                Optional.empty(),
                Optional.empty(),
                media,
                new Links(url("/"), Optional.empty(), Optional.empty()));
    }

    private Alert ofVisit(Delivery delivery, Visit visit) throws IOException {
        List<VisitReading> readings = shelf.readings(visit.id()).stream()
                .map(row -> new VisitReading(Duration.ofMillis(row.offsetMs()), row.motion(), row.distanceMm()))
                .toList();
        VisitSummary summary = new VisitSummary(
                visit.id().value(),
                visit.board().orElse(""),
                visit.camera(),
                visit.start(),
                visit.end(),
                visit.why(),
                visit.closestMm(),
                readings);
        List<MediaFile> there = new ArrayList<>();
        String gone = "";
        for (MediaFile file : visit.media()) {
            if (Files.exists(shelf.folder(visit).resolve(file.file()))) {
                there.add(file);
            } else {
                gone += " Its " + file.file() + " is missing on the disk.";
            }
        }
        String time = TIME.format(visit.start().atZone(house.get().home().timeZone()));
        String length = visit.end()
                .map(end -> ", for " + Duration.between(visit.start(), end).toSeconds() + " s")
                .orElse("");
        return new Alert(
                delivery.alertId(),
                delivery.type(),
                delivery.at(),
                "Somebody at " + house.get().name() + distance(visit.closestMm()),
                time + length + ": " + visit.why() + ". Camera " + visit.camera() + "."
                        + visit.problem().map(p -> " No photo: " + p + ".").orElse("")
                        + gone,
                Optional.of(summary),
                Optional.empty(),
                there.stream().map(file -> media(visit, file)).toList(),
                links(visit));
    }

    private static String distance(OptionalInt mm) {
        return mm.isPresent() ? String.format(Locale.ROOT, ", %.2f m", mm.getAsInt() / 1_000.0) : "";
    }

    private Media media(Visit visit, MediaFile file) {
        return new Media(
                file.role().word(),
                shelf.folder(visit).resolve(file.file()),
                file.role().contentType(),
                file.size(),
                file.sha256());
    }

    private Links links(Visit visit) {
        return new Links(
                url("/visits/" + visit.id()),
                visit.media(Role.PHOTO).flatMap(file -> mediaUrl(visit, file)),
                visit.media(Role.CLIP).flatMap(file -> mediaUrl(visit, file)));
    }

    private Optional<URI> mediaUrl(Visit visit, MediaFile file) {
        return url("/media/" + visit.id() + "/" + file.file() + "?v=" + file.tag());
    }

    private Optional<URI> url(String path) {
        return house.get().web().publicUrl().map(base -> URI.create(base + path));
    }
}
