package dev.porchlight.bench;

import dev.porchlight.bench.Benchmarks.Figures;
import dev.porchlight.bench.Benchmarks.Report;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The packaged host after a long outage: ten thousand alerts wait for a sink that is still away. */
final class Owed {
    private static final int WAITING = 10_000;
    private static final int STARTS = 5;

    private Owed() {}

    static void measure(Path folder, Path dist, Report report) throws Exception {
        Path data = folder.resolve("owed");
        Stored.fill(data, WAITING);
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("porchlight.db"));
                Statement s = c.createStatement()) {
            c.setAutoCommit(false);
            long now = System.currentTimeMillis();
            s.execute("INSERT INTO alert(id, type, at_ms, visit) SELECT printf('01KY%022d', seq), 'visit.started', "
                    + now + " - 3600000 + seq, seq FROM visit");
            s.execute(
                    "INSERT INTO delivery(alert, sink, state, next_ms, turn) SELECT n, 'away', 'pending', at_ms, n FROM"
                            + " alert");
            c.commit();
        }
        Path config = folder.resolve("owed.yaml");
        Files.writeString(config, """
                data: %s
                web: {port: 0, login: false}
                retention: {days: 36500, max_size: 1TB}
                plugins: []
                boards: []
                cameras: []
                sinks: [{name: away, type: disk, folder: /nowhere/at/all}]
                """.formatted(data));
        Footprint.archiveClasses(dist, folder.resolve("warm-up-owed"));
        Figures starts = new Figures();
        long megabytes = 0;
        for (int i = 0; i < STARTS; i++) {
            Process host = Footprint.start(dist, config);
            var ready = Footprint.ready(host);
            starts.add(Double.parseDouble(ready.group(2)));
            TimeUnit.SECONDS.sleep(10);
            HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(ready.group(1))).build(),
                            HttpResponse.BodyHandlers.discarding());
            megabytes = Math.max(megabytes, Footprint.kilobytes(host) / 1_000);
            Footprint.stop(host);
        }
        report.line(String.format(
                Locale.ROOT,
                "start to ready, %d deliveries waiting: median %.0f ms, slowest %.0f ms (%d starts); memory (RSS) after 10 s and a page: %d MB",
                WAITING,
                starts.at(0.5),
                starts.at(1),
                STARTS,
                megabytes));
    }
}
