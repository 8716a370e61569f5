package dev.porchlight;

import dev.porchlight.board.Board;
import dev.porchlight.board.LinkOpener;
import dev.porchlight.board.PortClaims;
import dev.porchlight.board.SerialLink;
import dev.porchlight.camera.Camera;
import dev.porchlight.camera.FrameSource;
import dev.porchlight.camera.FrameSources;
import dev.porchlight.command.HouseOpener.Boards;
import dev.porchlight.command.HouseOpener.OpenHouse;
import dev.porchlight.config.BoardConfig;
import dev.porchlight.config.CameraConfig;
import dev.porchlight.config.CameraConfig.SourceChoice;
import dev.porchlight.config.ConfigSource;
import dev.porchlight.config.ConfigWatch;
import dev.porchlight.config.Explained;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.delivery.Outbox;
import dev.porchlight.demo.SimulatedBoard;
import dev.porchlight.demo.SimulatedCamera;
import dev.porchlight.demo.StagedUno;
import dev.porchlight.demo.Story;
import dev.porchlight.doctor.Doctor;
import dev.porchlight.doctor.Look;
import dev.porchlight.doctor.Looks;
import dev.porchlight.doctor.Machine;
import dev.porchlight.doctor.Standpoint;
import dev.porchlight.engine.Engine;
import dev.porchlight.engine.SensorBook;
import dev.porchlight.health.Feed;
import dev.porchlight.health.Health;
import dev.porchlight.library.HostFile;
import dev.porchlight.library.Library;
import dev.porchlight.plugin.Plugins;
import dev.porchlight.time.Daylight;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Moment;
import dev.porchlight.web.BoardNews;
import dev.porchlight.web.WebServer;
import dev.porchlight.web.access.Access;
import dev.porchlight.web.access.SetUp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wiring of the house, in the order the data flows. Everything started is stopped in reverse order. */
final class Porchlight implements OpenHouse {
    private static final Logger log = LoggerFactory.getLogger(Porchlight.class);

    private final HouseConfig config;
    private final Boards kind;
    private final HouseClock clock = HouseClock.ofThisMachine();
    private final Health health = new Health(clock);
    private final Feed feed = new Feed();
    private final Story story = new Story();
    private final Moment begin = clock.now();
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final List<Camera> cameras = new ArrayList<>();
    private final List<Board> boards = new ArrayList<>();
    private Library library;
    private Plugins plugins;
    private Outbox outbox;
    private Engine engine;
    private Doctor doctor;
    private WebServer web;

    private Porchlight(HouseConfig config, Boards kind) {
        this.config = config;
        this.kind = kind;
    }

    static OpenHouse open(HouseConfig config, Boards kind) throws IOException, InterruptedException {
        Porchlight house = new Porchlight(config, kind);
        boolean opened = false;
        try {
            house.open();
            opened = true;
            return house;
        } finally {
            if (!opened) {
                house.close();
            }
        }
    }

    private void open() throws IOException, InterruptedException {
        health.addListener((from, to) -> feed.tell("health.changed", to.part()));

        library = stopLater(new Library(
                config.data(), config.dataId(), config.home().timeZone(), config.retention(), clock, health));
        health.addListener(stopLater(new HealthAlerts(library)));

        plugins = stopLater(new Plugins(pluginFolders(), config.data().resolve("plugins-loading"), health));
        outbox = stopLater(new Outbox(config, library, library.deliveries(), plugins, clock, health));
        library.start(outbox);
        plugins.load();
        outbox.start();
        plugins.watch(outbox::pluginsChanged);

        for (CameraConfig camera : config.cameras()) {
            cameras.add(stopLater(new Camera(camera, config.visits().preroll(), source(camera), clock, health)));
        }
        engine = stopLater(new Engine(config, cameras, library, clock, health, feed));
        engine.start();
        cameras.forEach(Camera::start);
        BoardNews boardNews = new BoardNews(feed);
        SensorBook sensorBook = stopLater(new SensorBook(library, config.home().timeZone(), clock));
        Optional<Daylight> daylight = daylight();
        PortClaims claims = new PortClaims();
        for (BoardConfig board : config.boards()) {
            Board listening = stopLater(new Board(
                    board,
                    config.visitsOf(board),
                    line(board, claims),
                    clock,
                    health,
                    at -> daylight.filter(its -> its.isOver(at)).isPresent(),
                    engine.readingsOf(board.name())
                            .andThen(boardNews.readingsOf(board.name()))
                            .andThen(sensorBook.readingsOf(board.name()))));
            sensorBook.watch(listening);
            listening.start();
            boards.add(listening);
        }
        sensorBook.start();

        Optional<Access> access =
                config.web().login() ? Optional.of(stopLater(Access.of(config, clock))) : Optional.empty();
        doctor = stopLater(new Doctor(looks(config), clock));
        web = stopLater(new WebServer(
                config, access, library, engine, outbox, cameras, boards, boardNews, doctor, health, feed, clock));
        web.start();
        library.announce(new HostFile(
                URI.create(web.address()),
                access.map(its -> its.hostToken().secret()).orElse(""),
                ProcessHandle.current().pid()));
        access.ifPresent(door -> door.start(code -> log.info(SetUp.text(code, web.addresses(), door.setAside()))));
    }

    @Override
    public void follow(ConfigWatch watch, ConfigSource source, Explained opened) {
        Rewiring rewiring = new Rewiring(source, opened, plugins, health, this::goBy);
        stopLater(watch).start(rewiring::readAgain);
    }

    /** What differs from the configuration of the start can be changed in a running house. */
    private void goBy(HouseConfig changed) {
        library.limit(changed.retention());
        outbox.goBy(changed);
        cameras.forEach(camera -> camera.ring().keep(changed.visits().preroll()));
        engine.goBy(changed);
        for (BoardConfig board : changed.boards()) {
            boards.stream()
                    .filter(listening -> listening.name().equals(board.name()))
                    .forEach(listening -> listening.goBy(changed.visitsOf(board)));
        }
        doctor.goBy(looks(changed));
        web.goBy(changed);
    }

    private <T extends AutoCloseable> T stopLater(T part) {
        started.push(part);
        return part;
    }

    private List<Look> looks(HouseConfig house) {
        return Looks.of(house, Machine.ofThis(), Standpoint.INSIDE, health::conditions, plugins);
    }

    /** The shipped plugins first, so that a stranger's cannot take their place. */
    private List<Path> pluginFolders() {
        Path shipped = Path.of(System.getProperty("porchlight.home", "."), "plugins");
        return Stream.concat(Stream.of(shipped), config.plugins().stream()).toList();
    }

    private FrameSource source(CameraConfig camera) {
        return camera.source() == SourceChoice.SIMULATED
                ? new SimulatedCamera(
                        story, begin, clock, config.home().timeZone(), camera.width(), camera.height(), camera.fps())
                : new FrameSources().of(camera);
    }

    /** Empty where nobody asks for it, or it is not known where the house stands. */
    private Optional<Daylight> daylight() {
        return config.home().latitude().isPresent() && config.home().longitude().isPresent()
                ? Optional.of(new Daylight(
                        config.home().latitude().getAsDouble(),
                        config.home().longitude().getAsDouble()))
                : Optional.empty();
    }

    private LinkOpener line(BoardConfig board, PortClaims claims) throws IOException {
        return switch (kind) {
            case REAL -> SerialLink.opener(board, claims);
            case SIMULATED -> new SimulatedBoard(story, begin, clock).opener();
            case SIMULATED_UNO -> {
                Path built = Path.of(System.getProperty("porchlight.home", "."))
                        .resolve("../../firmware/build")
                        .normalize();
                StagedUno uno = stopLater(StagedUno.start(built, story, begin, clock));
                yield SerialLink.opener(board.on(uno.port().toString()), claims);
            }
        };
    }

    @Override
    public String address() {
        return web.address();
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public String describe() {
        return address() + web.encryptedAddress().map(its -> " and " + its).orElse("") + " ("
                + Stream.of(
                                named(
                                        "board",
                                        config.boards().stream()
                                                .map(BoardConfig::name)
                                                .toList()),
                                named(
                                        "camera",
                                        config.cameras().stream()
                                                .map(CameraConfig::name)
                                                .toList()),
                                config.sinks().size() == 1
                                        ? "1 sink"
                                        : config.sinks().size() + " sinks")
                        .filter(words -> !words.isEmpty())
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private static String named(String kind, List<String> names) {
        return names.isEmpty() ? "no " + kind : kind + (names.size() > 1 ? "s " : " ") + String.join(" and ", names);
    }

    @Override
    public void close() {
        cameras.forEach(Camera::stopSoon);
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception e) {
                log.warn("{} did not stop well", part.getClass().getSimpleName(), e);
            }
        }
        log.info("stopped");
    }
}
