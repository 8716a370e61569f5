package dev.porchlight.bench;

import dev.porchlight.bench.Benchmarks.Figures;
import dev.porchlight.bench.Benchmarks.Report;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the packaged host needs: time to start, memory, processor and disk with a camera running and nobody there. */
final class Footprint {
    private static final Pattern READY = Pattern.compile("ready: (\\S+) .* in ([0-9]+) ms");
    private static final String FIRST_FRAME = "gives pictures";
    private static final int STARTS = 9;
    private static final int STORED = 100_000;
    private static final int IDLE_SECONDS = 60;

    private Footprint() {}

    static void measure(Path folder, Path dist, Report report) throws Exception {
        Path data = folder.resolve("house");
        Stored.fill(data, STORED);
        Path film = folder.resolve("film.mjpeg");
        byte[] picture = TriggerToPhoto.picture();
        for (int i = 0; i < 30; i++) {
            Files.write(
                    film, picture, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
        }
        Path config = folder.resolve("house.yaml");
        Files.writeString(config, """
                data: %s
                web: {port: 0, login: false}
                retention: {days: 36500, max_size: 1TB}
                plugins: []
                boards: []
                cameras:
                  - {name: door, source: command, command: [ffmpeg, -v, error, -re, -stream_loop, "-1", -f, mjpeg,
                     -framerate, "15", -i, %s, -c, copy, -f, mjpeg, "pipe:1"]}
                sinks:
                  - {name: a, type: disk, folder: %s/album}
                  - {name: b, type: disk, folder: %s/album}
                  - {name: c, type: disk, folder: %s/album}
                """.formatted(data, film, folder, folder, folder));
        archiveClasses(dist, folder.resolve("warm-up"));
        Figures starts = new Figures();
        Figures firstFrames = new Figures();
        for (int i = 0; i < STARTS; i++) {
            long begin = System.nanoTime();
            Process host = start(dist, config);
            starts.add(Double.parseDouble(ready(host).group(2)));
            BufferedReader log = host.errorReader(StandardCharsets.UTF_8);
            for (String line = ""; !line.contains(FIRST_FRAME); line = String.valueOf(log.readLine())) {
                if (line.equals("null")) {
                    throw new IOException("the host ended before its first frame");
                }
            }
            firstFrames.add((System.nanoTime() - begin) / 1e6);
            stop(host);
        }
        report.line(String.format(
                Locale.ROOT,
                "start to ready, 3 sinks, %d visits stored: median %.0f ms, slowest %.0f ms (%d starts)",
                STORED,
                starts.at(0.5),
                starts.at(1),
                STARTS));
        report.line("start to the first frame: " + firstFrames.inMillis());
        idle(dist, config, picture, report);
    }

    private static void idle(Path dist, Path config, byte[] picture, Report report) throws Exception {
        Process host = start(dist, config);
        URI address = URI.create(ready(host).group(1));
        HttpClient client = HttpClient.newHttpClient();
        List<InputStream> viewers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            viewers.add(client.send(
                            HttpRequest.newBuilder(address.resolve("/api/v1/events"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream())
                    .body());
            client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding());
        }
        TimeUnit.SECONDS.sleep(20);
        long ticks = ticks(host);
        long written = written(host);
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        report.line(String.format(
                Locale.ROOT,
                "memory of the host (RSS), camera running, 6 s pre-roll of %d kB pictures, 5 pages listening: %d MB",
                picture.length / 1_000,
                kilobytes(host) / 1_000));
        report.line(String.format(
                Locale.ROOT,
                "processor, camera running, nobody there: %.1f %% of a core; %d bytes written in %d s",
                (ticks(host) - ticks) * 100.0 / 100 / IDLE_SECONDS,
                written(host) - written,
                IDLE_SECONDS));
        for (InputStream viewer : viewers) {
            viewer.close();
        }
        stop(host);
    }

    /** The archive of loaded classes, as the launcher makes it after a build and a package as it is installed. */
    static void archiveClasses(Path dist, Path folder) throws Exception {
        Path archive = dist.resolve("lib/porchlight.jsa");
        Files.deleteIfExists(archive);
        ProcessBuilder warmUp =
                new ProcessBuilder(dist.resolve("bin/porchlight").toString(), "warm-up", folder.toString());
        warmUp.environment().put("PORCHLIGHT_JAVA_OPTS", "-XX:ArchiveClassesAtExit=" + archive);
        int exit = warmUp.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exit != 0 || !Files.exists(archive)) {
            throw new IOException("the archive of classes was not made: exit " + exit);
        }
    }

    static Process start(Path dist, Path config, String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(dist.resolve("bin/porchlight").toString(), "run", "--config", config.toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command).start();
    }

    static Matcher ready(Process host) throws IOException {
        BufferedReader out = host.inputReader(StandardCharsets.UTF_8);
        Matcher ready = READY.matcher(String.valueOf(out.readLine()));
        if (!ready.matches()) {
            throw new IOException("the host did not start");
        }
        return ready;
    }

    static void stop(Process host) throws InterruptedException {
        host.destroy();
        host.waitFor();
    }

    /** Hundredths of a second of one core, in user and kernel mode (proc(5)). */
    private static long ticks(Process host) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + host.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** Bytes written to a disk, or to be written (proc(5)). */
    static long written(Process host) throws IOException {
        return value(host, "io", "write_bytes");
    }

    static long kilobytes(Process host) throws IOException {
        return value(host, "status", "VmRSS");
    }

    private static long value(Process host, String file, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + host.pid() + "/" + file)).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.replaceAll("[^0-9]", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
