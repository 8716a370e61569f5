package dev.porchlight.web;

import dev.porchlight.web.access.Pass;
import dev.porchlight.web.access.Scope;
import java.util.Optional;

/**
 * Who asks.
 *
 * @param pass of a person or a program that came in; empty for nobody, for the reader of a signed link, and where there is
 *     no login
 * @param csrf what every change that comes with this identity's cookie must repeat; empty where none is needed
 * @param link {@code until=..&sig=..} of a signed link that was good for this address
 * @param watch tells when the pass has ended
 */
record Identity(Optional<Pass> pass, String csrf, Optional<String> link, boolean isEverybody, Watch watch) {
    /** In a house without a login everybody may look and change. */
    static final Identity EVERYBODY = new Identity(Optional.empty(), "", Optional.empty(), true, Watch.NONE);

    static final Identity NOBODY = new Identity(Optional.empty(), "", Optional.empty(), false, Watch.NONE);

    /** Tells when somebody may be here no longer. */
    interface Watch {
        Watch NONE = then -> () -> {};

        /** Runs it once when that is so, on another thread. */
        Watched whenEnded(Runnable then);
    }

    /** Closed when it is of no interest any more. */
    interface Watched extends AutoCloseable {
        @Override
        void close();
    }

    static Identity of(Pass pass, String csrf, Watch watch) {
        return new Identity(Optional.of(pass), csrf, Optional.empty(), false, watch);
    }

    static Identity ofLink(String link) {
        return new Identity(Optional.empty(), "", Optional.of(link), false, Watch.NONE);
    }

    boolean isNobody() {
        return pass.isEmpty() && link.isEmpty() && !isEverybody;
    }

    boolean may(Right right) {
        boolean isPerson = pass.flatMap(Pass::session).isPresent();
        return switch (right) {
            case NONE -> true;
            case LOOK -> isEverybody || link.isPresent() || has(Scope.LOOK);
            case CHANGE -> isEverybody || has(Scope.CHANGE);
            case SELF -> isPerson;
            case MANAGE -> isPerson && has(Scope.CHANGE);
        };
    }

    private boolean has(Scope scope) {
        return pass.filter(it -> it.may(scope)).isPresent();
    }
}
