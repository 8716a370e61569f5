package dev.porchlight.command;

import dev.porchlight.command.BoardDesk.BoardView;
import dev.porchlight.config.HouseConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code porchlight firmware}. */
@Command(
        name = "firmware",
        description = "Shows each board's firmware, its settings and how its sensors are. May be run beside a running"
                + " porchlight.",
        mixinStandardHelpOptions = true)
final class FirmwareCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Spec
    private CommandSpec spec;

    private static BoardDesk desk(HouseConfig house) throws IOException, InterruptedException {
        return RunningHost.of(house.data()).<BoardDesk>map(HostBoards::new).orElseGet(() -> new OwnBoards(house));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (BoardDesk desk = desk(config.house())) {
            List<BoardView> boards = desk.boards();
            boards.forEach(board -> BoardTable.print(board, out));
            if (boards.isEmpty()) {
                out.println("there are no boards in " + config.file());
            }
        }
        out.flush();
        return 0;
    }

    /** {@code porchlight firmware set BOARD KEY=VALUE...}. */
    @Command(
            name = "set",
            description = "Has a board keep settings, also without power: baud, busy_ms, idle_ms, led, name,"
                    + " temperature.",
            mixinStandardHelpOptions = true)
    static final class Set implements Callable<Integer> {
        @Mixin
        private ConfigOption config;

        @Parameters(index = "0", paramLabel = "BOARD", description = "The board's name in the configuration.")
        private String board;

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY=VALUE", description = "Like temperature=5.")
        private List<String> settings;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws Exception {
            for (String setting : settings) {
                if (!setting.contains("=")) {
                    throw new ParameterException(
                            spec.commandLine(), "Say '" + setting + "' with its value, like temperature=5.");
                }
            }
            try (BoardDesk desk = desk(config.house())) {
                for (String setting : settings) {
                    String[] parts = setting.split("=", 2);
                    desk.set(board, parts[0], parts[1]);
                    spec.commandLine().getOut().println("board " + board + " keeps " + setting);
                    spec.commandLine().getOut().flush();
                }
            }
            return 0;
        }
    }

    /** {@code porchlight firmware upload PORT}. */
    @Command(
            name = "upload",
            description = "Writes the firmware that came with porchlight into the Uno on a port; needs avrdude.",
            mixinStandardHelpOptions = true)
    static final class Upload implements Callable<Integer> {
        private static final long LIMIT_SECONDS = 120;

        @Mixin
        private ConfigOption config;

        @Parameters(paramLabel = "PORT", description = "Like /dev/ttyACM0 or /dev/ttyUSB0.")
        private Path port;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws Exception {
            Path hex = Path.of(System.getProperty("porchlight.home", "."), "firmware", "porchlight.hex");
            if (!Files.exists(hex)) {
                throw new IOException(hex + " is not there; build it with make -C firmware and build porchlight anew");
            }
            if (!Files.exists(port)) {
                throw new IOException(port + " is not there; plug the board in, or name another port");
            }
            // On a machine that only programs boards there is no configuration, and no host that holds their ports.
            if (Files.exists(config.file())) {
                expectFree(config.house());
            }
            Process avrdude = start(hex);
            if (!avrdude.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                avrdude.destroyForcibly();
                throw new IOException("avrdude did not come to an end; press the board's reset button and try again");
            }
            if (avrdude.exitValue() != 0) {
                throw new IOException("avrdude could not write to " + port
                        + ", and says why above; is it the Uno's port," + " and are the wires at D0 and D1 off?");
            }
            spec.commandLine().getOut().println("the firmware is on the board at " + port);
            return 0;
        }

        private void expectFree(HouseConfig house) throws IOException, InterruptedException {
            Optional<RunningHost> host = RunningHost.of(house.data());
            if (host.isEmpty()) {
                return;
            }
            String wanted = port.toRealPath().toString();
            for (BoardView board : new HostBoards(host.get()).boards()) {
                if (wanted.equals(board.facts().get("port"))) {
                    throw new IOException("board " + board.name() + " of the running porchlight (process "
                            + host.get().pid() + ") is at " + port
                            + "; stop that one (sudo systemctl stop porchlight), upload, and start it again");
                }
            }
        }

        /** As the Uno's bootloader wants it: 115200 baud, no erasing of the whole chip. */
        private Process start(Path hex) throws IOException {
            try {
                return new ProcessBuilder(
                                "avrdude",
                                "-p",
                                "m328p",
                                "-c",
                                "arduino",
                                "-P",
                                port.toString(),
                                "-b",
                                "115200",
                                "-D",
                                "-U",
                                "flash:w:" + hex + ":i")
                        .inheritIO()
                        .start();
            } catch (IOException e) {
                throw new IOException("avrdude is not installed; sudo apt install avrdude", e);
            }
        }
    }
}
