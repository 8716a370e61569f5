package dev.porchlight.bench;

import dev.porchlight.bench.Benchmarks.Figures;
import dev.porchlight.bench.Benchmarks.Report;
import dev.porchlight.library.Library;
import dev.porchlight.library.VisitQuery;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The gallery of a million visits: at the library in this process, and at the packaged host over HTTP on this machine. */
final class Gallery {
    private static final int ROUNDS = 200;
    private static final int WARM_UP = 50;
    private static final int ON_ONE_PAGE = 36;

    private Gallery() {}

    /** What is asked for, as the parameters of an address. */
    private static Map<String, String> asked() {
        LocalDate first = Million.FIRST_DAY;
        String year = "from=" + first.plusDays(300) + "&to=" + first.plusDays(665);
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("the newest", "");
        asked.put("deep inside", "before=500000");
        asked.put("one day", "from=" + first.plusDays(500) + "&to=" + first.plusDays(500));
        asked.put("a year", year);
        asked.put("a day without visits", "from=2020-01-01&to=2020-01-01");
        asked.put("a camera", "camera=door");
        asked.put("a camera, deep inside", "camera=door&before=500000");
        asked.put("an unknown camera", "camera=nobody");
        asked.put("starred", "kept=true");
        asked.put("starred, of a camera", "kept=true&camera=door");
        asked.put("starred, of an unknown camera", "kept=true&camera=nobody");
        asked.put("starred, with a distance that never comes", "kept=true&min_cm=123&max_cm=123");
        asked.put("near", "max_cm=40");
        asked.put("one centimetre", "min_cm=77&max_cm=77");
        asked.put("every distance", "min_cm=0");
        asked.put("a distance that never comes", "min_cm=123&max_cm=123");
        asked.put("farther than any", "min_cm=300");
        asked.put("a distance and a camera", "min_cm=77&max_cm=99&camera=door");
        asked.put("a distance that never comes, of a camera", "min_cm=123&max_cm=123&camera=door");
        asked.put("with a clip", "with_clip=true");
        asked.put("with a clip, of a camera", "with_clip=true&camera=door");
        asked.put("with a clip, of a camera that has none", "with_clip=true&camera=garage");
        asked.put("with a clip, of a distance and a camera that has none", "with_clip=true&camera=garage&min_cm=9");
        asked.put("with a clip and starred", "with_clip=true&kept=true");
        asked.put("with a clip and near", "with_clip=true&max_cm=40");
        asked.put("a year, of a camera and a distance", year + "&camera=door&min_cm=77&max_cm=99");
        asked.put("a year, of every distance", year + "&min_cm=0");
        asked.put("a year, of a distance that never comes", year + "&camera=door&min_cm=123&max_cm=123");
        asked.put("a year, of an unknown camera", year + "&camera=nobody");
        asked.put("a year, starred", year + "&kept=true");
        asked.put("a year, with a clip, of a camera that has none", year + "&with_clip=true&camera=garage");
        return asked;
    }

    static void measure(Path folder, Path dist, Report report) throws Exception {
        Path data = Million.make(folder.resolveSibling("bench-million"));
        atTheLibrary(data, report);
        overHttp(folder, data, dist, report);
        firstStartWithNewIndexes(folder, data, report);
    }

    private static void atTheLibrary(Path data, Report report) throws Exception {
        try (Library library = Million.open(data)) {
            for (Map.Entry<String, String> one : asked().entrySet()) {
                VisitQuery query = query(one.getValue(), ON_ONE_PAGE);
                Figures figures = time(() -> library.page(query));
                report.line(String.format(Locale.ROOT, "at the library, %s: %s", one.getKey(), figures.inMillis()));
            }
            report.line("at the library, 500 of every distance: "
                    + time(() -> library.page(query("min_cm=0", VisitQuery.MAX_LIMIT)))
                            .inMillis());
            report.line("day counts, three years: "
                    + time(() -> library.days(Optional.empty())).inMillis());
        }
        Path ten = data.resolveSibling("bench-ten-years");
        Benchmarks.delete(ten);
        Million.open(ten).close();
        try (Library library = Million.open(ten)) {
            copyDays(data, ten);
            Million.addSevenYearsOfDays(ten);
            report.line(
                    "day counts, ten years (" + library.days(Optional.empty()).size() + " days): "
                            + time(() -> library.days(Optional.empty())).inMillis());
            report.line("day counts, ten years, one camera: "
                    + time(() -> library.days(Optional.of("door"))).inMillis());
            LocalDate from = Million.FIRST_DAY;
            report.line("day counts, six weeks of ten years: "
                    + time(() -> library.days(Optional.of(from), Optional.of(from.plusDays(41)), Optional.empty()))
                            .inMillis());
        }
        Benchmarks.delete(ten);
    }

    private static void copyDays(Path from, Path to) throws Exception {
        try (var c = java.sql.DriverManager.getConnection("jdbc:sqlite:" + to.resolve("porchlight.db"));
                var s = c.createStatement()) {
            s.execute("ATTACH '" + from.resolve("porchlight.db") + "' AS million");
            s.execute("INSERT INTO days SELECT * FROM million.days");
        }
    }

    private interface Work {
        Object run() throws Exception;
    }

    private static Figures time(Work work) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            work.run();
        }
        Figures figures = new Figures();
        for (int i = 0; i < ROUNDS; i++) {
            long begin = System.nanoTime();
            work.run();
            figures.add((System.nanoTime() - begin) / 1e6);
        }
        return figures;
    }

    private static void overHttp(Path folder, Path data, Path dist, Report report) throws Exception {
        Path config = folder.resolve("million.yaml");
        Files.writeString(config, """
                data: %s
                retention: {days: 36500, max_size: 1TB}
                web: {port: 0, login: false}
                plugins: []
                boards: []
                cameras: []
                """.formatted(data));
        Footprint.archiveClasses(dist, folder.resolve("warm-up-million"));
        Process host = Footprint.start(dist, config);
        try {
            var ready = Footprint.ready(host);
            report.line("start to ready with 1,000,000 visits: " + ready.group(2) + " ms");
            URI address = URI.create(ready.group(1));
            HttpClient client = HttpClient.newHttpClient();
            for (String page : new String[] {"/", "/?before=500000", "/?camera=door", "/?kept=true", "/api/v1/days"}) {
                report.line("over HTTP, " + page + ": "
                        + time(() -> get(client, address.resolve(page))).inMillis());
            }
            for (Map.Entry<String, String> one : asked().entrySet()) {
                URI api = address.resolve("/api/v1/visits?limit=" + ON_ONE_PAGE + "&" + one.getValue());
                report.line("over HTTP, the API, " + one.getKey() + ": "
                        + time(() -> get(client, api)).inMillis());
            }
            report.line("first paint in Chromium, each time with an empty cache: "
                    + FirstPaint.of(address).inMillis());
            report.line("memory of the host (RSS) after these: " + Footprint.kilobytes(host) / 1_000 + " MB");
        } finally {
            Footprint.stop(host);
        }
    }

    private static byte[] get(HttpClient client, URI address) throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(address + " answered " + response.statusCode());
        }
        return response.body();
    }

    private static void firstStartWithNewIndexes(Path folder, Path data, Report report) throws Exception {
        Path old = Files.createDirectories(folder.resolve("old"));
        for (String file : new String[] {"porchlight.db", "id.json"}) {
            Files.copy(data.resolve(file), old.resolve(file));
        }
        Files.createDirectories(old.resolve("media"));
        Million.undoLastStep(old);
        long begin = System.nanoTime();
        try (Library library = Million.open(old)) {
            report.line(String.format(
                    Locale.ROOT,
                    "first start of a catalog of 1,000,000 visits that has the indexes of before: %.1f s",
                    (System.nanoTime() - begin) / 1e9));
            report.line("and then, a distance that never comes: "
                    + time(() -> library.page(query("min_cm=123&max_cm=123", ON_ONE_PAGE)))
                            .inMillis());
        }
    }

    private static VisitQuery query(String parameters, int limit) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String parameter : parameters.split("&", -1)) {
            String[] both = parameter.split("=", 2);
            values.put(both[0], both.length > 1 ? both[1] : "");
        }
        return new VisitQuery(
                Optional.ofNullable(values.get("from")).map(LocalDate::parse),
                Optional.ofNullable(values.get("to")).map(LocalDate::parse),
                Optional.ofNullable(values.get("camera")),
                number(values, "min_cm"),
                number(values, "max_cm"),
                values.containsKey("kept"),
                values.containsKey("with_clip"),
                values.containsKey("before")
                        ? OptionalLong.of(Long.parseLong(values.get("before")))
                        : OptionalLong.empty(),
                limit);
    }

    private static OptionalInt number(Map<String, String> values, String name) {
        return values.containsKey(name) ? OptionalInt.of(Integer.parseInt(values.get(name))) : OptionalInt.empty();
    }
}
