package dev.porchlight.bench;

import dev.porchlight.bench.Benchmarks.Report;
import dev.porchlight.board.PtyBoard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What the packaged host writes to the card while nobody is there: a board talks, a camera runs, three sinks have nothing to do. */
final class Quiet {
    private static final int WARM_UP_SECONDS = 120;
    private static final int MEASURED_SECONDS = 600;

    /** A line of 15 bytes takes 15.6 ms at 9,600 baud; enough of them for all of that. */
    private static final int LINES = (WARM_UP_SECONDS + MEASURED_SECONDS + 60) * 64;

    private Quiet() {}

    static void measure(Path folder, Path dist, Report report) throws Exception {
        Files.createDirectories(folder);
        Path lines = folder.resolve("nobody.txt");
        Files.writeString(lines, "Distance: 233\r\n".repeat(LINES));
        Path film = folder.resolve("film.mjpeg");
        Files.write(film, TriggerToPhoto.picture());
        Path config = folder.resolve("house.yaml");
        try (PtyBoard board = PtyBoard.start(9_600, lines, 1)) {
            Files.writeString(config, """
                    data: %s/data
                    web: {port: 0, login: false}
                    plugins: []
                    boards: [{name: door, port: %s, baud: 9600, dialect: classic}]
                    cameras:
                      - {name: door, source: command, command: [ffmpeg, -v, error, -re, -stream_loop, "-1", -f, mjpeg,
                         -framerate, "15", -i, %s, -c, copy, -f, mjpeg, "pipe:1"]}
                    sinks:
                      - {name: a, type: disk, folder: %s/album}
                      - {name: b, type: disk, folder: %s/album}
                      - {name: c, type: disk, folder: %s/album}
                    """.formatted(folder, board.port(), film, folder, folder, folder));
            Process host = Footprint.start(dist, config);
            Footprint.ready(host);
            board.play();
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            long before = Footprint.written(host);
            TimeUnit.SECONDS.sleep(MEASURED_SECONDS);
            report.line(String.format(
                    Locale.ROOT,
                    "written in %d s, a board and a camera at work and nobody there: %d bytes",
                    MEASURED_SECONDS,
                    Footprint.written(host) - before));
            Footprint.stop(host);
        }
    }
}
