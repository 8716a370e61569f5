package dev.porchlight.library;

import java.util.List;
import java.util.OptionalLong;

/**
 * One page of visits, newest first.
 *
 * @param next what {@link VisitQuery#before} asks for the page after; empty on the last page
 */
public record VisitPage(List<Visit> visits, OptionalLong next) {
    public VisitPage {
        visits = List.copyOf(visits);
    }
}
