package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged program has counted after a visit. */
class MetricsIT {
    @TempDir
    private Path folder;

    private static double value(String text, String name) {
        return Double.parseDouble(Host.find(text, "(?m)^" + Pattern.quote(name) + " ([0-9.E]+)$")
                .orElseThrow(() -> new AssertionError("no " + name + " in\n" + text)));
    }

    @Test
    void aVisitIsCountedFromItsTriggerToItsSink() throws Exception {
        try (Host host = Host.start(folder, "demo", "--port", "0")) {
            host.awaitReady();
            host.await(Pattern.compile("INFO +visit [0-9A-Z]{26} at door: .* told album"));
            String text = host.get("/metrics").body();

            double visits = value(text, "porchlight_visits_total{camera=\"door\"}");
            assertEquals(host.taken().size(), visits);
            assertEquals(visits, value(text, "porchlight_photo_seconds_count"));
            assertTrue(value(text, "porchlight_photo_seconds_sum") < 30, text);
            assertTrue(value(text, "porchlight_fsync_seconds_count") >= visits, text);
            double delivered = value(text, "porchlight_deliveries_delivered_total{sink=\"album\"}");
            assertTrue(delivered >= 1, text);
            assertEquals(
                    delivered,
                    value(text, "porchlight_delivery_seconds_count{alert=\"visit.started\",sink=\"album\"}")
                            + value(
                                    text,
                                    "porchlight_delivery_seconds_count{alert=\"visit.finished\",sink=\"album\"}"));
            assertTrue(value(text, "porchlight_camera_frames_total{camera=\"door\"}") > 10, text);
            assertTrue(value(text, "porchlight_board_readings_total{board=\"door\"}") > 1, text);
            assertEquals(0, value(text, "porchlight_camera_broken_frames_total{camera=\"door\"}"));
            assertTrue(value(text, "porchlight_board_lines_total{board=\"door\"}") > 1, text);
            assertEquals(0, value(text, "porchlight_board_bad_lines_total{board=\"door\"}"));
            assertEquals(0, value(text, "porchlight_live_viewers{camera=\"door\"}"));
            assertEquals(0, value(text, "porchlight_part_state{part=\"camera door\"}"), text);
            assertTrue(value(text, "porchlight_disk_free_bytes") > 1_000_000, text);
            assertTrue(value(text, "process_resident_memory_bytes") > 10_000_000, text);
            assertTrue(text.contains("porchlight_build_info{version=\"0."), text);
        }
    }
}
