package dev.porchlight.command;

import dev.porchlight.config.ConfigSource;
import dev.porchlight.config.ConfigWatch;
import dev.porchlight.config.Explained;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.health.Health;
import java.io.IOException;

/** Opens the whole house; the wiring stands behind it. */
public interface HouseOpener {
    /** Whose word is taken for what goes on at the door. */
    enum Boards {
        /** Those of the configuration. */
        REAL,
        /** Simulated ones, which sense the demo's story. */
        SIMULATED,
        /** The real firmware on a simulated Uno, which senses the demo's story. */
        SIMULATED_UNO
    }

    /** An open house. */
    interface OpenHouse extends AutoCloseable {
        /** {@code http://127.0.0.1:8080/ (board door, camera door, 3 sinks)}. */
        String describe();

        /** Where a browser on this machine reaches it. */
        String address();

        /** How every part is, and whether its loops turn. */
        Health health();

        /**
         * Goes by the configuration as it is changed from now on, as far as that can be done without a restart; tells in
         * {@link #health} what cannot, and what is wrong with a broken one.
         *
         * @param watch made before the source was read
         * @param opened what the source said when this house was opened
         */
        void follow(ConfigWatch watch, ConfigSource source, Explained opened);

        /** Stops everything in reverse order; what is not paid stays owed. */
        @Override
        void close();
    }

    /** @throws IOException with a sentence for the owner */
    OpenHouse open(HouseConfig config, Boards boards) throws IOException, InterruptedException;
}
