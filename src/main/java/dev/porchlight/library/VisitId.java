package dev.porchlight.library;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import java.util.Optional;

/** The name of a visit: a ULID, to be taken as opaque. Order is the catalog's {@code seq}. */
public record VisitId(String value) {
    public VisitId {
        if (!Ulid.isValid(value)) {
            throw new IllegalArgumentException("not a visit id: " + value);
        }
    }

    /** A new id, greater than every earlier one of this process. */
    public static VisitId create() {
        return new VisitId(UlidCreator.getMonotonicUlid().toString());
    }

    /** What came from outside as an id, if it has the shape of one. */
    public static Optional<VisitId> parse(String text) {
        return Ulid.isValid(text) ? Optional.of(new VisitId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
