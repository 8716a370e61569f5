package dev.porchlight.web;

import dev.porchlight.config.CameraConfig;
import dev.porchlight.config.CameraConfig.SourceChoice;
import dev.porchlight.config.HomeConfig;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.config.RetentionConfig;
import dev.porchlight.config.VisitsConfig;
import dev.porchlight.config.VisitsConfig.Keep;
import dev.porchlight.config.VisitsConfig.Rule;
import dev.porchlight.config.WebConfig;
import dev.porchlight.health.Feed;
import dev.porchlight.health.Health;
import dev.porchlight.library.Visit;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A web server on a free port of loopback, in front of a shelf. */
final class Served implements AutoCloseable {
    final Shelf shelf;
    final WebServer server;
    final HouseClock clock = HouseClock.ofThisMachine();
    final Health health = new Health(clock);
    final Feed feed = new Feed();
    CompletableFuture<Visit> byHand = new CompletableFuture<>();

    Served(Path folder) throws IOException {
        this(folder, new WebConfig("127.0.0.1", 0, Optional.of(URI.create("https://porch.example.org")), false, false));
    }

    Served(Path folder, WebConfig web) throws IOException {
        shelf = new Shelf(folder);
        server = new WebServer(config(folder, web), shelf, camera -> byHand, health, feed, clock);
        server.start();
    }

    private static HouseConfig config(Path folder, WebConfig web) {
        CameraConfig camera = new CameraConfig(
                "front", SourceChoice.AUTO, 1, 1, 1, 0, List.of(), Optional.empty(), Optional.empty(), List.of());
        return new HouseConfig(
                folder.resolve("x.yaml"),
                "The Door",
                new HomeConfig(ZoneId.of("Europe/Berlin"), OptionalDouble.empty(), OptionalDouble.empty()),
                folder,
                Optional.empty(),
                web,
                List.of(),
                List.of(camera),
                new VisitsConfig(
                        Rule.EITHER,
                        5,
                        150,
                        Set.of(Keep.PHOTO),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(9)),
                new RetentionConfig(1, 1, 1),
                List.of(),
                List.of());
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
