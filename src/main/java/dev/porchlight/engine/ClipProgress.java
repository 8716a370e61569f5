package dev.porchlight.engine;

import dev.porchlight.library.VisitId;
import java.util.Optional;

/** How far the clips are that are being made. Safe on every thread. */
@FunctionalInterface
public interface ClipProgress {
    /** In percent of its length; empty if it is not this visit's turn. */
    Optional<Integer> percentOf(VisitId visit);
}
