package dev.porchlight.web;

import static dev.porchlight.web.Right.CHANGE;
import static dev.porchlight.web.Right.LOOK;
import static dev.porchlight.web.Right.MANAGE;
import static dev.porchlight.web.Right.NONE;
import static dev.porchlight.web.Right.SELF;

import dev.porchlight.board.Board;
import dev.porchlight.camera.Camera;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.config.WebConfig;
import dev.porchlight.delivery.SinkDesk;
import dev.porchlight.doctor.Doctor;
import dev.porchlight.engine.HandTrigger;
import dev.porchlight.health.Feed;
import dev.porchlight.health.Health;
import dev.porchlight.health.Turn;
import dev.porchlight.library.VisitShelf;
import dev.porchlight.time.HouseClock;
import dev.porchlight.web.access.Access;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.server.handler.ThreadLimitHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The web server: pages for people, the API for programs. The class that owns Jetty. */
public final class WebServer implements AutoCloseable {
    private static final int MOST_THREADS = 16;
    private static final int FEWEST_THREADS = 4;

    /** A page with 500 visits marked for a zip sends some 16 kB. */
    private static final long MAX_BODY_BYTES = 65_536;

    private static final int MAX_FORM_FIELDS = 2_100;

    /** Less than the pool: what one address asks for, however long it takes, leaves threads for all others. */
    private static final int MOST_THREADS_OF_ONE = 8;

    private static final long STOP_MILLIS = 3_000;

    private volatile HouseConfig config;
    private final Server server;
    private final Doors doors;
    private final Events events;
    private final LiveStreams streams;
    private final Router router;
    private final WholeBodies bodies;
    private final Health health;
    private Optional<Turn> turn = Optional.empty();

    /** @param access empty: there is no login */
    public WebServer(
            HouseConfig config,
            Optional<Access> access,
            VisitShelf shelf,
            HandTrigger byHand,
            SinkDesk desk,
            List<Camera> cameras,
            List<Board> boards,
            BoardNews news,
            Doctor doctor,
            Health health,
            Feed feed,
            HouseClock clock) {
        this.config = config;
        this.health = health;
        this.events = new Events(feed, news);
        this.streams = new LiveStreams(cameras, clock);
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS);
        threads.setName("web");
        this.server = new Server(threads);
        Set<InetAddress> proxies = proxies(config.web());
        this.doors = new Doors(config, proxies, server, health, clock);

        this.router = routes(access, shelf, byHand, desk, cameras, boards, news, doctor, health, clock);
        ServletHolder routes = new ServletHolder(router);
        routes.setAsyncSupported(true);
        ServletContextHandler context = new ServletContextHandler();
        context.setContextPath("/");
        context.addServlet(routes, "/*");
        context.setMaxFormContentSize((int) MAX_BODY_BYTES);
        context.setMaxFormKeys(MAX_FORM_FIELDS);
        this.bodies = new WholeBodies(new WholeAnswers(context));
        Guard guard = new Guard(config.web());
        guard.setHandler(limited(bodies));
        FarSide farSide = new FarSide(proxies);
        farSide.setHandler(guard);
        server.setHandler(farSide);
        server.setErrorHandler(new PlainErrors());
        server.setStopTimeout(STOP_MILLIS);
    }

    private static Set<InetAddress> proxies(WebConfig config) {
        return config.trustedProxies().stream()
                .flatMap(address -> Literal.read(address).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Handler limited(Handler handler) {
        SizeLimitHandler sizes = new SizeLimitHandler(MAX_BODY_BYTES, -1);
        sizes.setHandler(handler);
        ThreadLimitHandler threads = new ThreadLimitHandler();
        threads.setThreadLimit(MOST_THREADS_OF_ONE);
        threads.setHandler(sizes);
        return threads;
    }

    private Router routes(
            Optional<Access> access,
            VisitShelf shelf,
            HandTrigger byHand,
            SinkDesk desk,
            List<Camera> cameras,
            List<Board> boards,
            BoardNews news,
            Doctor doctor,
            Health health,
            HouseClock clock) {
        Pages pages = new Pages(() -> config.name(), new Banner(health));
        Days days = new Days(config.home().timeZone(), clock);
        VisitViews views = new VisitViews(days);
        DeliveryViews deliveries = new DeliveryViews(desk, days);
        DeliveryDoor door = new DeliveryDoor(desk, pages);
        FirstRun firstRun = new FirstRun(health, config);
        OneVisitPage visit = new OneVisitPage(shelf, byHand, config, pages, views, deliveries);
        Deletion deletion = new Deletion(shelf, pages);
        LivePage live = new LivePage(streams, news, config, clock, pages);
        LivePictures pictures =
                new LivePictures(streams, new LiveBudget(config.web().liveBudget()), clock);
        Api api = new Api(shelf, byHand, () -> config, health);
        Router router = new Router(pages, new Admission(access, pages));

        router.get("/livez", NONE, Readiness::sayAlive);
        router.get("/readyz", LOOK, new Readiness(health)::say);
        router.get("/metrics", LOOK, new MetricsAnswer(health, cameras, boards, events, streams)::send);
        router.get("/static/{name}", NONE, new StaticAnswer(pages)::send);

        router.get(
                "/",
                LOOK,
                new GalleryPage(shelf, config, pages, new Cards(pages, views), days, firstRun, deliveries)::show);
        router.post("/visits", CHANGE, visit::take);
        router.post("/visits/delete", CHANGE, deletion::delete);
        router.post("/visits/restore", CHANGE, deletion::restore);
        router.get("/visits/{id}", LOOK, visit::show);
        router.post("/visits/{id}/keep", CHANGE, visit::keep);
        router.post("/visits/{id}/restore", CHANGE, deletion::restore);
        router.get("/zip", LOOK, new ZipAnswer(shelf, config.home().timeZone(), pages)::send);
        router.get("/media/{id}/{file}", LOOK, new MediaFiles(shelf, new Thumbnails(shelf), pages)::send);
        router.get("/live", LOOK, live::show);
        router.get("/live/{camera}.jpg", LOOK, pictures::picture);
        router.get("/live/{camera}.mjpeg", LOOK, pictures::stream);
        router.post("/deliveries/{id}/retry", CHANGE, door::sendAgain);
        router.post("/sinks/{name}/test", CHANGE, door::test);
        router.get("/status", LOOK, new StatusPage(health, shelf, () -> config, clock, pages, desk, deliveries)::show);
        DoctorPage examination = new DoctorPage(doctor, clock, config.home().timeZone(), pages);
        router.get("/doctor", CHANGE, examination::show);
        router.post("/doctor", CHANGE, examination::examine);

        router.get("/api/v1/visits", LOOK, api::visits);
        router.post("/api/v1/visits", CHANGE, api::take);
        router.get("/api/v1/visits/{id}", LOOK, api::visit);
        router.add("PATCH", "/api/v1/visits/{id}", CHANGE, api::change);
        router.add("DELETE", "/api/v1/visits/{id}", CHANGE, api::delete);
        router.get("/api/v1/days", LOOK, api::days);
        router.get(
                "/api/v1/readings",
                LOOK,
                new ReadingsAnswer(shelf.sensorLog(), clock, config.home().timeZone())::send);
        router.get("/api/v1/status", LOOK, api::status);
        BoardsAnswer boardsAnswer = new BoardsAnswer(boards, health, clock);
        router.get("/api/v1/boards", LOOK, boardsAnswer::list);
        router.add("PATCH", "/api/v1/boards/{name}", CHANGE, boardsAnswer::change);
        router.post("/api/v1/examination", CHANGE, examination::examineForPrograms);
        router.get("/api/v1/deliveries", LOOK, door::list);
        router.post("/api/v1/deliveries/{id}/retry", CHANGE, door::sendAgainForPrograms);
        router.post("/api/v1/sinks/{name}/test", CHANGE, door::testForPrograms);
        router.get("/api/v1/events", LOOK, new EventsAnswer(events)::listen);
        access.ifPresent(its -> addDoor(router, its, shelf, pages, clock));
        return router;
    }

    private void addDoor(Router router, Access access, VisitShelf shelf, Pages pages, HouseClock clock) {
        SignInPages signIn = new SignInPages(access, pages);
        router.get("/login", NONE, signIn::login);
        router.post("/login", NONE, signIn::signIn);
        router.get("/setup", NONE, signIn::setUp);
        router.post("/setup", NONE, signIn::makeOwner);
        router.post("/logout", SELF, signIn::logout);

        SettingsPage settings = new SettingsPage(access, config, pages);
        router.get("/settings", SELF, settings::show);
        router.post("/settings/password", SELF, settings::changePassword);
        router.post("/settings/sessions/end", SELF, settings::endSession);
        router.post("/settings/sessions/end-all", SELF, settings::signOutEverywhere);
        router.post("/settings/users", MANAGE, settings::setUser);
        router.post("/settings/users/remove", MANAGE, settings::removeUser);
        router.post("/settings/tokens", MANAGE, settings::addToken);
        router.post("/settings/tokens/remove", MANAGE, settings::removeToken);
        router.post("/settings/links/revoke", MANAGE, settings::revokeLinks);
        router.post("/visits/{id}/share", CHANGE, new SharePage(shelf, access, config, clock, pages)::share);
    }

    /** Shows the name and the limits of another configuration from now on. Safe on every thread. */
    public void goBy(HouseConfig changed) {
        config = changed;
    }

    /** @throws IOException with advice, when an address is taken or not of this machine */
    public void start() throws IOException {
        events.start();
        streams.start();
        doors.open();
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("the web server cannot start: " + e.getMessage(), e);
        }
        doors.start();
        turn = Optional.of(health.turns().ofPool("web", server.getThreadPool()));
    }

    /** The port it listens on; also when any free one was asked for. */
    public int port() {
        return doors.port();
    }

    /** Everybody who watches live; for who ends a session. */
    LiveStreams live() {
        return streams;
    }

    /** For a test of who is let go: connections from now on are waited for only so long. */
    void waitForReaders(Duration patience) {
        doors.waitForReaders(patience);
    }

    /** For a test of bodies that trickle: from now on they are waited for only so long. */
    void waitForBodies(Duration patience) {
        bodies.waitFor(patience);
    }

    /** For a test of bodies that wait together. */
    long bytesOfBodies() {
        return bodies.held();
    }

    /** How many threads of the pool do something now; two of them always accept and select. */
    int busyThreads() {
        return ((QueuedThreadPool) server.getThreadPool()).getUtilizedThreads();
    }

    List<Route> routes() {
        return router.routes();
    }

    /** Where a browser on this machine reaches it. */
    public String address() {
        return doors.address();
    }

    /** The same, encrypted; empty if the owner did not want it, or while there is no certificate. */
    public Optional<String> encryptedAddress() {
        return doors.encryptedAddress();
    }

    /** For who does not want to wait until it looks by itself. */
    Doors doors() {
        return doors;
    }

    /** Where phones of the home network reach it, like {@code http://192.168.1.7:8080}; the best first. */
    public List<String> addresses() {
        return doors.addresses();
    }

    /** Ends what goes on, at most 3 s. */
    @Override
    public void close() throws IOException {
        turn.ifPresent(Turn::close);
        events.close();
        streams.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("the web server did not stop well", e);
        } finally {
            doors.close();
        }
    }
}
