package dev.porchlight.web;

import dev.porchlight.library.SensorMinute;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A day and night of one board, as the coordinates of a small SVG: 576 by 120, two to five minutes; near is high. Lines
 * where there were echoes, bars as high as there was motion.
 */
final class SensorChart {
    private static final int SLOTS = 288;
    private static final Duration SLOT = Duration.ofMinutes(5);
    private static final int SLOT_WIDTH = 2;
    private static final int HEIGHT = 120;
    private static final int BAR_HEIGHT = 24;
    private static final int FARTHEST_MM = 4_000;
    private static final double LEAST_BAR_SECONDS = 0.5;

    private SensorChart() {}

    /** @param rows of one board, of the day before {@code now} and more; empty if there is nothing to draw */
    static Map<String, Object> of(List<SensorMinute> rows, Instant now, ZoneId zone) {
        Instant begin = now.minus(SLOT.multipliedBy(SLOTS));
        OptionalInt[] medians = new OptionalInt[SLOTS];
        double[] motion = new double[SLOTS];
        boolean isAny = false;
        for (SensorMinute row : rows) {
            int slot = (int) Math.floorDiv(Duration.between(begin, row.minute()).toSeconds(), SLOT.toSeconds());
            if (slot < 0 || slot >= SLOTS) {
                continue;
            }
            isAny = true;
            motion[slot] += row.motionSeconds();
            if (medians[slot] == null || (row.medianMm().isPresent() && isNearer(row.medianMm(), medians[slot]))) {
                medians[slot] = row.medianMm();
            }
        }
        if (!isAny) {
            return Map.of();
        }
        return Map.of("lines", lines(medians), "bars", bars(motion), "hours", hours(begin, now, zone));
    }

    private static boolean isNearer(OptionalInt one, OptionalInt other) {
        return other.isEmpty() || one.getAsInt() < other.getAsInt();
    }

    private static List<String> lines(OptionalInt[] medians) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (int slot = 0; slot < SLOTS; slot++) {
            if (medians[slot] != null && medians[slot].isPresent()) {
                double y = HEIGHT * Math.min(1.0, (double) medians[slot].getAsInt() / FARTHEST_MM);
                // Twice: a single one in the night would be a line of no length.
                line.append(String.format(
                        Locale.ROOT, "%d,%.1f %d,%.1f ", slot * SLOT_WIDTH, y, (slot + 1) * SLOT_WIDTH, y));
            } else if (!line.isEmpty()) {
                lines.add(line.toString().strip());
                line.setLength(0);
            }
        }
        if (!line.isEmpty()) {
            lines.add(line.toString().strip());
        }
        return lines;
    }

    private static List<Map<String, Object>> bars(double[] motion) {
        List<Map<String, Object>> bars = new ArrayList<>();
        for (int slot = 0; slot < SLOTS; slot++) {
            if (motion[slot] >= LEAST_BAR_SECONDS) {
                double share = Math.min(1, motion[slot] / SLOT.toSeconds());
                long height = Math.round(4 + (BAR_HEIGHT - 4) * share);
                bars.add(Map.of("x", slot * SLOT_WIDTH, "y", HEIGHT + 4 + BAR_HEIGHT - height, "height", height));
            }
        }
        return bars;
    }

    /** Each sixth hour of the clock on the wall: where, and its number. */
    private static List<Map<String, Object>> hours(Instant begin, Instant now, ZoneId zone) {
        List<Map<String, Object>> hours = new ArrayList<>();
        ZonedDateTime hour = begin.atZone(zone).truncatedTo(ChronoUnit.DAYS);
        while (!hour.toInstant().isAfter(now)) {
            if (!hour.toInstant().isBefore(begin)) {
                double minutes = Duration.between(begin, hour.toInstant()).toSeconds() / 60.0;
                hours.add(Map.of(
                        "x",
                        String.format(Locale.ROOT, "%.1f", minutes * SLOT_WIDTH / SLOT.toMinutes()),
                        "percent",
                        String.format(
                                Locale.ROOT,
                                "%.2f",
                                100 * minutes / SLOT.multipliedBy(SLOTS).toMinutes()),
                        "words",
                        String.format(Locale.ROOT, "%02d:00", hour.getHour())));
            }
            hour = hour.plusHours(6);
        }
        return hours;
    }
}
