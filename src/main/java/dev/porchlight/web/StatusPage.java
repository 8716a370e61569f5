package dev.porchlight.web;

import dev.porchlight.config.HouseConfig;
import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import dev.porchlight.library.DayCount;
import dev.porchlight.library.VisitShelf;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /status}: how every part is, in words. */
final class StatusPage {
    private static final Logger log = LoggerFactory.getLogger(StatusPage.class);
    private static final DateTimeFormatter SINCE = DateTimeFormatter.ofPattern("d MMM, HH:mm", Locale.ENGLISH);

    private final Health health;
    private final VisitShelf shelf;
    private final HouseConfig config;
    private final Pages pages;

    StatusPage(Health health, VisitShelf shelf, HouseConfig config, Pages pages) {
        this.health = health;
        this.shelf = shelf;
        this.config = config;
        this.pages = pages;
    }

    void show(Exchange exchange) throws IOException {
        List<Condition> conditions = health.conditions();
        Map<String, Object> model = new HashMap<>();
        model.put("parts", conditions.stream().map(this::part).toList());
        model.put(
                "troubles",
                conditions.stream().filter(c -> c.state() != Condition.State.OK).count());
        addLibrary(model);
        pages.send(exchange.response(), "status", model);
    }

    /** This page is there also when the disk is not; the parts say why. */
    private void addLibrary(Map<String, Object> model) {
        try {
            int visits = shelf.days(Optional.empty()).stream()
                    .mapToInt(DayCount::count)
                    .sum();
            FileStore disk = Files.getFileStore(config.data());
            model.put("visits", visits);
            model.put("free", String.format(Locale.ROOT, "%.1f GB", disk.getUsableSpace() / 1e9));
        } catch (IOException e) {
            log.debug("the library does not answer", e);
        }
    }

    private Map<String, String> part(Condition condition) {
        return Map.of(
                "name", condition.part(),
                "state", condition.state().word(),
                "words", condition.words(),
                "since", SINCE.format(condition.since().atZone(config.home().timeZone())));
    }
}
