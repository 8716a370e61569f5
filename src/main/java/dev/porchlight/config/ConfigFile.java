package dev.porchlight.config;

import dev.porchlight.config.Declared.Shape;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads {@code porchlight.yaml}: every key has a default or is required, and every mistake is told at once. */
public final class ConfigFile {
    static final int MAX_BYTES = 1_000_000;
    private static final int MAX_DAYS = 36_500;
    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

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
        return explain(file, environment, Map.of()).house();
    }

    /**
     * The configuration, and where each of its values came from.
     *
     * @param flags values by the name of their key ({@code web.port}), which override the environment
     * @throws ConfigException every problem, with line and column
     */
    public static Explained explain(Path file, Map<String, String> environment, Map<String, String> flags)
            throws ConfigException {
        try {
            return explain(TextFile.read(file, MAX_BYTES), new Given(file, environment, flags), environment);
        } catch (NoSuchFileException e) {
            throw ConfigException.because(
                    file + " is not there; copy porchlight.example.yaml to it, or name another with --config", e);
        } catch (IOException e) {
            throw ConfigException.because(file + e.getMessage(), e);
        }
    }

    /** @param shownAs the file's name in messages */
    public static HouseConfig parse(String yaml, Path shownAs, Map<String, String> environment) throws ConfigException {
        return explain(yaml, new Given(shownAs, environment), environment).house();
    }

    private static Explained explain(String yaml, Given given, Map<String, String> environment) throws ConfigException {
        Section top = YamlText.compose(yaml, given.file())
                .map(node -> Section.of(given, "", node, true))
                .orElseGet(() -> Section.empty(given, ""));
        HouseConfig config = new ConfigFile(given, environment, top).house();
        given.throwIfAny();
        return new Explained(config, given.shown());
    }

    /** Every key that is asked for when this is read; whether it is good does not matter. */
    static Map<String, Declared> declared(String yaml, Path shownAs) throws ConfigException {
        Given given = new Given(shownAs, Map.of());
        Node node = YamlText.compose(yaml, shownAs).orElseThrow();
        new ConfigFile(given, Map.of(), Section.of(given, "", node, true)).house();
        return given.declared();
    }

    private HouseConfig house() {
        VisitsConfig visits = VisitsSection.read(file.section("visits"), VisitsSection.usual());
        List<CameraConfig> cameras = CamerasSection.read(sections("cameras"));
        HomeConfig home = home(file.section("home"));
        HouseConfig house = new HouseConfig(
                given.file(),
                file.text("name", "Front door"),
                home,
                file.path("data", "/var/lib/porchlight/data").orElseThrow(),
                file.value(
                        "data_id",
                        text -> Optional.of(text).filter(t -> t.matches(UUID)),
                        "the uuid in the data folder's id.json, in lower case"),
                WebSection.read(file.section("web")),
                new BoardsSection(cameras, visits, home).read(sections("boards")),
                cameras,
                visits,
                retention(file.section("retention")),
                plugins(),
                SinksSection.read(file.sections("sinks", List.of()), given.file(), environment));
        file.refuseUnknownKeys();
        given.refuseUnknownOverrides();
        return house;
    }

    /** Those in the file; one of all defaults if the key is not there. */
    private List<Section> sections(String key) {
        return file.sections(key, List.of(Section.empty(given, key).unlisted()));
    }

    private static HomeConfig home(Section home) {
        home.declare("time_zone", Declared.of(Shape.VALUE, "a time zone like Europe/Berlin", "that of the machine"));
        ZoneId zone = home.value(
                        "time_zone",
                        ConfigFile::zone,
                        "a time zone like Europe/Berlin",
                        ZoneId.systemDefault().getId())
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

    private static RetentionConfig retention(Section retention) {
        int days = retention.number("days", 30, 1, MAX_DAYS);
        retention.declare(
                "clips_days",
                new Declared(Shape.NUMBER, "a number from 1 to that of days", List.of(), 1, MAX_DAYS, "days"));
        RetentionConfig config = new RetentionConfig(
                days,
                retention.number("clips_days", days, 1, days),
                retention.size("max_size", 16_000_000_000L, 1),
                retention.size("min_free", 1_000_000_000L, 0));
        retention.refuseUnknownKeys();
        return config;
    }

    private List<Path> plugins() {
        return file.paths("plugins", "/var/lib/porchlight/plugins");
    }
}
