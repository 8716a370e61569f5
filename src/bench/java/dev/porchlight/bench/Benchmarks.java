package dev.porchlight.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Runs every benchmark and prints one line a figure; {@code mvn -Pbench verify} starts it. */
public final class Benchmarks {
    private Benchmarks() {}

    /**
     * @param arguments a folder on the disk to measure; the packaged program's folder; which benchmark, or {@code
     *     all}, which leaves out the twelve minutes of {@code quiet}
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Path dist = Path.of(arguments[1]);
        delete(folder);
        Files.createDirectories(folder);
        Report report = new Report(folder.resolveSibling("bench.txt"));
        report.line("machine: " + Runtime.getRuntime().availableProcessors() + " cores, "
                + Files.getFileStore(folder).type() + ", Java " + Runtime.version());
        Set<String> wanted = arguments[2].equals("all")
                ? Set.of("wire", "trigger", "footprint", "owed", "delivered", "clips", "gallery", "live", "uno")
                : Set.of(arguments[2].split(",", -1));
        if (wanted.contains("wire")) {
            WireLines.measure(report);
        }
        if (wanted.contains("trigger")) {
            TriggerToPhoto.measure(folder.resolve("trigger"), report);
        }
        if (wanted.contains("footprint")) {
            Footprint.measure(folder, dist, report);
        }
        if (wanted.contains("owed")) {
            Owed.measure(folder, dist, report);
        }
        if (wanted.contains("delivered")) {
            Delivered.measure(folder.resolve("delivered"), dist, report);
        }
        if (wanted.contains("clips")) {
            ClipCosts.measure(folder.resolve("clips"), dist, report);
        }
        if (wanted.contains("gallery")) {
            Gallery.measure(folder, dist, report);
        }
        if (wanted.contains("live")) {
            Live.measure(folder.resolve("live"), report);
        }
        if (wanted.contains("quiet")) {
            Quiet.measure(folder.resolve("quiet"), dist, report);
        }
        if (wanted.contains("uno")) {
            UnoEdges.measure(
                    folder.resolve("uno"), dist.resolve("../../firmware/build").normalize(), report);
        }
        delete(folder);
        System.exit(0);
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Sorted figures, asked for their percentiles. */
    static final class Figures {
        private final List<Double> values = new ArrayList<>();

        void add(double value) {
            values.add(value);
        }

        double at(double share) {
            List<Double> sorted = values.stream().sorted().toList();
            return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
        }

        String inMillis() {
            return String.format(
                    "p50 %.2f, p95 %.2f, p99 %.2f, max %.2f ms (%d)",
                    at(0.5), at(0.95), at(0.99), at(1), values.size());
        }
    }

    /** What was measured, on the terminal and in a file. */
    static final class Report {
        private final Path file;
        private final StringBuilder all = new StringBuilder();

        Report(Path file) {
            this.file = file;
        }

        void line(String words) throws IOException {
            System.out.println("bench: " + words);
            all.append(words).append('\n');
            Files.writeString(file, all);
        }
    }
}
