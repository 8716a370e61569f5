package dev.porchlight.web;

import dev.porchlight.api.Alert;
import dev.porchlight.delivery.SinkDesk;
import dev.porchlight.delivery.SinkState;
import dev.porchlight.health.Condition;
import dev.porchlight.library.Delivery;
import dev.porchlight.library.Told;
import dev.porchlight.library.Told.Lot;
import dev.porchlight.library.Visit;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Deliveries and sinks as the templates show them. */
final class DeliveryViews {
    private final SinkDesk desk;
    private final Days days;

    DeliveryViews(SinkDesk desk, Days days) {
        this.desk = desk;
        this.days = days;
    }

    private String time(Instant at, Words words) {
        return words.date("date.since", days.at(at));
    }

    /** Who was told of one visit. */
    List<Map<String, Object>> ofVisit(Visit visit, Words words) throws IOException {
        return desk.ofVisit(visit).stream()
                .map(delivery -> view(delivery, words))
                .toList();
    }

    private Map<String, Object> view(Delivery delivery, Words words) {
        Map<String, Object> view = new HashMap<>();
        view.put("id", delivery.id());
        view.put("sink", delivery.sink());
        view.put("type", type(delivery.type(), words));
        view.put(
                "state",
                switch (delivery.state()) {
                    case DELIVERED -> "ok";
                    case PENDING -> delivery.held() || delivery.words().isEmpty() ? "ok waits" : "warning";
                    case GIVEN_UP -> "failed";
                });
        view.put("stateWords", stateWords(delivery, words));
        view.put("words", words.translate(delivery.words()));
        if (delivery.tries() > 0) {
            view.put("tries", words.say("delivery.tries", delivery.tries()));
        }
        return view;
    }

    private String stateWords(Delivery delivery, Words words) {
        if (delivery.held() && delivery.state() == Delivery.State.PENDING) {
            return words.say("delivery.held");
        }
        String at = time(delivery.done().orElse(delivery.next()), words);
        return switch (delivery.state()) {
            case DELIVERED -> words.say("delivery.delivered", at);
            case PENDING -> delivery.words().isEmpty() ? words.say("delivery.turn") : words.say("delivery.pending", at);
            case GIVEN_UP -> words.say("delivery.given-up", at);
        };
    }

    private static String type(String type, Words words) {
        return switch (type) {
            case Alert.VISIT_STARTED -> words.say("delivery.started");
            case Alert.VISIT_FINISHED -> words.say("delivery.finished");
            default -> type;
        };
    }

    /** Every sink with its queue. */
    List<Map<String, Object>> sinks(List<Condition> conditions, Words words) throws IOException {
        List<Map<String, Object>> views = new ArrayList<>();
        for (SinkState sink : desk.states()) {
            Map<String, Object> view = new HashMap<>();
            Condition.State state = conditions.stream()
                    .filter(condition -> condition.part().equals("sink " + sink.name()))
                    .findFirst()
                    .map(Condition::state)
                    .orElse(Condition.State.OK);
            view.put("name", sink.name());
            view.put("type", sink.type());
            view.put("state", state.word());
            view.put("stateWords", StatusPage.stateWords(state, words));
            view.put(
                    "queue",
                    sink.waiting() == 0
                            ? words.say("sink.nothing")
                            : words.say(
                                    "sink.waiting",
                                    sink.waiting(),
                                    sink.nextTry().map(at -> time(at, words)).orElse("–")));
            view.put(
                    "success",
                    sink.past()
                            .success()
                            .map(at -> words.say("sink.success", time(at, words)))
                            .orElseGet(() -> words.say("sink.never")));
            sink.past()
                    .error()
                    .ifPresent(at -> view.put(
                            "error",
                            words.say("sink.error", time(at, words), sink.past().errorWords())));
            views.add(view);
        }
        return views;
    }

    /** Whether people were told of today, in a sentence or a few; none if nothing was to be told. */
    List<Map<String, String>> told(Words words) throws IOException {
        Told told = desk.told(days.today().atStartOfDay(days.zone()).toInstant());
        List<Map<String, String>> lines = new ArrayList<>();
        for (Lot lot : told.missed()) {
            lines.add(line("failed", "told.missed", lot, words));
        }
        for (Lot lot : told.waiting()) {
            lines.add(line("warning", lot.reason().isEmpty() ? "told.under-way" : "told.waiting", lot, words));
        }
        for (Lot lot : told.held()) {
            lines.add(line("ok", "told.held", lot, words));
        }
        if (told.arrived() > 0
                && told.missed().isEmpty()
                && told.waiting().isEmpty()
                && told.held().isEmpty()) {
            lines.add(Map.of("state", "ok", "words", words.say("told.all", told.arrived())));
        }
        return lines;
    }

    private static Map<String, String> line(String state, String key, Lot lot, Words words) {
        return Map.of("state", state, "words", words.say(key, lot.count(), lot.sink(), words.translate(lot.reason())));
    }

    /** What became of a test. */
    Map<String, String> test(Delivery test, Words words) {
        String key =
                switch (test.state()) {
                    case DELIVERED -> "sink.test-arrived";
                    case GIVEN_UP -> "sink.test-failed";
                    case PENDING -> "sink.test-waits";
                };
        return Map.of(
                "good",
                String.valueOf(test.state() != Delivery.State.GIVEN_UP),
                "words",
                words.say(key, test.sink(), test.words()));
    }
}
