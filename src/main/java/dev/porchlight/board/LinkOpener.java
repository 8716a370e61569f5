package dev.porchlight.board;

import java.io.IOException;

/** Opens the line to one board; called again and again on the board's thread while the board is away. */
@FunctionalInterface
public interface LinkOpener {
    /**
     * @param baud bits per second
     * @throws IOException with a sentence for the owner: nothing is plugged in, no permission, held by another program
     */
    Link open(int baud) throws IOException;
}
