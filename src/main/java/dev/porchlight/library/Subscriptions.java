package dev.porchlight.library;

import java.util.List;

/** Which sinks want which alerts. The library asks it inside the commit that takes a visit; delivery answers. */
public interface Subscriptions {
    /** The names of the sinks that are owed an alert of this type. Called on the catalog thread; must not block. */
    List<String> owed(String alertType);

    /** Every sink that is configured; what is owed to any other is given up. */
    List<String> sinks();

    /** Something new is owed. Must not block. */
    void wakeUp();

    /** Nobody wants anything. */
    static Subscriptions none() {
        return new Subscriptions() {
            @Override
            public List<String> owed(String alertType) {
                return List.of();
            }

            @Override
            public List<String> sinks() {
                return List.of();
            }

            @Override
            public void wakeUp() {}
        };
    }
}
