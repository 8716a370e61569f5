package dev.porchlight.bench;

import dev.porchlight.bench.Benchmarks.Figures;
import dev.porchlight.bench.Benchmarks.Report;
import dev.porchlight.board.Board;
import dev.porchlight.board.PortClaims;
import dev.porchlight.board.Reading;
import dev.porchlight.board.SerialLink;
import dev.porchlight.config.BoardConfig;
import dev.porchlight.config.ConfigFile;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * From an edge of the motion sensor of a simulated Uno to the reading that the board's thread hands on, at 115200 baud
 * over a pseudo terminal; the simulator looks for the edge once a millisecond, which counts too.
 */
final class UnoEdges {
    private static final int EDGES = 600;
    private static final long LIMIT_SECONDS = 30;

    private record Said(boolean motion, long nanos) {}

    private UnoEdges() {}

    static void measure(Path folder, Path built, Report report) throws Exception {
        if (!Files.isExecutable(built.resolve("unosim"))) {
            report.line("motion edge to reading: skipped, the simulated Uno is not built (make -C firmware test)");
            return;
        }
        Files.createDirectories(folder);
        Path port = folder.resolve("uno");
        Process uno = new ProcessBuilder(
                        built.resolve("unosim").toString(),
                        "--pty=" + port,
                        "--settle",
                        "65000",
                        built.resolve("porchlight.hex").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        HouseConfig config = ConfigFile.parse(
                "boards: [{name: door, baud: 115200, port: \"" + port + "\"}]", Path.of("bench"), Map.of());
        BoardConfig board = config.boards().get(0);
        HouseClock clock = HouseClock.ofThisMachine();
        BlockingQueue<Said> said = new LinkedBlockingQueue<>();
        try (BufferedWriter sensors = uno.outputWriter();
                Board listening = new Board(
                        board,
                        config.visits(),
                        SerialLink.opener(board, new PortClaims()),
                        clock,
                        new Health(clock),
                        reading -> said.add(new Said(isMotion(reading), System.nanoTime())))) {
            listening.start();
            await(said, false);
            report.line("motion edge in the simulated Uno to the reading: "
                    + edges(sensors, said).inMillis());
        } finally {
            uno.destroy();
        }
    }

    private static boolean isMotion(Reading reading) {
        return reading.motion() && !reading.warmUp();
    }

    private static Figures edges(BufferedWriter sensors, BlockingQueue<Said> said) throws Exception {
        Figures figures = new Figures();
        for (int edge = 0; edge < EDGES; edge++) {
            boolean motion = edge % 2 == 0;
            // Out of step with the pings, each 60 ms.
            TimeUnit.MILLISECONDS.sleep(80 + edge * 37 % 60);
            said.clear();
            long start = System.nanoTime();
            sensors.write(motion ? "pir 1\n" : "pir 0\n");
            sensors.flush();
            figures.add((await(said, motion) - start) / 1e6);
        }
        return figures;
    }

    private static long await(BlockingQueue<Said> said, boolean motion) throws IOException, InterruptedException {
        while (true) {
            Said next = said.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new IOException("the simulated Uno says nothing");
            }
            if (next.motion() == motion) {
                return next.nanos();
            }
        }
    }
}
