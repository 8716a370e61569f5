package dev.porchlight.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of 2 MB that is given up when the disk is full, so that visits are taken and alerts are owed all the same: a
 * thousand of them fit, though without pictures. Used by the catalog's thread and, to make it anew, by the library's.
 */
final class Reserve {
    private static final Logger log = LoggerFactory.getLogger(Reserve.class);
    /** So much stays free of pictures once it is given up. */
    static final int SIZE = 2_000_000;

    /** It is made anew once there is room for it and for some pictures. */
    private static final long ROOM = 20_000_000;

    private final Path file;

    Reserve(Path folder) {
        this.file = folder.resolve("reserve");
    }

    /** Whether there was one; its bytes are free now. */
    boolean giveUp() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            log.debug("the reserve cannot be given up", e);
            return false;
        }
    }

    /** Makes it if it is missing and there is room. */
    void makeUp() {
        try {
            if (!Files.exists(file) && Files.getFileStore(file.getParent()).getUsableSpace() >= ROOM) {
                Durable.write(file, new byte[SIZE]);
            }
        } catch (IOException e) {
            log.debug("there is no room for the reserve", e);
        }
    }
}
