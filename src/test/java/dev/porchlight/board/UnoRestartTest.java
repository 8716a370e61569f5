package dev.porchlight.board;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.SimulatedUno;
import dev.porchlight.config.BoardConfig;
import dev.porchlight.config.BoardConfig.DialectChoice;
import dev.porchlight.time.HouseClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The firmware on a simulated Uno, which a falling DTR would reset, at the real serial library. */
@Timeout(40)
class UnoRestartTest {
    private static final int BAUD = 115_200;

    private final HouseClock clock = HouseClock.ofThisMachine();
    private final Dialect dialect = new PorchlightDialect();

    @TempDir
    private Path folder;

    /** What a host that has just started hears, up to the first line that measured something. */
    private List<Heard> open(BoardConfig config) throws IOException {
        List<Heard> heard = new ArrayList<>();
        LineDecoder decoder = new LineDecoder(line -> heard.add(dialect.read(line, clock.now())));
        try (Link link = SerialLink.opener(config, new PortClaims()).open(BAUD)) {
            byte[] buffer = new byte[256];
            while (heard.stream()
                    .noneMatch(one ->
                            one instanceof Heard.Told told && told.reading().ranged())) {
                decoder.feed(buffer, link.read(buffer));
            }
        }
        return heard;
    }

    @Test
    void aHostThatStartsAnewDoesNotStartTheBoardAnew() throws IOException {
        Path port = folder.resolve("uno");
        BoardConfig config = new BoardConfig(
                "door",
                port.toString(),
                OptionalInt.of(BAUD),
                DialectChoice.PORCHLIGHT,
                List.of("door"),
                Optional.empty());
        try (SimulatedUno uno = SimulatedUno.onPort(port, "walk-to-the-door")) {
            assertTrue(open(config).stream().anyMatch(Heard.Hello.class::isInstance), "the first opening starts it");

            List<Heard> again = open(config);

            assertFalse(again.stream().anyMatch(Heard.Hello.class::isInstance), again.toString());
            assertTrue(uno.isRunning(), "it is a board no more");
        }
    }
}
