package dev.porchlight.delivery;

import dev.porchlight.library.Delivery;
import dev.porchlight.library.DeliveryQuery;
import dev.porchlight.library.Told;
import dev.porchlight.library.Visit;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What pages and programs ask about deliveries, and have done with them. Safe on every thread. */
public interface SinkDesk {
    /** Every configured sink, in the order of the configuration. */
    List<SinkState> states() throws IOException;

    /** What became of the alerts of one visit, in the order they were owed. */
    List<Delivery> ofVisit(Visit visit) throws IOException;

    /** Newest first. */
    List<Delivery> page(DeliveryQuery query) throws IOException;

    Optional<Delivery> find(long id) throws IOException;

    /** Who was told since then. */
    Told told(Instant since) throws IOException;

    /**
     * Sends it again, at once.
     *
     * @throws IllegalArgumentException with a sentence, if there is none of this id or nothing left to tell
     */
    Delivery sendAgain(long id) throws IOException;

    /**
     * Sends the sink a test at once, also if it is broken or its hours are quiet.
     *
     * @throws IllegalArgumentException with a sentence, if there is none of this name
     */
    Test test(String sink) throws IOException;

    /** A test that is owed, and what became of it: complete when the sink answered or failed. */
    record Test(Delivery owed, CompletableFuture<Delivery> outcome) {}

    /** There are no sinks. */
    static SinkDesk none() {
        return new NoSinks();
    }
}
