package dev.porchlight.bench;

import dev.porchlight.bench.Benchmarks.Figures;
import dev.porchlight.bench.Benchmarks.Report;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a clip costs the packaged host: the time to make one of 20 s at 720p beside the bare ffmpeg run on the same
 * recording with the same camera going on, and the memory of all processes together meanwhile.
 */
final class ClipCosts {
    private static final Pattern MADE =
            Pattern.compile(".*has its clip: ([0-9.]+) s, ([0-9]+) kB, made in ([0-9.]+) s");
    private static final int CLIPS = 5;
    private static final long LOOK_MILLIS = 50;

    private ClipCosts() {}

    static void measure(Path folder, Path dist, Report report) throws Exception {
        Files.createDirectories(folder);
        Path film = folder.resolve("film.mjpeg");
        run(List.of(
                "ffmpeg",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=1280x720:rate=15:duration=10,noise=alls=6:allf=t",
                "-c:v",
                "mjpeg",
                "-q:v",
                "5",
                "-f",
                "mjpeg",
                film.toString()));
        Path config = folder.resolve("house.yaml");
        Files.writeString(config, """
                data: %s
                web: {port: 0, login: false}
                plugins: []
                boards: []
                visits: {preroll: 6s, quiet: 14s}
                cameras:
                  - {name: door, source: command, command: [ffmpeg, -v, error, -re, -stream_loop, "-1", -f, mjpeg,
                     -framerate, "15", -i, %s, -c, copy, -f, mjpeg, "pipe:1"]}
                sinks: []
                """.formatted(folder.resolve("house"), film));
        Process host = Footprint.start(dist, config, "--verbose");
        URI address = URI.create(Footprint.ready(host).group(1));
        BufferedReader log = host.errorReader(StandardCharsets.UTF_8);
        AtomicLong mostKilobytes = new AtomicLong();
        Thread memory = new Thread(() -> watchMemory(host, mostKilobytes));
        memory.setDaemon(true);
        memory.start();
        TimeUnit.SECONDS.sleep(8); // the pre-roll is complete
        Figures ours = new Figures();
        Figures bare = new Figures();
        Figures ratios = new Figures();
        long kilobytes = 0;
        for (int i = 0; i < CLIPS; i++) {
            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(address.resolve("/api/v1/visits"))
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
            Path recorded = folder.resolve("recorded-" + i + ".mkv");
            Files.createLink(recorded, recording(folder.resolve("house/media")));
            Matcher made = made(log);
            double own = Double.parseDouble(made.group(3));
            kilobytes = Long.parseLong(made.group(2));
            long begin = System.nanoTime();
            run(List.of(
                    "ffmpeg",
                    "-nostdin",
                    "-v",
                    "error",
                    "-y",
                    "-i",
                    recorded.toString(),
                    "-an",
                    "-vf",
                    "scale=out_range=tv,format=yuv420p",
                    "-c:v",
                    "libx264",
                    "-preset",
                    "veryfast",
                    "-crf",
                    "23",
                    "-fps_mode",
                    "passthrough",
                    "-movflags",
                    "+faststart",
                    folder.resolve("bare.mp4").toString()));
            double theirs = (System.nanoTime() - begin) / 1e9;
            ours.add(own * 1_000);
            bare.add(theirs * 1_000);
            ratios.add(own / theirs);
            Files.delete(recorded);
        }
        Footprint.stop(host);
        report.line(String.format(
                Locale.ROOT,
                "a clip of 20 s, 720p, %d kB: made in %.1f s (median of %d), by ffmpeg alone in %.1f s; %.2f times",
                kilobytes,
                ours.at(0.5) / 1_000,
                CLIPS,
                bare.at(0.5) / 1_000,
                ratios.at(0.5)));
        report.line(String.format(
                Locale.ROOT,
                "memory of the host, its camera program and ffmpeg together (RSS), at most: %d MB",
                mostKilobytes.get() / 1_000));
    }

    private static Path recording(Path media) throws IOException, InterruptedException {
        for (int i = 0; i < 100; i++) {
            try (Stream<Path> all = Files.walk(media)) {
                Optional<Path> found =
                        all.filter(path -> path.endsWith("clip.part.mkv")).findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        throw new IOException("nothing is recorded in " + media);
    }

    private static Matcher made(BufferedReader log) throws IOException {
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            Matcher made = MADE.matcher(line);
            if (made.matches()) {
                return made;
            }
        }
        throw new IOException("the host ended before the clip was made");
    }

    private static void watchMemory(Process host, AtomicLong most) {
        try {
            while (host.isAlive()) {
                long all = Stream.concat(Stream.of(host.toHandle()), host.descendants())
                        .mapToLong(ClipCosts::kilobytes)
                        .sum();
                most.accumulateAndGet(all, Math::max);
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long kilobytes(ProcessHandle process) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // it has ended
        }
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IOException(command.get(0) + " ended with " + exit);
        }
    }
}
