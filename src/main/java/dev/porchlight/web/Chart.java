package dev.porchlight.web;

import dev.porchlight.library.ReadingRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How near somebody came over the time of a visit, as the coordinates of a small SVG: 600 by 120, near is high. */
final class Chart {
    private static final int WIDTH = 600;
    private static final int HEIGHT = 120;

    /** Farther away is drawn at the lower edge. */
    private static final int FARTHEST_MM = 3_000;

    private Chart() {}

    /** Lines where there were echoes, bars where there was motion; empty if there is nothing to draw. */
    static Map<String, Object> of(List<ReadingRow> readings) {
        if (readings.size() < 2) {
            return Map.of();
        }
        int first = readings.get(0).offsetMs();
        int last = Math.max(first + 1, readings.get(readings.size() - 1).offsetMs());
        double scale = (double) WIDTH / (last - first);
        List<String> lines = new ArrayList<>();
        List<Map<String, Object>> bars = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int motionSince = Integer.MIN_VALUE;
        for (ReadingRow reading : readings) {
            double x = (reading.offsetMs() - first) * scale;
            if (reading.distanceMm().isPresent()) {
                double y = HEIGHT * Math.min(1.0, (double) reading.distanceMm().getAsInt() / FARTHEST_MM);
                line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
            } else {
                endLine(line, lines);
            }
            if (reading.motion() && motionSince == Integer.MIN_VALUE) {
                motionSince = reading.offsetMs();
            } else if (!reading.motion() && motionSince != Integer.MIN_VALUE) {
                bars.add(bar(motionSince, reading.offsetMs(), first, scale));
                motionSince = Integer.MIN_VALUE;
            }
        }
        endLine(line, lines);
        if (motionSince != Integer.MIN_VALUE) {
            bars.add(bar(motionSince, last, first, scale));
        }
        return Map.of(
                "lines",
                lines,
                "bars",
                bars,
                "first",
                first,
                "last",
                last,
                "trigger",
                number((0 - first) * scale),
                "seconds",
                Math.round((last - first) / 1_000.0));
    }

    private static void endLine(StringBuilder line, List<String> lines) {
        if (!line.isEmpty()) {
            lines.add(line.toString().strip());
            line.setLength(0);
        }
    }

    private static Map<String, Object> bar(int from, int to, int first, double scale) {
        return Map.of("x", number((from - first) * scale), "width", number(Math.max(1, (to - from) * scale)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
