package dev.porchlight.board;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Which ports the boards of this house hold, so that two boards that look by themselves never take the same one. */
public final class PortClaims {
    private final Set<Path> held = new HashSet<>();

    /** False if another board holds it. */
    synchronized boolean claim(Path port) {
        return held.add(port);
    }

    synchronized void release(Path port) {
        held.remove(port);
    }
}
