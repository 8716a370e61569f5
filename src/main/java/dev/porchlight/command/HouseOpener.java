package dev.porchlight.command;

import dev.porchlight.config.HouseConfig;
import java.io.IOException;

/** Opens the whole house; the wiring stands behind it. */
public interface HouseOpener {
    /** An open house. */
    interface OpenHouse extends AutoCloseable {
        /** {@code http://127.0.0.1:8080/ (board door, camera door, 3 sinks)}. */
        String describe();

        /** Where a browser on this machine reaches it. */
        String address();

        /** Stops everything in reverse order; what is not paid stays owed. */
        @Override
        void close();
    }

    /**
     * @param simulatesBoards whether the boards are simulated, as in the demo
     * @throws IOException with a sentence for the owner
     */
    OpenHouse open(HouseConfig config, boolean simulatesBoards) throws IOException, InterruptedException;
}
