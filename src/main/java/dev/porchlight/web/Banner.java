package dev.porchlight.web;

import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands above each page while a part of the house needs its owner: the worst, newest first, and how many more. */
final class Banner {
    private static final Comparator<Condition> WORST_FIRST = Comparator.comparing(Condition::state)
            .reversed()
            .thenComparing(Condition::since, Comparator.reverseOrder());

    private final Health health;

    Banner(Health health) {
        this.health = health;
    }

    /** Empty while everything is well. */
    Optional<Map<String, Object>> of(Words words) {
        List<Condition> troubles = health.conditions().stream()
                .filter(condition -> condition.state() != Condition.State.OK)
                .sorted(WORST_FIRST)
                .toList();
        if (troubles.isEmpty()) {
            return Optional.empty();
        }
        Condition worst = troubles.get(0);
        int more = troubles.size() - 1;
        return Optional.of(Map.of(
                "state", worst.state().word(),
                "stateWords", StatusPage.stateWords(worst.state(), words),
                "part", worst.part(),
                "words", worst.words(),
                "more", more == 0 ? "" : words.say("banner.more", more)));
    }
}
