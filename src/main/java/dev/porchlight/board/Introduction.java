package dev.porchlight.board;

import dev.porchlight.time.Moment;
import java.time.Duration;

/**
 * What a board said of itself in its hello.
 *
 * @param protocol version of the wire format
 * @param firmware its version
 * @param name who it says it is, which need not be its name in this house
 * @param uptime since its start, at that moment
 * @param at when it said so
 */
public record Introduction(int protocol, String firmware, String name, Duration uptime, Moment at) {
    /** Since its start. */
    public Duration uptimeAt(Moment now) {
        return uptime.plus(now.since(at));
    }
}
