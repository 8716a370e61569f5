package dev.porchlight.web;

import dev.porchlight.config.HouseConfig;
import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is to be seen before anybody came: whether each board is heard and each camera gives pictures. */
final class FirstRun {
    private final Health health;
    private final HouseConfig config;

    FirstRun(Health health, HouseConfig config) {
        this.health = health;
        this.config = config;
    }

    List<Map<String, String>> lamps(Words words) {
        List<Map<String, String>> lamps = new ArrayList<>();
        config.boards()
                .forEach(board ->
                        lamps.add(lamp("board " + board.name(), words.say("first.board", board.name()), words)));
        config.cameras()
                .forEach(camera ->
                        lamps.add(lamp("camera " + camera.name(), words.say("first.camera", camera.name()), words)));
        return lamps;
    }

    private Map<String, String> lamp(String part, String name, Words words) {
        Optional<Condition> found = health.conditions().stream()
                .filter(condition -> condition.part().equals(part))
                .findFirst();
        Condition.State state = found.map(Condition::state).orElse(Condition.State.WARNING);
        return Map.of(
                "name", name,
                "state", state.word(),
                "stateWords", StatusPage.stateWords(state, words),
                "words", found.map(Condition::words).orElseGet(() -> words.say("first.not-yet")));
    }
}
