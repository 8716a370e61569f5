package dev.porchlight.doctor;

import java.io.IOException;
import java.util.List;

/** One thing that the doctor looks at, on a thread of its own. */
public interface Look {
    /** What is looked at, in a word or two; the table's row if nothing comes of it. */
    String what();

    /**
     * Looks, and sends nothing to anybody.
     *
     * @return none where there is nothing to say
     * @throws IOException with a sentence, which becomes the finding
     */
    List<Finding> look() throws IOException, InterruptedException;
}
