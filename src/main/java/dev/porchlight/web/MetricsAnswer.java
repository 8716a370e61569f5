package dev.porchlight.web;

import dev.porchlight.board.Board;
import dev.porchlight.camera.Camera;
import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import dev.porchlight.health.Metrics;
import dev.porchlight.health.Metrics.OfSink;
import dev.porchlight.health.Timing;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * {@code /metrics}: what the house counts, as Prometheus reads it. The only class that knows the Prometheus library, which
 * is not even loaded before somebody asks. It reads memory and {@code /proc} only, so a disk that stalls does not stall it.
 */
final class MetricsAnswer {
    private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Health health;
    private final List<Camera> cameras;
    private final List<Board> boards;
    private final Events events;
    private final LiveStreams streams;

    MetricsAnswer(Health health, List<Camera> cameras, List<Board> boards, Events events, LiveStreams streams) {
        this.health = health;
        this.cameras = cameras;
        this.boards = boards;
        this.events = events;
        this.streams = streams;
    }

    /** Made by the first who asks. */
    private static final class Machine {
        private static final PrometheusRegistry REGISTRY = new PrometheusRegistry();

        static {
            JvmMemoryMetrics.builder().register(REGISTRY);
            JvmGarbageCollectorMetrics.builder().register(REGISTRY);
            JvmThreadsMetrics.builder().register(REGISTRY);
            JvmRuntimeInfoMetric.builder().register(REGISTRY);
            ProcessMetrics.builder().register(REGISTRY);
        }
    }

    void send(Exchange exchange) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, all(), EscapingScheme.UNDERSCORE_ESCAPING);
        exchange.response().setContentType(PrometheusTextFormatWriter.CONTENT_TYPE);
        exchange.response().setHeader("Cache-Control", "no-store");
        exchange.response().getOutputStream().write(text.toByteArray());
    }

    private MetricSnapshots all() {
        Metrics metrics = health.metrics();
        List<MetricSnapshot> all = new ArrayList<>();
        Machine.REGISTRY.scrape().forEach(all::add);
        all.add(build());
        addHouse(all, metrics);
        addCameras(all, metrics);
        addBoards(all, metrics);
        addSinks(all, metrics.sinks());
        return new MetricSnapshots(all);
    }

    private static MetricSnapshot build() {
        String version = MetricsAnswer.class.getPackage().getImplementationVersion();
        return InfoSnapshot.builder()
                .name("porchlight_build")
                .help("Which porchlight this is.")
                .dataPoint(InfoDataPointSnapshot.builder()
                        .labels(Labels.of("version", version == null ? "unknown" : version))
                        .build())
                .build();
    }

    private void addHouse(List<MetricSnapshot> all, Metrics metrics) {
        all.add(HistogramSnapshot.builder()
                .name("porchlight_photo_seconds")
                .help("From the trigger until the photo is on the disk and its visit in the catalog.")
                .dataPoint(point(Labels.EMPTY, metrics.photo()))
                .build());
        all.add(HistogramSnapshot.builder()
                .name("porchlight_fsync_seconds")
                .help("One synchronisation of a photo or of another small file of a visit.")
                .dataPoint(point(Labels.EMPTY, metrics.fsync()))
                .build());
        all.add(gauge(
                "porchlight_media_bytes",
                "What the media of all visits take.",
                single(metrics.keptBytes()).entrySet()));
        all.add(gauge(
                "porchlight_disk_free_bytes",
                "What may still be written to the disk of the data folder.",
                single(metrics.freeBytes()).entrySet()));
        all.add(gauge(
                "porchlight_part_state",
                "How each part is: 0 it works, 1 a warning, 2 it has failed.",
                health.conditions().stream()
                        .map(part -> Map.entry(Labels.of("part", part.part()), (double) stateNumber(part.state())))
                        .toList()));
        all.add(gauge(
                "porchlight_event_listeners",
                "Pages and programs that listen to events.",
                List.of(Map.entry(Labels.EMPTY, (double) events.count()))));
        all.add(gauge(
                "porchlight_live_viewers",
                "Who watches a camera live.",
                streams.audiences().stream()
                        .map(audience ->
                                Map.entry(Labels.of("camera", audience.camera().name()), (double)
                                        audience.viewers().size()))
                        .toList()));
    }

    private static int stateNumber(Condition.State state) {
        return switch (state) {
            case OK -> 0;
            case WARNING -> 1;
            case FAILED -> 2;
        };
    }

    private void addCameras(List<MetricSnapshot> all, Metrics metrics) {
        all.add(counter(
                "porchlight_visits",
                "Visits taken.",
                metrics.cameras().entrySet().stream()
                        .map(its -> count(
                                "camera", its.getKey(), its.getValue().visits().sum()))));
        all.add(counter(
                "porchlight_clip_missed_frames",
                "Frames that a slow disk left out of clips.",
                metrics.cameras().entrySet().stream()
                        .map(its -> count(
                                "camera",
                                its.getKey(),
                                its.getValue().missedFrames().sum()))));
        all.add(counter(
                "porchlight_camera_frames",
                "Frames that a camera gave.",
                cameras.stream().map(camera -> count("camera", camera.name(), camera.frames()))));
        all.add(counter(
                "porchlight_camera_broken_frames",
                "Frames dropped because they were broken.",
                cameras.stream().map(camera -> count("camera", camera.name(), camera.brokenFrames()))));
    }

    private void addBoards(List<MetricSnapshot> all, Metrics metrics) {
        all.add(counter(
                "porchlight_board_readings",
                "Readings that a board gave.",
                metrics.readings().entrySet().stream()
                        .map(its -> count("board", its.getKey(), its.getValue().sum()))));
        all.add(counter(
                "porchlight_board_lines",
                "Lines of a board that were understood.",
                boards.stream()
                        .map(board -> count("board", board.name(), board.state().goodLines()))));
        all.add(counter(
                "porchlight_board_bad_lines",
                "Lines of a board that were damaged or unknown.",
                boards.stream()
                        .map(board -> count("board", board.name(), board.state().badLines()))));
    }

    private static void addSinks(List<MetricSnapshot> all, Map<String, OfSink> sinks) {
        all.add(gauge(
                "porchlight_deliveries_owed",
                "Alerts that wait for a sink.",
                sinks.entrySet().stream()
                        .map(its -> Map.entry(Labels.of("sink", its.getKey()), (double)
                                its.getValue().owed().get()))
                        .toList()));
        all.add(ofSinks("porchlight_deliveries_delivered", "Alerts that a sink took.", sinks, its -> its.delivered()
                .sum()));
        all.add(ofSinks(
                "porchlight_deliveries_given_up", "Alerts that a sink never will take.", sinks, its -> its.givenUp()
                        .sum()));
        HistogramSnapshot.Builder delivery = HistogramSnapshot.builder()
                .name("porchlight_delivery_seconds")
                .help(
                        "From the trigger (visit.started), or from the moment a visit was finished (visit.finished), until"
                                + " a sink had the alert.");
        sinks.forEach((sink, its) -> {
            delivery.dataPoint(point(Labels.of("sink", sink, "alert", "visit.started"), its.started()));
            delivery.dataPoint(point(Labels.of("sink", sink, "alert", "visit.finished"), its.finished()));
        });
        all.add(delivery.build());
    }

    private static MetricSnapshot ofSinks(
            String name, String help, Map<String, OfSink> sinks, ToLongFunction<OfSink> value) {
        return counter(
                name,
                help,
                sinks.entrySet().stream().map(its -> count("sink", its.getKey(), value.applyAsLong(its.getValue()))));
    }

    private static Map<Labels, Double> single(OptionalLong value) {
        return value.isEmpty() ? Map.of() : Map.of(Labels.EMPTY, (double) value.getAsLong());
    }

    private static CounterDataPointSnapshot count(String label, String name, long value) {
        return CounterDataPointSnapshot.builder()
                .labels(Labels.of(label, name))
                .value((double) value)
                .build();
    }

    /** @param name without the {@code _total} that the format puts behind it */
    private static MetricSnapshot counter(String name, String help, Stream<CounterDataPointSnapshot> counts) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        counts.forEach(counter::dataPoint);
        return counter.build();
    }

    private static MetricSnapshot gauge(String name, String help, Iterable<Map.Entry<Labels, Double>> values) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        values.forEach(its -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(its.getKey())
                .value(its.getValue())
                .build()));
        return gauge.build();
    }

    private static HistogramDataPointSnapshot point(Labels labels, Timing timing) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        List<Long> counts = timing.counts();
        for (int i = 0; i < counts.size(); i++) {
            boolean isLast = i == timing.bounds().size();
            buckets.bucket(
                    isLast ? Double.POSITIVE_INFINITY : seconds(timing.bounds().get(i)), counts.get(i));
        }
        return HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(buckets.build())
                .sum(seconds(timing.sum()))
                .build();
    }

    private static double seconds(Duration time) {
        return time.toNanos() / NANOS_A_SECOND;
    }
}
