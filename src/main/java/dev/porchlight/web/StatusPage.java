package dev.porchlight.web;

import dev.porchlight.api.Alert;
import dev.porchlight.config.BoardConfig;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.delivery.SinkDesk;
import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import dev.porchlight.library.DayCount;
import dev.porchlight.library.SensorMinute;
import dev.porchlight.library.VisitShelf;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /status}: how every part is, in words. */
final class StatusPage {
    private static final Logger log = LoggerFactory.getLogger(StatusPage.class);

    private final Health health;
    private final VisitShelf shelf;
    private final Supplier<HouseConfig> house;
    private final HouseClock clock;
    private final Pages pages;
    private final SinkDesk desk;
    private final DeliveryViews deliveries;

    StatusPage(
            Health health,
            VisitShelf shelf,
            Supplier<HouseConfig> house,
            HouseClock clock,
            Pages pages,
            SinkDesk desk,
            DeliveryViews deliveries) {
        this.health = health;
        this.shelf = shelf;
        this.house = house;
        this.clock = clock;
        this.pages = pages;
        this.desk = desk;
        this.deliveries = deliveries;
    }

    void show(Exchange exchange) throws IOException {
        Words words = pages.words(exchange.response());
        List<Condition> conditions = health.conditions();
        Map<String, Object> model = new HashMap<>();
        model.put("parts", conditions.stream().map(part -> part(part, words)).toList());
        model.put(
                "troubles",
                conditions.stream().filter(c -> c.state() != Condition.State.OK).count());
        addLibrary(model, words);
        addSinks(model, exchange, conditions, words);
        pages.send(exchange, "status", model);
    }

    /** This page is there also when the disk is not; the parts say why. */
    private void addLibrary(Map<String, Object> model, Words words) {
        try {
            model.put("kept", kept(words));
            model.put("boards", boards());
        } catch (IOException e) {
            log.debug("the library does not answer", e);
        }
    }

    /** How much is kept and since when, as one sentence. */
    private String kept(Words words) throws IOException {
        List<DayCount> days = shelf.days(Optional.empty());
        int visits = days.stream().mapToInt(DayCount::count).sum();
        String free = size(Files.getFileStore(house.get().data()).getUsableSpace(), words);
        if (visits == 0) {
            return words.say("status.kept", visits, free);
        }
        LocalDate first = days.get(days.size() - 1).day();
        LocalDate today =
                LocalDate.ofInstant(clock.now().wall(), house.get().home().timeZone());
        return words.say(
                "status.keeps",
                visits,
                words.date(first.getYear() == today.getYear() ? "date.plain" : "date.plain-and-year", first),
                size(shelf.bytes(), words),
                size(house.get().retention().maxSize(), words),
                free);
    }

    private static String size(long bytes, Words words) {
        return bytes < 1_000_000_000 ? words.say("unit.mb", bytes / 1_000_000) : words.say("unit.gb", bytes / 1e9);
    }

    private void addSinks(Map<String, Object> model, Exchange exchange, List<Condition> conditions, Words words) {
        try {
            model.put("sinks", deliveries.sinks(conditions, words));
            String test = String.valueOf(exchange.request().getParameter("test"));
            if (test.matches("[0-9]{1,18}")) {
                desk.find(Long.parseLong(test))
                        .filter(delivery -> delivery.type().equals(Alert.TEST))
                        .ifPresent(delivery -> model.put("test", deliveries.test(delivery, words)));
            }
        } catch (IOException e) {
            log.debug("the library does not answer", e);
        }
    }

    /** Those that said something in the last 24 hours, each with its drawing. */
    private List<Map<String, Object>> boards() throws IOException {
        ZoneId zone = house.get().home().timeZone();
        Instant now = clock.now().wall();
        LocalDate today = LocalDate.ofInstant(now, zone);
        List<SensorMinute> rows = new ArrayList<>(shelf.sensorLog().day(today.minusDays(1)));
        rows.addAll(shelf.sensorLog().day(today));
        List<Map<String, Object>> boards = new ArrayList<>();
        for (BoardConfig board : house.get().boards()) {
            List<SensorMinute> its = rows.stream()
                    .filter(row -> row.board().equals(board.name()))
                    .toList();
            Map<String, Object> chart = SensorChart.of(its, now, zone);
            if (!chart.isEmpty()) {
                boards.add(Map.of("name", board.name(), "chart", chart));
            }
        }
        return boards;
    }

    private Map<String, String> part(Condition condition, Words words) {
        return Map.of(
                "name", condition.part(),
                "state", condition.state().word(),
                "stateWords", stateWords(condition.state(), words),
                "words", condition.words(),
                "since",
                        words.date(
                                "date.since",
                                condition.since().atZone(house.get().home().timeZone())));
    }

    static String stateWords(Condition.State state, Words words) {
        return switch (state) {
            case OK -> words.say("state.ok");
            case WARNING -> words.say("state.warning");
            case FAILED -> words.say("state.failed");
        };
    }
}
