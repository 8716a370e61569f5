package dev.porchlight.bench;

import dev.porchlight.bench.Benchmarks.Figures;
import dev.porchlight.bench.Benchmarks.Report;
import dev.porchlight.board.Board;
import dev.porchlight.board.Link;
import dev.porchlight.camera.Camera;
import dev.porchlight.camera.FrameSink;
import dev.porchlight.camera.FrameSource;
import dev.porchlight.config.BoardConfig;
import dev.porchlight.config.ConfigFile;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.delivery.Outbox;
import dev.porchlight.engine.Engine;
import dev.porchlight.health.Feed;
import dev.porchlight.health.Health;
import dev.porchlight.library.Library;
import dev.porchlight.library.Subscriptions;
import dev.porchlight.plugin.Plugins;
import dev.porchlight.time.HouseClock;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;

/**
 * From the last byte of the line that completes the rule to the photo durable on the disk and its visit committed: 1,000
 * times, with 100,000 visits stored and three sinks that fail; beside it the bare chain of writes and syncs.
 */
final class TriggerToPhoto {
    private static final int TRIGGERS = 1_000;
    private static final int WARM_UP = 20;
    private static final int STORED = 100_000;

    /** A detector allows so many visits at once before it calls its sensor mad; so there are many boards. */
    private static final int PER_BOARD = 55;

    private TriggerToPhoto() {}

    /** A line on which a trigger is sent when the benchmark says so. */
    private static final class Line implements Link {
        private final BlockingQueue<byte[]> said = new ArrayBlockingQueue<>(16);
        private final AtomicLong lastByteAt;

        Line(AtomicLong lastByteAt) {
            this.lastByteAt = lastByteAt;
        }

        @Override
        public String port() {
            return "memory";
        }

        @Override
        public int read(byte[] buffer) throws IOException {
            try {
                byte[] bytes = said.poll(100, TimeUnit.MILLISECONDS);
                if (bytes == null) {
                    return 0;
                }
                System.arraycopy(bytes, 0, buffer, 0, bytes.length);
                lastByteAt.set(System.nanoTime());
                return bytes.length;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
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

    static void measure(Path folder, Report report) throws Exception {
        byte[] picture = picture();
        Path data = folder.resolve("data");
        Stored.fill(data, STORED);
        int boards = (TRIGGERS + WARM_UP) / PER_BOARD + 1;
        StringBuilder yaml = new StringBuilder("data: " + data
                + "\nvisits: {rule: motion, record: [photo], quiet: 100ms}\n" + "cameras: [{name: door}]\nsinks:\n");
        for (int i = 0; i < 3; i++) {
            yaml.append("  - {name: away")
                    .append(i)
                    .append(", type: disk, folder: ")
                    .append(folder)
                    .append("/away/x}\n");
        }
        yaml.append("boards:\n");
        for (int i = 0; i < boards; i++) {
            yaml.append("  - {name: b").append(i).append(", baud: 115200, dialect: porchlight}\n");
        }
        HouseConfig config = ConfigFile.parse(yaml.toString(), Path.of("bench"), Map.of());
        HouseClock clock = HouseClock.ofThisMachine();
        Health health = new Health(clock);
        Feed feed = new Feed();
        AtomicLong lastByteAt = new AtomicLong();
        AtomicLong durableAt = new AtomicLong();
        Figures latency = new Figures();
        Figures age = new Figures();

        Plugins plugins = new Plugins(List.of(Path.of(System.getProperty("porchlight.home"), "plugins")), health);
        plugins.load();
        List<Line> lines = new ArrayList<>();
        try (Library library =
                        new Library(data, Optional.empty(), config.home().timeZone(), Stored.ALL, clock, health);
                Outbox outbox = new Outbox(config, library, library.deliveries(), plugins, clock, health);
                Camera camera =
                        new Camera(config.cameras().get(0), config.visits().preroll(), source(picture), clock, health);
                Engine engine = new Engine(config, List.of(camera), library, clock, health, feed);
                Feed.Listening news = feed.listen()) {
            library.start(timing(outbox, durableAt));
            outbox.start();
            engine.start();
            camera.start();
            List<Board> listening = new ArrayList<>();
            for (BoardConfig board : config.boards()) {
                Line line = new Line(lastByteAt);
                lines.add(line);
                Board one =
                        new Board(board, config.visits(), baud -> line, clock, health, engine.readingsOf(board.name()));
                listening.add(one);
                one.start();
                line.said.add(reading(false));
            }
            camera.awaitAfter(100, java.time.Duration.ofSeconds(30));
            for (int i = 0; i < TRIGGERS + WARM_UP; i++) {
                durableAt.set(0);
                long before = System.nanoTime();
                long frameAt = camera.ring().nearest(before).orElseThrow().at().nanos();
                lines.get(i / PER_BOARD).said.add(reading(true));
                while (!news.next(10, TimeUnit.SECONDS).orElseThrow().type().equals("visit.started")) {
                    // the end of the visit before
                }
                if (i >= WARM_UP) {
                    latency.add((durableAt.get() - lastByteAt.get()) / 1e6);
                    age.add((before - frameAt) / 1e6);
                }
                lines.get(i / PER_BOARD).said.add(reading(false));
                while (!news.next(10, TimeUnit.SECONDS).orElseThrow().type().equals("visit.finished")) {
                    // until it is over
                }
            }
            listening.forEach(Board::close);
        }
        report.line("trigger to photo durable, " + STORED + " visits stored, 3 sinks failing: " + latency.inMillis());
        report.line("age of the photo at the trigger, 15 fps: " + age.inMillis());
        report.line("the bare chain of writes and syncs: "
                + bare(folder.resolve("bare"), picture).inMillis());
    }

    private static byte[] reading(boolean motion) {
        return Wire.line("R,1,60," + (motion ? "01" : "00") + ",1120").getBytes(StandardCharsets.US_ASCII);
    }

    /** The library wakes the lanes right behind its commit; the first time after a trigger is the photo's. */
    private static Subscriptions timing(Outbox outbox, AtomicLong durableAt) {
        return new Subscriptions() {
            @Override
            public List<String> owed(String alertType) {
                return outbox.owed(alertType);
            }

            @Override
            public List<String> sinks() {
                return outbox.sinks();
            }

            @Override
            public void wakeUp() {
                durableAt.compareAndSet(0, System.nanoTime());
                outbox.wakeUp();
            }
        };
    }

    private static FrameSource source(byte[] picture) {
        return new FrameSource() {
            @Override
            public String describe() {
                return "the benchmark's camera";
            }

            @Override
            public void run(FrameSink frames) throws InterruptedException {
                long due = System.nanoTime();
                while (true) {
                    frames.frame(picture);
                    due += TimeUnit.SECONDS.toNanos(1) / 15;
                    TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                }
            }
        };
    }

    /** 720p with enough in it to have the size of a real one. */
    static byte[] picture() throws IOException {
        BufferedImage image = new BufferedImage(1280, 720, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        Random random = new Random(1);
        for (int i = 0; i < 900; i++) {
            g.setColor(new Color(random.nextInt(1 << 24)));
            g.fillOval(random.nextInt(1280), random.nextInt(720), 8 + random.nextInt(40), 8 + random.nextInt(40));
        }
        g.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }

    /** What the disk itself takes for the same promise: a new folder, a file, their syncs, and one commit. */
    private static Figures bare(Path folder, byte[] picture) throws IOException, SQLException {
        Files.createDirectories(folder);
        Figures figures = new Figures();
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("bare.db"));
                Statement s = c.createStatement()) {
            s.execute("PRAGMA journal_mode = WAL");
            s.execute("PRAGMA synchronous = FULL");
            s.execute("CREATE TABLE t(a TEXT)");
            try (PreparedStatement insert = c.prepareStatement("INSERT INTO t VALUES('a visit')")) {
                for (int i = 0; i < 300; i++) {
                    long start = System.nanoTime();
                    Path visit = Files.createDirectory(folder.resolve("v" + i));
                    sync(folder);
                    Path part = visit.resolve("photo.jpg.part");
                    try (FileChannel file =
                            FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                        file.write(ByteBuffer.wrap(picture));
                        file.force(true);
                    }
                    Files.move(part, visit.resolve("photo.jpg"));
                    sync(visit);
                    insert.executeUpdate();
                    figures.add((System.nanoTime() - start) / 1e6);
                }
            }
        }
        return figures;
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }
}
