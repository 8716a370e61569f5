package dev.porchlight.doctor;

import dev.porchlight.health.Condition;
import java.util.List;
import java.util.Optional;

/** How the parts are that run: all of them inside a running house, else the boards that were opened to be heard. */
public interface Conditions {
    /** Waits until there is something to say. */
    List<Condition> now() throws InterruptedException;

    /** Of one part; empty if it does not run. */
    default Optional<Condition> of(String part) throws InterruptedException {
        return now().stream().filter(condition -> condition.part().equals(part)).findFirst();
    }
}
