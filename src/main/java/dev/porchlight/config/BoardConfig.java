package dev.porchlight.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One board on one serial port.
 *
 * @param port {@code auto}, or a device such as {@code /dev/serial/by-id/...}, or any tty or pty
 * @param baud bits per second; empty means found out by listening
 * @param dialect the wire format
 * @param cameras the cameras that look when this board notices somebody
 * @param visits this board's own rules, merged over the house's; empty if it has none
 * @param light when the light at the board is on
 */
public record BoardConfig(
        String name,
        String port,
        OptionalInt baud,
        DialectChoice dialect,
        List<String> cameras,
        Optional<VisitsConfig> visits,
        LightConfig light) {
    /** One without a light. */
    public BoardConfig(
            String name,
            String port,
            OptionalInt baud,
            DialectChoice dialect,
            List<String> cameras,
            Optional<VisitsConfig> visits) {
        this(name, port, baud, dialect, cameras, visits, LightConfig.NONE);
    }

    /** The value of {@link #port} that looks for a board by itself. */
    public static final String AUTO = "auto";

    /** Which wire format the board speaks. */
    public enum DialectChoice {
        AUTO,
        PORCHLIGHT,
        CLASSIC
    }

    public BoardConfig {
        cameras = List.copyOf(cameras);
    }

    /** The same board with other rules of its own, or none. */
    BoardConfig under(Optional<VisitsConfig> otherVisits) {
        return new BoardConfig(name, port, baud, dialect, cameras, otherVisits, light);
    }

    /** The same board on another port. */
    public BoardConfig on(String otherPort) {
        return new BoardConfig(name, otherPort, baud, dialect, cameras, visits, light);
    }
}
