package dev.porchlight.library;

import dev.porchlight.config.RetentionConfig;
import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;

/** A library in a temporary folder, with a clock that stands until it is moved. */
final class Home implements AutoCloseable {
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    final Path path;
    Instant now = Instant.parse("2026-11-23T06:15:02.123Z");
    final HouseClock clock = new HouseClock(() -> now, () -> now.toEpochMilli() * 1_000_000, "boot-1", false);
    RetentionConfig retention = new RetentionConfig(30, 30, 16_000_000_000L, 0);
    Health health;
    Optional<String> wantedId = Optional.empty();
    Library library;

    Home(Path path) {
        this.path = path;
    }

    Library open(String... sinks) throws IOException {
        health = new Health(clock);
        library = new Library(path, wantedId, BERLIN, retention, clock, health, Duration.ofMillis(500));
        library.start(new Subscriptions() {
            @Override
            public List<String> owed(String alertType) {
                return List.of(sinks);
            }

            @Override
            public List<String> sinks() {
                return List.of(sinks);
            }

            @Override
            public void wakeUp() {}
        });
        return library;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Visit take() throws IOException {
        return library.take(taking(Optional.of(photo())));
    }

    Taking taking(Optional<byte[]> jpeg) {
        return new Taking(
                VisitId.create(),
                "trigger",
                Optional.of("door"),
                "front",
                new Moment(now, now.toEpochMilli() * 1_000_000),
                true,
                "motion and 112 cm",
                OptionalInt.of(1_120),
                jpeg.map(bytes -> new Taking.Photo(bytes, 64, 36)),
                jpeg.isPresent() ? Optional.empty() : Optional.of("the camera gives no pictures"));
    }

    static byte[] photo() {
        BufferedImage image = new BufferedImage(1280, 720, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.ORANGE);
        g.fillOval(100, 100, 300, 300);
        g.dispose();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "jpeg", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder(Visit visit) {
        return library.folder(visit);
    }

    @Override
    public void close() throws IOException {
        if (library != null) {
            library.close();
            library = null;
        }
    }
}
