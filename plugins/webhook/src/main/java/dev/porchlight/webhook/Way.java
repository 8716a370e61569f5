package dev.porchlight.webhook;

import dev.porchlight.api.SinkBrokenException;
import java.io.IOException;
import java.time.Instant;

/** How one call gets to the far side. */
interface Way {
    /**
     * @param id the alert's
     * @return the far side's answer, also when it refuses
     */
    Answer go(Call call, String id, Instant deadline) throws IOException, SinkBrokenException, InterruptedException;
}
