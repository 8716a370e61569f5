package dev.porchlight.config;

import dev.porchlight.config.VisitsConfig.Keep;
import dev.porchlight.config.VisitsConfig.Rule;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code visits:}, the house's and a board's own. */
final class VisitsSection {
    private VisitsSection() {}

    static VisitsConfig usual() {
        return new VisitsConfig(
                Rule.MOTION_IN_RANGE,
                5,
                150,
                EnumSet.allOf(Keep.class),
                Duration.ofSeconds(6),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60),
                256_000_000);
    }

    static VisitsConfig read(Section visits, VisitsConfig otherwise) {
        int[] range = range(visits, otherwise);
        VisitsConfig config = new VisitsConfig(
                visits.choice("rule", otherwise.rule()),
                range[0],
                range[1],
                record(visits, otherwise),
                visits.duration("preroll", otherwise.preroll(), Duration.ZERO, Duration.ofSeconds(30)),
                visits.duration("quiet", otherwise.quiet(), Duration.ofMillis(100), Duration.ofMinutes(10)),
                visits.duration("max_length", otherwise.maxLength(), Duration.ofSeconds(1), Duration.ofHours(1)),
                visits.size("max_size", otherwise.maxSize(), 1));
        visits.refuseUnknownKeys();
        return config;
    }

    /** The HC-SR04 measures from 2 to 400 cm (its data sheet). */
    private static int[] range(Section visits, VisitsConfig otherwise) {
        int[] usual = {otherwise.rangeMinCm(), otherwise.rangeMaxCm()};
        Optional<List<Written>> written = visits.list(
                "range_cm",
                "the nearest and the farthest distance in cm, from 2 to 400",
                "[" + otherwise.rangeMinCm() + ", " + otherwise.rangeMaxCm() + "]");
        if (written.isEmpty()) {
            return usual;
        }
        List<Long> numbers = written.get().stream()
                .flatMap(w -> Kinds.number(w.text()).stream())
                .filter(n -> n >= 2 && n <= 400)
                .toList();
        if (written.get().size() != 2 || numbers.size() != 2 || numbers.get(0) >= numbers.get(1)) {
            visits.problem(
                    "range_cm",
                    "visits.range_cm must be the nearest and the farthest distance in cm, like [5, 150],"
                            + " from 2 to 400");
            return usual;
        }
        return new int[] {numbers.get(0).intValue(), numbers.get(1).intValue()};
    }

    private static Set<Keep> record(Section visits, VisitsConfig otherwise) {
        Optional<List<Written>> words = visits.list(
                "record",
                "photo, clip, or both in a list",
                otherwise.record().stream()
                        .sorted()
                        .map(keep -> keep.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ", "[", "]")));
        if (words.isEmpty()) {
            return otherwise.record();
        }
        Set<Keep> record = EnumSet.noneOf(Keep.class);
        for (Written word : words.get()) {
            Arrays.stream(Keep.values())
                    .filter(keep -> keep.name().toLowerCase(Locale.ROOT).equals(word.text()))
                    .findFirst()
                    .ifPresentOrElse(
                            record::add,
                            () -> visits.problem(
                                    word.place(), "visits.record knows photo and clip, not " + word.shown()));
        }
        return record;
    }
}
