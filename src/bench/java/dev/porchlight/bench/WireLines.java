package dev.porchlight.bench;

import dev.porchlight.bench.Benchmarks.Figures;
import dev.porchlight.bench.Benchmarks.Report;
import dev.porchlight.board.Board;
import dev.porchlight.board.Link;
import dev.porchlight.config.BoardConfig;
import dev.porchlight.config.ConfigFile;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** How many good lines a second a board's thread takes in, checksum and all; a full line at 115200 baud is 480. */
final class WireLines {
    private static final int LINES = 400_000;

    private WireLines() {}

    static void measure(Report report) throws Exception {
        HouseConfig config = ConfigFile.parse("boards: [{name: door, baud: 115200}]", Path.of("bench"), Map.of());
        Figures figures = new Figures();
        for (int round = 0; round < 5; round++) {
            figures.add(linesASecond(config));
        }
        report.line(String.format(Locale.ROOT, "wire lines decoded: median %.0f a second (5 rounds)", figures.at(0.5)));
    }

    private static double linesASecond(HouseConfig config) throws Exception {
        HouseClock clock = HouseClock.ofThisMachine();
        CountDownLatch done = new CountDownLatch(1);
        AtomicLong heard = new AtomicLong();
        BoardConfig board = config.boards().get(0);
        byte[] block = block();
        int perBlock = new String(block, StandardCharsets.US_ASCII).split("\n", -1).length - 1;
        long start = System.nanoTime();
        try (Board listening =
                new Board(board, config.visits(), baud -> new Repeating(block), clock, new Health(clock), reading -> {
                    if (heard.incrementAndGet() == LINES) {
                        done.countDown();
                    }
                })) {
            listening.start();
            done.await();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (listening.state().badLines() > 0) {
                throw new IllegalStateException("a good line of " + perBlock + " was refused");
            }
            return LINES / seconds;
        }
    }

    private static byte[] block() {
        StringBuilder block = new StringBuilder();
        for (int seq = 0; seq < 100; seq++) {
            block.append(Wire.line(String.format(Locale.ROOT, "R,%d,%d,01,%d", seq, seq * 60, 500 + seq)));
        }
        return block.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private record Repeating(byte[] block) implements Link {
        @Override
        public String port() {
            return "memory";
        }

        @Override
        public int read(byte[] buffer) {
            System.arraycopy(block, 0, buffer, 0, block.length);
            return block.length;
        }

        @Override
        public void write(byte[] bytes) {
            // nobody there
        }

        @Override
        public void setBaud(int baud) {
            // memory has no speed
        }

        @Override
        public void close() {
            // nothing to let go of
        }
    }
}
