package dev.porchlight.command;

import dev.porchlight.command.HouseOpener.Boards;
import dev.porchlight.config.ConfigException;
import dev.porchlight.config.ConfigFile;
import dev.porchlight.config.HouseConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code porchlight demo}. */
@Command(
        name = "demo",
        description = "Shows how it works: a drawn porch and a simulated board, without any hardware, seen from this"
                + " machine only. Keeps its visits in ./porchlight-demo.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final int USUAL_PORT = 8080;

    private final HouseOpener opener;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The web server's port (" + USUAL_PORT + ", or any free one if that is taken).")
    private Integer port;

    @Option(
            names = "--uno",
            description =
                    "The board is its real firmware on a simulated Uno, once make -C firmware test has built both.")
    private boolean uno;

    @Option(
            names = "--plugin",
            paramLabel = "JAR",
            description =
                    "A plugin of your own, given a sink of its type. It is loaded anew whenever you build it anew.")
    private Path plugin;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A key of that sink, as it would stand in the configuration.")
    private Map<String, String> keys = new LinkedHashMap<>();

    @Option(names = "--verbose", description = "Says each step of a visit, not only one line of it.")
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    DemoCommand(HouseOpener opener) {
        this.opener = opener;
    }

    @Override
    public Integer call() throws Exception {
        // An author wants to see what becomes of each alert.
        if (verbose || plugin != null) {
            Logs.tellAll();
        }
        Map<String, String> environment = new HashMap<>(System.getenv());
        if (port != null) {
            environment.put("PORCHLIGHT_WEB_PORT", port.toString());
        } else if (!isFree(USUAL_PORT)) {
            environment.putIfAbsent("PORCHLIGHT_WEB_PORT", "0");
        }
        if (plugin == null && !keys.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--set is for the sink of a --plugin; name one");
        }
        HouseConfig house = plugin == null
                ? demo(environment)
                : PluginOnTrial.of(plugin, keys).addTo(yaml(), environment);
        Running.untilStopped(
                opener,
                house,
                uno ? Boards.SIMULATED_UNO : Boards.SIMULATED,
                spec.commandLine().getOut());
        return 0;
    }

    static HouseConfig demo(Map<String, String> environment) throws IOException, ConfigException {
        return ConfigFile.parse(yaml(), Path.of("demo.yaml"), environment);
    }

    private static String yaml() throws IOException {
        try (InputStream in = DemoCommand.class.getResourceAsStream("/demo.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
