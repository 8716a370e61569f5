package dev.porchlight.doctor;

import dev.porchlight.health.Condition;
import java.util.List;
import java.util.Optional;

/** Whether a board is heard. */
record BoardLook(String name, Standpoint from, Conditions conditions) implements Look {
    @Override
    public String what() {
        return "board " + name;
    }

    @Override
    public List<Finding> look() throws InterruptedException {
        if (from == Standpoint.BESIDE) {
            return List.of(Finding.open(what(), "the running porchlight holds its port, so it was not listened to"));
        }
        Optional<Condition> condition = conditions.of(what());
        return List.of(condition
                .map(Finding::of)
                .orElseGet(() -> Finding.broken(
                        what(),
                        "nothing was heard from it yet",
                        "look at its cable and its lamp; porchlight firmware upload gives an Uno its firmware")));
    }
}
