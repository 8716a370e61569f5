package dev.porchlight.web;

import dev.porchlight.library.VisitQuery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the gallery is narrowed to, as the parameters of its address. Never changed. */
final class Filters {
    private final Map<String, String> values;

    private Filters(Map<String, String> values) {
        this.values = values;
    }

    static Filters of(VisitQuery query) {
        Map<String, String> values = new LinkedHashMap<>();
        if (query.from().isPresent() && query.from().equals(query.to())) {
            values.put("day", query.from().get().toString());
        } else {
            query.from().ifPresent(day -> values.put("from", day.toString()));
            query.to().ifPresent(day -> values.put("to", day.toString()));
        }
        query.camera().ifPresent(camera -> values.put("camera", camera));
        query.minCm().ifPresent(cm -> values.put("min_cm", String.valueOf(cm)));
        query.maxCm().ifPresent(cm -> values.put("max_cm", String.valueOf(cm)));
        if (query.kept()) {
            values.put("kept", "true");
        }
        if (query.withClip()) {
            values.put("with_clip", "true");
        }
        return new Filters(values);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Only the camera, or nothing: then the counts of the days are the counts of what is shown. */
    boolean showWholeDays() {
        return values.keySet().stream()
                .allMatch(name -> List.of("camera", "day", "from", "to").contains(name));
    }

    Map<String, String> values() {
        return values;
    }

    Filters with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Filters(more);
    }

    Filters without(String... names) {
        Map<String, String> fewer = new LinkedHashMap<>(values);
        List.of(names).forEach(fewer::remove);
        return new Filters(fewer);
    }

    Filters onDay(LocalDate day) {
        return without("day", "from", "to").with("day", day.toString());
    }

    /** The gallery with these filters. */
    String address() {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + URLEncoder.encode(value.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", values.isEmpty() ? "/" : "/?", ""));
    }

    /** Each as words, with the address of the gallery without it. */
    List<Map<String, String>> pills(Words words, Days days) {
        List<Map<String, String>> pills = new ArrayList<>();
        values.forEach((name, value) -> pills.add(Map.of(
                "words",
                pill(name, value, words, days),
                "address",
                without(name).address())));
        return pills;
    }

    private static String pill(String name, String value, Words words, Days days) {
        return switch (name) {
            case "day" -> days.name(LocalDate.parse(value), words);
            case "from" -> words.say("pill.from", days.name(LocalDate.parse(value), words));
            case "to" -> words.say("pill.to", days.name(LocalDate.parse(value), words));
            case "min_cm" -> words.say("pill.min", Integer.valueOf(value));
            case "max_cm" -> words.say("pill.max", Integer.valueOf(value));
            case "kept" -> words.say("filter.kept");
            case "with_clip" -> words.say("filter.with-clip");
            default -> value;
        };
    }
}
