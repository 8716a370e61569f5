package dev.porchlight.doctor;

import dev.porchlight.config.HouseConfig;
import dev.porchlight.health.Condition;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What else is wrong by the words of the part itself: the disk, a plugin, a certificate. */
record TroubleLook(HouseConfig house, Conditions conditions) implements Look {
    @Override
    public String what() {
        return "the rest";
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        Set<String> said = Stream.of(
                        house.boards().stream().map(board -> "board " + board.name()),
                        house.cameras().stream().map(camera -> "camera " + camera.name()),
                        house.sinks().stream().map(sink -> "sink " + sink.name()))
                .flatMap(parts -> parts)
                .collect(Collectors.toSet());
        return conditions.now().stream()
                .filter(condition -> condition.state() != Condition.State.OK && !said.contains(condition.part()))
                .map(Finding::of)
                .toList();
    }
}
