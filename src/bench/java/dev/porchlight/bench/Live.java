package dev.porchlight.bench;

import dev.porchlight.bench.Benchmarks.Report;
import dev.porchlight.camera.Camera;
import dev.porchlight.camera.FrameSink;
import dev.porchlight.camera.FrameSource;
import dev.porchlight.config.ConfigFile;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.delivery.SinkDesk;
import dev.porchlight.doctor.Doctor;
import dev.porchlight.health.Feed;
import dev.porchlight.health.Health;
import dev.porchlight.library.Library;
import dev.porchlight.library.Subscriptions;
import dev.porchlight.time.HouseClock;
import dev.porchlight.web.BoardNews;
import dev.porchlight.web.WebServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How old frames are when they reach those who watch, and what that costs. */
final class Live {
    /** Where in a picture the time it was made stands: behind FFD8. */
    static final int TIME_BEGINS = 2;

    static final int TIME_ENDS = TIME_BEGINS + Long.BYTES;

    private static final int PICTURE_BYTES = 100_000;
    private static final long INTERVAL_NANOS = 1_000_000_000L / 15;
    private static final int VIEWERS = 200;
    private static final int STALLED = 50;
    private static final int SECONDS = 20;

    private Live() {}

    static void measure(Path folder, Report report) throws Exception {
        Files.createDirectories(folder);
        Path file = Files.writeString(folder.resolve("live.yaml"), """
                data: %s
                web: {port: 0, login: false}
                boards: []
                cameras: [{name: door, source: simulated}]
                """.formatted(folder.resolve("data")));
        HouseConfig config = ConfigFile.read(file, Map.of());
        HouseClock clock = HouseClock.ofThisMachine();
        Health health = new Health(clock);
        Feed feed = new Feed();
        try (Library library = new Library(
                        config.data(), Optional.empty(), config.home().timeZone(), config.retention(), clock, health);
                Camera camera =
                        new Camera(config.cameras().get(0), config.visits().preroll(), new Stamped(), clock, health);
                WebServer web = new WebServer(
                        config,
                        Optional.empty(),
                        library,
                        name -> new CompletableFuture<>(),
                        SinkDesk.none(),
                        List.of(camera),
                        List.of(),
                        new BoardNews(feed),
                        new Doctor(List.of(), clock),
                        health,
                        feed,
                        clock)) {
            library.start(Subscriptions.none());
            web.start();
            camera.start();
            if (camera.awaitAfter(0, Duration.ofSeconds(5)).isEmpty()) {
                throw new IOException("there is no picture");
            }
            int port = URI.create(web.address()).getPort();
            report.line("live, " + VIEWERS + " viewers: " + watch(port, 0));
            report.line("live, " + VIEWERS + " viewers and " + STALLED + " who read nothing: " + watch(port, STALLED));
        }
    }

    private static String watch(int port, int stalled) throws IOException, InterruptedException {
        Process viewers = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LiveViewers.class.getName(),
                        Integer.toString(port),
                        Integer.toString(VIEWERS),
                        Integer.toString(stalled),
                        Integer.toString(SECONDS))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long before = processorTicks();
        TimeUnit.SECONDS.sleep(SECONDS);
        String memory = memory();
        double cores = (processorTicks() - before) / 100.0 / SECONDS;
        try (BufferedReader out = viewers.inputReader(StandardCharsets.UTF_8)) {
            String figures = String.valueOf(out.readLine());
            viewers.waitFor();
            return figures + String.format(Locale.ROOT, "; server: %s, %.2f cores", memory, cores);
        }
    }

    private static String memory() throws IOException {
        long kilobytes = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
        return "RSS " + kilobytes / 1_000 + " MB";
    }

    /** Hundredths of a second of one core, in user and kernel mode (proc(5)). */
    private static long processorTicks() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** Fifteen pictures a second that hold the time they were made. */
    private static final class Stamped implements FrameSource {
        @Override
        public String describe() {
            return "the benchmark";
        }

        @Override
        public void run(FrameSink frames) throws InterruptedException {
            byte[] noise = new byte[PICTURE_BYTES];
            new Random(7).nextBytes(noise);
            for (long next = System.nanoTime(); ; next += INTERVAL_NANOS) {
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                byte[] jpeg = noise.clone();
                jpeg[0] = (byte) 0xFF;
                jpeg[1] = (byte) 0xD8;
                ByteBuffer.wrap(jpeg).putLong(TIME_BEGINS, System.nanoTime());
                jpeg[PICTURE_BYTES - 2] = (byte) 0xFF;
                jpeg[PICTURE_BYTES - 1] = (byte) 0xD9;
                frames.frame(jpeg);
            }
        }
    }
}
