package dev.porchlight.web;

import dev.porchlight.config.CameraConfig;
import dev.porchlight.config.CameraConfig.SourceChoice;
import dev.porchlight.config.HomeConfig;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.config.PictureCare;
import dev.porchlight.config.RetentionConfig;
import dev.porchlight.config.VisitsConfig;
import dev.porchlight.config.VisitsConfig.Keep;
import dev.porchlight.config.VisitsConfig.Rule;
import dev.porchlight.config.WebConfig;
import dev.porchlight.doctor.Doctor;
import dev.porchlight.health.Feed;
import dev.porchlight.health.Health;
import dev.porchlight.library.Visit;
import dev.porchlight.time.HouseClock;
import dev.porchlight.web.access.Access;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A real server on a free port with two cameras and a shelf, and a browser without scripts; with a login if asked for. */
final class OpenHouse implements AutoCloseable {
    private static final HouseClock CLOCK = HouseClock.ofThisMachine();

    final Health health = new Health(CLOCK);
    final Feed feed = new Feed();
    final Shelf shelf;
    final Desk desk = new Desk();
    final Practice practice = new Practice();
    private final Doctor doctor = new Doctor(List.of(practice), CLOCK);
    final CompletableFuture<Visit> byHand = new CompletableFuture<>();
    final HttpClient client = HttpClient.newHttpClient();
    final Optional<Access> access;
    private final Path folder;
    private final List<String> proxies;
    private final WebServer server;

    OpenHouse(Path folder) throws IOException {
        this(folder, false, List.of());
    }

    /** One that trusts these proxies. */
    static OpenHouse behind(Path folder, List<String> proxies) throws IOException {
        return new OpenHouse(folder, false, proxies);
    }

    private OpenHouse(Path folder, boolean login, List<String> proxies) throws IOException {
        this.folder = folder;
        this.proxies = proxies;
        shelf = new Shelf(folder);
        access = login ? Optional.of(Access.of(config(folder, 0, true, proxies), CLOCK)) : Optional.empty();
        server = serverOn(0);
        server.start();
    }

    /** One that lets nobody in without a word, and has no user yet. */
    static OpenHouse withLogin(Path folder) throws IOException {
        return new OpenHouse(folder, true, List.of());
    }

    /** The same, which trusts these proxies. */
    static OpenHouse withLoginBehind(Path folder, List<String> proxies) throws IOException {
        return new OpenHouse(folder, true, proxies);
    }

    /** Another one for the same house, not started. */
    WebServer serverOn(int port) {
        return new WebServer(
                config(folder, port, access.isPresent(), proxies),
                access,
                shelf,
                this::byHand,
                desk,
                List.of(),
                List.of(),
                new BoardNews(feed),
                doctor,
                health,
                feed,
                CLOCK);
    }

    private CompletableFuture<Visit> byHand(String camera) {
        if (!camera.equals("front")) {
            throw new IllegalArgumentException("there is no camera " + camera + "; there is front");
        }
        return byHand;
    }

    private static HouseConfig config(Path data, int port, boolean login, List<String> proxies) {
        return new HouseConfig(
                data.resolve("x.yaml"),
                "The <b>Door</b>",
                new HomeConfig(ZoneId.of("Europe/Berlin"), OptionalDouble.empty(), OptionalDouble.empty()),
                data,
                Optional.empty(),
                new WebConfig(
                        "127.0.0.1",
                        port,
                        Optional.of(URI.create("https://porch.example.org")),
                        login,
                        false,
                        OptionalLong.empty(),
                        List.of("gate.example.net"),
                        proxies,
                        Optional.empty()),
                List.of(),
                List.of(camera("front"), camera("back")),
                new VisitsConfig(
                        Rule.EITHER,
                        5,
                        150,
                        Set.of(Keep.PHOTO),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(9),
                        256_000_000),
                new RetentionConfig(1, 1, 16_000_000_000L, 1),
                List.of(),
                List.of());
    }

    private static CameraConfig camera(String name) {
        return new CameraConfig(
                name,
                SourceChoice.AUTO,
                1,
                1,
                1,
                PictureCare.NONE,
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    int port() {
        return server.port();
    }

    WebServer server() {
        return server;
    }

    List<Route> routes() {
        return server.routes();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(10));
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", headers);
    }

    /** A form, sent. */
    HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        return send("POST", path, form, "Content-Type", "application/x-www-form-urlencoded");
    }

    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    static String location(HttpResponse<?> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    @Override
    public void close() throws IOException {
        access.ifPresent(Access::close);
        server.close();
    }
}
