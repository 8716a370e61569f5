package dev.porchlight.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code sinks:}, but for the keys that only a sink's plugin knows. */
final class SinksSection {
    private static final Set<String> ALERT_TYPES =
            Set.of("visit.started", "visit.finished", "health.changed", "log.daily");
    private static final Set<String> USUAL_ALERTS = Set.of("visit.started", "visit.finished");

    private static final Duration USUAL_LIMIT = Duration.ofSeconds(60);
    private static final Duration LEAST_LIMIT = Duration.ofSeconds(1);
    private static final Duration MOST_LIMIT = Duration.ofHours(1);

    private SinksSection() {}

    static List<SinkConfig> read(List<Section> sections, Path file, Map<String, String> environment) {
        Names names = new Names("sink");
        List<SinkConfig> sinks = new ArrayList<>();
        for (Section section : sections) {
            String name = names.of(section, "");
            Optional<String> type = section.text("type");
            if (!section.has("type")) {
                section.problem(
                        "type",
                        (name.isEmpty() ? "this sink" : "sink '" + name + "'") + " needs a 'type', like type: disk");
            }
            sinks.add(new SinkConfig(
                    name,
                    type.orElse(""),
                    alerts(section),
                    section.value(
                            "quiet_hours",
                            QuietHours::parse,
                            "two different times of the home's day, like \"22:00-07:00\""),
                    section.value(
                            "at_most",
                            AtMost::parse,
                            "a number from 1 to 999 in a minute, an hour or a day, like 6/hour"),
                    section.duration("time_limit", USUAL_LIMIT, LEAST_LIMIT, MOST_LIMIT),
                    new SinkKeys(section, file, environment)));
        }
        return sinks;
    }

    private static Set<String> alerts(Section sink) {
        Optional<List<Written>> given = sink.list(
                "alerts",
                "a list of " + String.join(", ", new TreeSet<>(ALERT_TYPES)),
                "[visit.started, visit.finished]");
        if (given.isEmpty()) {
            return USUAL_ALERTS;
        }
        Set<String> alerts = new HashSet<>();
        for (Written alert : given.get()) {
            if (!ALERT_TYPES.contains(alert.text())) {
                sink.problem(
                        alert.place(),
                        "there is no alert " + alert.shown()
                                + (alert.isSecret() ? "" : Nearest.hint(alert.text(), ALERT_TYPES)));
            }
            alerts.add(alert.text());
        }
        return alerts;
    }
}
