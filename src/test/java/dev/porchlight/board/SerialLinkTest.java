package dev.porchlight.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.config.BoardConfig;
import dev.porchlight.config.BoardConfig.DialectChoice;
import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Pause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real pseudo-terminals through the real serial library. */
@Timeout(40)
class SerialLinkTest {
    private static final Path WALK = Path.of("test/resources/classic-walk-to-the-door.txt");

    private final HouseClock clock = HouseClock.ofThisMachine();
    private final Health health = new Health(clock);
    private final BlockingQueue<Reading> readings = new LinkedBlockingQueue<>();
    private final BlockingQueue<Condition> told = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder;

    private static BoardConfig config(String port) {
        return new BoardConfig(
                "door", port, OptionalInt.empty(), DialectChoice.AUTO, List.of("door"), Optional.empty());
    }

    private Board board(String port) {
        health.addListener((from, to) -> told.add(to));
        BoardConfig config = config(port);
        Board board = new Board(
                config,
                BoardTest.VISITS,
                SerialLink.opener(config, new PortClaims()),
                clock,
                health,
                at -> false,
                readings::add,
                Duration.ofMillis(300));
        board.start();
        return board;
    }

    private static byte[] wire(String payload) {
        return String.format("$%s*%04X\n", payload, Crc16.of(payload, 0, payload.length()))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private Condition nextTold() throws InterruptedException {
        return told.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void aBoardAtAnUnknownSpeedIsFoundByListening() throws Exception {
        try (PtyBoard pty = PtyBoard.start(9_600, WALK, 4);
                Board board = board(pty.port())) {
            pty.play();

            assertEquals(
                    "heard on " + pty.port() + " at 9600 baud, classic dialect",
                    nextTold().words());
            pty.awaitPlayed();
            assertEquals(OptionalInt.of(9_600), board.state().baud());
            assertTrue(board.state().goodLines() > 100, board.state().toString());
        }
    }

    @Test
    void aPorchlightBoardIsGreetedOverTheWire() throws Exception {
        try (PtyBoard pty = PtyBoard.start(115_200, WALK, 1);
                Board board = board(pty.port())) {
            while (board.state().port().isEmpty()) {
                Pause.aMoment();
            }
            pty.send(wire("R,1,0,01,1120"));

            assertEquals(
                    OptionalInt.of(1_120), readings.poll(10, TimeUnit.SECONDS).distanceMm());
            String asked = pty.awaitLine("host ").substring(5);
            assertEquals(
                    new String(PorchlightDialect.askHello(), StandardCharsets.US_ASCII),
                    new String(java.util.HexFormat.of().parseHex(asked), StandardCharsets.US_ASCII));
        }
    }

    @Test
    void aBoardPluggedInElsewhereIsHeardAgainThroughItsLink() throws Exception {
        Path link = folder.resolve("usb-board");
        try (PtyBoard first = PtyBoard.start(115_200, WALK, 1);
                PtyBoard second = PtyBoard.start(115_200, WALK, 1)) {
            Files.createSymbolicLink(link, Path.of(first.port()));
            try (Board board = board(link.toString())) {
                while (board.state().port().isEmpty()) {
                    Pause.aMoment();
                }
                first.send(wire("R,1,0,00,-"));
                assertEquals(Condition.State.OK, nextTold().state());
                Files.delete(link);
                Files.createSymbolicLink(link, Path.of(second.port()));
                first.hangUp();

                Condition gone = nextTold();
                assertEquals(Condition.State.FAILED, gone.state());
                assertTrue(gone.words().startsWith("unplugged: " + first.port()), gone.words());
                while (!board.state().port().equals(Optional.of(second.port()))) {
                    Pause.aMoment();
                }
                second.send(wire("R,2,0,00,-"));
                assertEquals(Condition.State.OK, nextTold().state());
            }
        }
    }

    @Test
    void aMissingPortSaysWhatToDo() {
        IOException e =
                assertThrows(IOException.class, () -> SerialLink.opener(config("/dev/no-such-port"), new PortClaims())
                        .open(9_600));

        assertEquals("/dev/no-such-port is not there; plug the board in, or correct 'port'", e.getMessage());
    }

    @Test
    void twoBoardsNeverShareAPort() throws Exception {
        PortClaims claims = new PortClaims();
        try (PtyBoard pty = PtyBoard.start(115_200, WALK, 1);
                Link first = SerialLink.opener(config(pty.port()), claims).open(115_200)) {
            IOException e = assertThrows(IOException.class, () -> SerialLink.opener(config(pty.port()), claims)
                    .open(115_200));

            assertTrue(e.getMessage().contains("belongs to another board of this house"), e.getMessage());
            assertEquals(pty.port(), first.port());
        }
    }
}
