package dev.porchlight.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Where boards are asked and told: the running host, or their ports. */
interface BoardDesk extends AutoCloseable {
    /**
     * A board as it is shown.
     *
     * @param words how it and its sensors are
     * @param facts what is known of it, in the order it is shown
     */
    record BoardView(
            String name, String state, String words, Map<String, String> facts, Map<String, String> settings) {}

    List<BoardView> boards() throws IOException, InterruptedException;

    /** Returns once the board keeps it; refusals and silence are one sentence. */
    void set(String board, String key, String value) throws IOException, InterruptedException;

    @Override
    void close();
}
