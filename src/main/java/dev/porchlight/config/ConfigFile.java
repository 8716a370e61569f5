package dev.porchlight.config;

import dev.porchlight.config.BoardConfig.DialectChoice;
import dev.porchlight.config.CameraConfig.SourceChoice;
import dev.porchlight.config.Section.Written;
import dev.porchlight.config.VisitsConfig.Keep;
import dev.porchlight.config.VisitsConfig.Rule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code porchlight.yaml}: every key has a default or is required, and every mistake is told at once. */
public final class ConfigFile {
    private static final int MAX_BYTES = 1_000_000;
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]{0,39}";
    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Set<String> ALERT_TYPES = Set.of("visit.started", "visit.finished", "health.changed");
    private static final Set<String> USUAL_ALERTS = Set.of("visit.started", "visit.finished");

    private final Given given;
    private final Map<String, String> environment;
    private final Section file;

    private ConfigFile(Given given, Map<String, String> environment, Section file) {
        this.given = given;
        this.environment = environment;
        this.file = file;
    }

    /**
     * @param environment overrides ({@code PORCHLIGHT_WEB_PORT}) and what {@code ${env:X}} means
     * @throws ConfigException every problem, with line and column
     */
    public static HouseConfig read(Path file, Map<String, String> environment) throws ConfigException {
        try {
            if (Files.isDirectory(file)) {
                throw ConfigException.because(file + " is a folder; name the file in it", null);
            }
            if (Files.size(file) > MAX_BYTES) {
                throw ConfigException.because(file + " has more than 1 MB: that is not a configuration", null);
            }
            return parse(Files.readString(file), file, environment);
        } catch (NoSuchFileException e) {
            throw ConfigException.because(
                    file + " is not there; copy porchlight.example.yaml to it, or name another with --config", e);
        } catch (CharacterCodingException e) {
            throw ConfigException.because(file + " is not UTF-8 text; save it as UTF-8", e);
        } catch (IOException e) {
            throw ConfigException.because(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** @param shownAs the file's name in messages */
    public static HouseConfig parse(String yaml, Path shownAs, Map<String, String> environment) throws ConfigException {
        Given given = new Given(shownAs, environment);
        Optional<Node> root;
        try {
            root = new Compose(LoadSettings.builder()
                            .setMaxAliasesForCollections(10)
                            .setCodePointLimit(MAX_BYTES)
                            .setAllowDuplicateKeys(true)
                            .build())
                    .composeString(yaml);
        } catch (MarkedYamlEngineException e) {
            Place place = e.getProblemMark()
                    .map(mark -> Place.at(shownAs, mark.getLine() + 1, mark.getColumn() + 1))
                    .orElse(Place.at(shownAs, 1, 1));
            throw ConfigException.because(place + ": this is not YAML: " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw ConfigException.because(shownAs + ": this is not YAML: " + e.getMessage(), e);
        }
        Section top = root.map(node -> Section.of(given, "", node, true)).orElseGet(() -> Section.empty(given, ""));
        HouseConfig config = new ConfigFile(given, environment, top).house();
        given.throwIfAny();
        return config;
    }

    private HouseConfig house() {
        VisitsConfig visits = visits(file.section("visits"), defaultVisits());
        List<CameraConfig> cameras = cameras();
        HouseConfig house = new HouseConfig(
                given.file(),
                file.text("name").orElse("Front door"),
                home(file.section("home")),
                path(file, "data", "/var/lib/porchlight/data"),
                file.value(
                        "data_id",
                        text -> Optional.of(text).filter(t -> t.matches(UUID)),
                        "the uuid in the data folder's id.json, in lower case"),
                web(file.section("web")),
                boards(cameras, visits),
                cameras,
                visits,
                retention(file.section("retention")),
                plugins(),
                sinks());
        file.refuseUnknownKeys();
        given.refuseUnknownVariables();
        return house;
    }

    private HomeConfig home(Section home) {
        ZoneId zone = home.value("time_zone", ConfigFile::zone, "a time zone like Europe/Berlin")
                .orElse(ZoneId.systemDefault());
        HomeConfig config = new HomeConfig(zone, degrees(home, "latitude", 90), degrees(home, "longitude", 180));
        home.refuseUnknownKeys();
        return config;
    }

    private static Optional<ZoneId> zone(String text) {
        try {
            return Optional.of(ZoneId.of(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static OptionalDouble degrees(Section home, String key, int max) {
        Optional<Double> degrees = home.value(
                key,
                text -> text.matches("-?[0-9]{1,3}(\\.[0-9]{1,10})?") && Math.abs(Double.parseDouble(text)) <= max
                        ? Optional.of(Double.parseDouble(text))
                        : Optional.empty(),
                "degrees from -" + max + " to " + max);
        return degrees.isPresent() ? OptionalDouble.of(degrees.get()) : OptionalDouble.empty();
    }

    private static Path path(Section section, String key, String otherwise) {
        return Path.of(section.text(key).orElse(otherwise));
    }

    private static WebConfig web(Section web) {
        String bind = web.text("bind").orElse("127.0.0.1");
        boolean open = web.flag("open_to_network", false);
        WebConfig config = new WebConfig(
                bind,
                web.number("port", 8080, 0, 65_535),
                web.value("public_url", ConfigFile::webAddress, "an address like http://porch.local:8080"),
                web.flag("login", false),
                open);
        if (!open && !isLoopback(bind)) {
            web.problem(
                    "bind",
                    "web.bind " + bind
                            + " would show the gallery to everybody in the network, and there is no login yet;"
                            + " say 'open_to_network: true' beside it if that is what you want, or bind 127.0.0.1");
        }
        web.refuseUnknownKeys();
        return config;
    }

    private static Optional<URI> webAddress(String text) {
        return text.matches("https?://[^\\s/?#]+/?")
                ? Optional.of(URI.create(text.replaceFirst("/$", "")))
                : Optional.empty();
    }

    /** An address that is none is refused when the server binds; a name is looked up there too. */
    private static boolean isLoopback(String bind) {
        try {
            return bind.equals("localhost")
                    || (bind.matches("[0-9.]+|[0-9a-fA-F:]+|\\[.*\\]")
                            && InetAddress.getByName(bind).isLoopbackAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private List<CameraConfig> cameras() {
        List<Section> given = file.has("cameras")
                ? file.sections("cameras")
                : List.of(Section.empty(this.given, "cameras").unlisted());
        Names names = new Names("camera");
        List<CameraConfig> cameras = new ArrayList<>();
        for (Section section : given) {
            cameras.add(camera(section, names.of(section, "door")));
        }
        return cameras;
    }

    private static CameraConfig camera(Section camera, String name) {
        CameraConfig config = new CameraConfig(
                name,
                camera.choice("source", SourceChoice.AUTO),
                camera.number("width", 1280, 160, 4_608),
                camera.number("height", 720, 120, 3_456),
                camera.number("fps", 15, 1, 60),
                camera.value(
                                "rotate",
                                text -> Kinds.number(text).filter(n -> n >= 0 && n <= 270 && n % 90 == 0),
                                "0, 90, 180 or 270")
                        .map(Long::intValue)
                        .orElse(0),
                camera.texts("args"),
                camera.text("device"),
                camera.text("url"),
                camera.texts("command"));
        if (config.source() == SourceChoice.URL && config.url().isEmpty()) {
            camera.problem("source", "camera " + name + " needs a 'url', like rtsp://camera.local/stream");
        }
        if (config.source() == SourceChoice.COMMAND && config.command().isEmpty()) {
            camera.problem("source", "camera " + name + " needs a 'command' that writes MJPEG on its standard output");
        }
        camera.refuseUnknownKeys();
        return config;
    }

    private List<BoardConfig> boards(List<CameraConfig> cameras, VisitsConfig house) {
        List<Section> sections = file.has("boards")
                ? file.sections("boards")
                : List.of(Section.empty(given, "boards").unlisted());
        Names names = new Names("board");
        List<BoardConfig> boards = new ArrayList<>();
        for (Section section : sections) {
            String name = names.of(section, "door");
            boards.add(new BoardConfig(
                    name,
                    section.text("port").orElse(BoardConfig.AUTO),
                    baud(section),
                    section.choice("dialect", DialectChoice.AUTO),
                    camerasOf(section, name, cameras),
                    section.has("visits") ? Optional.of(visits(section.section("visits"), house)) : Optional.empty()));
            section.refuseUnknownKeys();
        }
        return boards;
    }

    private static OptionalInt baud(Section board) {
        int baud = board.value(
                        "baud",
                        text -> text.equals("auto")
                                ? Optional.of(0L)
                                : Kinds.number(text).filter(n -> n >= 300 && n <= 4_000_000),
                        "auto, or a number from 300 to 4000000")
                .orElse(0L)
                .intValue();
        return baud == 0 ? OptionalInt.empty() : OptionalInt.of(baud);
    }

    /** Those it names; else the one of its own name; else the only one there is. */
    private static List<String> camerasOf(Section board, String name, List<CameraConfig> cameras) {
        List<String> known = cameras.stream().map(CameraConfig::name).toList();
        if (board.has("cameras")) {
            List<String> named = board.texts("cameras");
            named.stream()
                    .filter(Predicate.not(known::contains))
                    .forEach(camera -> board.problem(
                            "cameras", "there is no camera '" + camera + "'" + Nearest.hint(camera, known)));
            return named.stream().filter(known::contains).distinct().toList();
        }
        if (known.contains(name)) {
            return List.of(name);
        }
        if (known.size() == 1) {
            return known;
        }
        board.problem(
                "name",
                "board " + name + " has no camera of its own name; say which ones look, like 'cameras: ["
                        + String.join(", ", known) + "]'");
        return List.of();
    }

    private static VisitsConfig defaultVisits() {
        return new VisitsConfig(
                Rule.MOTION_IN_RANGE,
                5,
                150,
                EnumSet.allOf(Keep.class),
                Duration.ofSeconds(6),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60));
    }

    private VisitsConfig visits(Section visits, VisitsConfig otherwise) {
        int[] range = range(visits, otherwise);
        VisitsConfig config = new VisitsConfig(
                visits.choice("rule", otherwise.rule()),
                range[0],
                range[1],
                record(visits, otherwise),
                visits.duration("preroll", otherwise.preroll(), Duration.ZERO, Duration.ofSeconds(30)),
                visits.duration("quiet", otherwise.quiet(), Duration.ofMillis(100), Duration.ofMinutes(10)),
                visits.duration("max_length", otherwise.maxLength(), Duration.ofSeconds(1), Duration.ofHours(1)));
        visits.refuseUnknownKeys();
        return config;
    }

    /** The HC-SR04 measures from 2 to 400 cm (its data sheet). */
    private int[] range(Section visits, VisitsConfig otherwise) {
        int[] usual = {otherwise.rangeMinCm(), otherwise.rangeMaxCm()};
        Optional<List<Written>> written = visits.list("range_cm");
        if (written.isEmpty()) {
            return usual;
        }
        List<Long> numbers = written.get().stream()
                .flatMap(w -> Kinds.number(w.text()).stream())
                .filter(n -> n >= 2 && n <= 400)
                .toList();
        if (written.get().size() != 2 || numbers.size() != 2 || numbers.get(0) >= numbers.get(1)) {
            visits.problem(
                    "range_cm",
                    "visits.range_cm must be the nearest and the farthest distance in cm, like [5, 150],"
                            + " from 2 to 400");
            return usual;
        }
        return new int[] {numbers.get(0).intValue(), numbers.get(1).intValue()};
    }

    private Set<Keep> record(Section visits, VisitsConfig otherwise) {
        if (!visits.has("record")) {
            return otherwise.record();
        }
        Set<Keep> record = EnumSet.noneOf(Keep.class);
        for (Written word : visits.list("record").orElseThrow()) {
            Arrays.stream(Keep.values())
                    .filter(keep ->
                            keep.name().toLowerCase(java.util.Locale.ROOT).equals(word.text()))
                    .findFirst()
                    .ifPresentOrElse(
                            record::add,
                            () -> given.problem(
                                    word.place(), "visits.record knows photo and clip, not " + word.shown()));
        }
        return record;
    }

    private static RetentionConfig retention(Section retention) {
        RetentionConfig config = new RetentionConfig(
                retention.number("days", 30, 1, 36_500),
                retention.size("max_size", 16_000_000_000L),
                retention.size("min_free", 1_000_000_000L));
        retention.refuseUnknownKeys();
        return config;
    }

    private List<Path> plugins() {
        return file.has("plugins")
                ? file.texts("plugins").stream().map(Path::of).toList()
                : List.of(Path.of("/var/lib/porchlight/plugins"));
    }

    private List<SinkConfig> sinks() {
        Names names = new Names("sink");
        List<SinkConfig> sinks = new ArrayList<>();
        for (Section section : file.sections("sinks")) {
            String name = names.of(section, "");
            Optional<String> type = section.text("type");
            if (type.isEmpty()) {
                given.problem(section.place(), "sink '" + name + "' needs a 'type', like type: disk");
            }
            sinks.add(new SinkConfig(
                    name, type.orElse(""), alerts(section), new SinkKeys(section, given.file(), environment)));
        }
        return sinks;
    }

    private Set<String> alerts(Section sink) {
        if (!sink.has("alerts")) {
            return USUAL_ALERTS;
        }
        Set<String> alerts = new HashSet<>();
        for (Written alert : sink.list("alerts").orElseThrow()) {
            if (!ALERT_TYPES.contains(alert.text())) {
                given.problem(
                        alert.place(), "there is no alert " + alert.shown() + Nearest.hint(alert.text(), ALERT_TYPES));
            }
            alerts.add(alert.text());
        }
        return alerts;
    }

    /** The names of one kind of thing: given, well-formed, and unique. */
    private final class Names {
        private final String kind;
        private final Set<String> taken = new HashSet<>();

        private Names(String kind) {
            this.kind = kind;
        }

        private String of(Section section, String otherwise) {
            Optional<String> name = section.value(
                    "name",
                    text -> Optional.of(text).filter(t -> t.matches(NAME)),
                    "letters, digits, - and _, at most 40");
            if (name.isEmpty() && otherwise.isEmpty() && !section.has("name")) {
                given.problem(section.place(), "this " + kind + " needs a 'name'");
            }
            String known = name.orElse(otherwise);
            if (!known.isEmpty() && !taken.add(known)) {
                section.problem(
                        "name", "there are two " + kind + "s named '" + known + "'; name one of them otherwise");
            }
            return known;
        }
    }
}
