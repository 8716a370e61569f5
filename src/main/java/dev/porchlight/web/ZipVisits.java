package dev.porchlight.web;

import dev.porchlight.library.Visit;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Which visits go into a zip, one after the other. */
interface ZipVisits {
    /**
     * Empty when there are no more.
     *
     * @param missing told what cannot be had, a sentence each
     */
    Optional<Visit> next(List<String> missing) throws IOException;
}
