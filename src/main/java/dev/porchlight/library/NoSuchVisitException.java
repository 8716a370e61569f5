package dev.porchlight.library;

import java.io.IOException;

/** What was to be changed is not in the catalog, and will not be by trying again. */
public final class NoSuchVisitException extends IOException {
    private static final long serialVersionUID = 1;

    NoSuchVisitException(VisitId id) {
        super("there is no visit " + id);
    }
}
