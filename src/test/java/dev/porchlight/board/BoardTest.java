package dev.porchlight.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.config.BoardConfig;
import dev.porchlight.config.BoardConfig.DialectChoice;
import dev.porchlight.config.VisitsConfig;
import dev.porchlight.config.VisitsConfig.Keep;
import dev.porchlight.config.VisitsConfig.Rule;
import dev.porchlight.health.Condition;
import dev.porchlight.health.Health;
import dev.porchlight.time.HouseClock;
import dev.porchlight.time.Pause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A board on a link made by hand, with a clock that the test moves. */
@Timeout(20)
class BoardTest {
    static final VisitsConfig VISITS = visits(5, 150, Duration.ofSeconds(1));

    private static VisitsConfig visits(int nearestCm, int farthestCm, Duration quiet) {
        return new VisitsConfig(
                Rule.MOTION_IN_RANGE,
                nearestCm,
                farthestCm,
                Set.of(Keep.PHOTO),
                Duration.ofSeconds(1),
                quiet,
                Duration.ofSeconds(60),
                256_000_000);
    }

    private final AtomicLong millis = new AtomicLong();
    private final HouseClock clock =
            new HouseClock(() -> Instant.ofEpochMilli(millis.get()), () -> millis.get() * 1_000_000, "boot", false);
    private final Health health = new Health(clock);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<Reading> readings = new LinkedBlockingQueue<>();
    private final BlockingQueue<ByHand> links = new LinkedBlockingQueue<>();
    private final AtomicLong mistaken = new AtomicLong();
    private Consumer<Reading> consumer = readings::add;
    private Board board;

    /** A line that says what the test wants, and where each read is a step of the test. */
    private final class ByHand implements Link {
        private final BlockingQueue<String> says = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> hears = new LinkedBlockingQueue<>();
        private volatile int baud;
        private volatile boolean closed;

        ByHand(int baud) {
            this.baud = baud;
        }

        @Override
        public String port() {
            return "/dev/ttyTest";
        }

        @Override
        public int read(byte[] buffer) throws IOException {
            try {
                String text = says.take();
                if (text.equals("gone")) {
                    throw new IOException("unplugged: /dev/ttyTest is gone; plug the board in again");
                }
                if (text.startsWith("pass ")) {
                    millis.addAndGet(Long.parseLong(text.substring(5)));
                    return 0;
                }
                byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
                System.arraycopy(bytes, 0, buffer, 0, bytes.length);
                return bytes.length;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }

        @Override
        public void write(byte[] bytes) {
            hears.add(new String(bytes, StandardCharsets.US_ASCII));
        }

        @Override
        public void setBaud(int baud) {
            this.baud = baud;
            told.add("baud " + baud);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private ByHand start(OptionalInt baud, DialectChoice dialect) throws InterruptedException {
        BoardConfig config = new BoardConfig("door", "auto", baud, dialect, List.of("door"), Optional.empty());
        health.addListener((from, to) -> told.add(to.state().word() + ": " + to.words()));
        board = new Board(
                config,
                VISITS,
                speed -> {
                    ByHand link = new ByHand(speed);
                    links.add(link);
                    return link;
                },
                clock,
                health,
                consumer);
        board.start();
        return links.poll(5, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() {
        board.close();
    }

    private String nextTold() throws InterruptedException {
        return String.valueOf(told.poll(5, TimeUnit.SECONDS));
    }

    private static String wire(String payload) {
        return String.format("$%s*%04X\n", payload, Crc16.of(payload, 0, payload.length()));
    }

    @Test
    void aBoardThatSpeaksIsGreetedAndToldItsRange() throws InterruptedException {
        ByHand link = start(OptionalInt.empty(), DialectChoice.AUTO);
        link.says.add(wire("H,1,0.1.0,door,5,cold"));

        assertEquals("ok: heard on /dev/ttyTest at 115200 baud, porchlight firmware 0.1.0", nextTold());
        assertEquals(new String(PorchlightDialect.askHello(), StandardCharsets.US_ASCII), link.hears.take());
        assertEquals(wire("S,range_min_cm,5"), link.hears.take());
        assertEquals(wire("S,range_max_cm,150"), link.hears.take());
        assertEquals(wire("G"), link.hears.take());
    }

    @Test
    void aBoardIsToldAnotherRangeAtOnceAndOnlyWhenItIsAnother() throws InterruptedException {
        ByHand link = start(OptionalInt.empty(), DialectChoice.AUTO);
        link.says.add(wire("H,1,0.1.0,door,5,cold"));
        for (int line = 0; line < 4; line++) {
            link.hears.take();
        }
        board.goBy(visits(5, 150, Duration.ofSeconds(9)));
        board.goBy(visits(20, 90, Duration.ofSeconds(9)));
        link.says.add("pass 100");

        assertEquals(wire("S,range_min_cm,20"), link.hears.take());
        assertEquals(wire("S,range_max_cm,90"), link.hears.take());
    }

    @Test
    void whatABoardSaysOfItselfAndKeepsIsKnown() throws InterruptedException {
        ByHand link = start(OptionalInt.empty(), DialectChoice.AUTO);
        link.says.add(wire("H,1,0.1.0,porch,5000,cold"));
        link.says.add(wire("A,temperature,-5") + wire("A,led,a") + wire("A,light,0"));
        link.says.add("pass 2000");
        link.says.add(wire("R,1,0,00,-"));
        nextTold();
        readings.take();

        Introduction hello = board.state().hello().orElseThrow();
        assertEquals("0.1.0 porch 1", hello.firmware() + " " + hello.name() + " " + hello.protocol());
        assertEquals(Duration.ofSeconds(7), hello.uptimeAt(clock.now()));
        assertEquals(Map.of("temperature", "-5", "led", "a"), board.state().settings());
    }

    /** A board that was greeted, and a setting that somebody waits for on another thread. */
    private CompletableFuture<String> ask(ByHand link, String key, String value) throws InterruptedException {
        link.says.add(wire("H,1,0.1.0,porch,5000,cold"));
        nextTold();
        for (String heard = ""; !heard.equals(wire("G")); ) {
            heard = link.hears.take();
        }
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
            try {
                board.set(key, value);
                return "kept";
            } catch (Exception e) {
                return e.getMessage();
            }
        });
        while (link.hears.isEmpty() && !answer.isDone()) {
            if (link.says.isEmpty()) {
                link.says.add("pass 0");
            }
            Pause.aMoment();
        }
        return answer;
    }

    @Test
    void aSettingIsKeptWhenTheBoardSaysSoAndNotWhenItTellsTheOldOne() throws Exception {
        ByHand link = start(OptionalInt.empty(), DialectChoice.AUTO);
        CompletableFuture<String> answer = ask(link, "temperature", "5");
        assertEquals(wire("S,temperature,5"), link.hears.take());

        link.says.add(wire("A,temperature,20"));
        link.says.add(wire("R,1,0,00,-"));
        readings.take();
        assertFalse(answer.isDone());
        link.says.add(wire("A,temperature,5"));
        assertEquals("kept", answer.get(5, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "range | board door: temperature must be -40 to 60, in degrees Celsius, and not 99",
                "unknown | board door: its firmware does not know temperature; upload the one that came with porchlight"
            })
    void aSettingThatTheBoardRefusesIsTold(String reason, String sentence) throws Exception {
        ByHand link = start(OptionalInt.empty(), DialectChoice.AUTO);
        CompletableFuture<String> answer = ask(link, "temperature", "99");
        link.says.add(wire("N,temperature," + reason));

        assertEquals(sentence, answer.get(5, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "temprature | 5 | there is no setting 'temprature'; there are baud, busy_ms, idle_ms, led, name, temperature",
                "range_max_cm | 99 | range_max_cm is told to the board from visits.range_cm in the configuration; change it there",
                "led | on | led must be 0, 1 or a: off, on, by itself, and not 'on'",
                "baud | 9600 | the configuration says baud: 115200 for board door; write baud: auto there first",
                "name | a*b | name must be at most 16 letters, digits, - and _, and not 'a*b'"
            })
    void whatIsNoSettingIsNotEvenSaid(String key, String value, String sentence) throws Exception {
        ByHand link = start(OptionalInt.of(115_200), DialectChoice.AUTO);

        assertEquals(sentence, ask(link, key, value).get(5, TimeUnit.SECONDS));
        assertTrue(link.hears.isEmpty());
    }

    @Test
    void aBoardThatSaysNothingOfASettingIsNamed() throws Exception {
        ByHand link = start(OptionalInt.empty(), DialectChoice.AUTO);

        String words = ask(link, "temperature", "5").get(8, TimeUnit.SECONDS);
        assertTrue(words.startsWith("board door did not answer for 3 s; "), words);
    }

    @Test
    void theSpeedIsFoundByChangingItNeverByReopening() throws InterruptedException {
        ByHand link = start(OptionalInt.empty(), DialectChoice.AUTO);
        assertEquals(115_200, link.baud);
        link.says.add("\u0012\u00F3\u0081 garbage \n");
        link.says.add("pass 3000");
        assertEquals("baud 9600", nextTold());
        link.says.add("ce: 98\r\nDistance: 98\r\n");

        assertEquals("ok: heard on /dev/ttyTest at 9600 baud, classic dialect", nextTold());
        assertEquals(OptionalInt.of(980), readings.take().distanceMm());
        assertTrue(links.isEmpty());
    }

    @Test
    void aSpeedThatWasGivenIsKept() throws InterruptedException {
        ByHand link = start(OptionalInt.of(9_600), DialectChoice.CLASSIC);
        link.says.add("pass 4000");
        link.says.add("Distance: 98\n");

        assertEquals("ok: heard on /dev/ttyTest at 9600 baud, classic dialect", nextTold());
    }

    @Test
    void aSilentBoardIsToldOnceAndHeardAgain() throws InterruptedException {
        ByHand link = start(OptionalInt.of(115_200), DialectChoice.PORCHLIGHT);
        link.says.add(wire("R,1,0,00,-"));
        nextTold();
        link.says.add("pass 4900");
        link.says.add("pass 200");
        link.says.add("pass 200");
        link.says.add("rubbish\n");
        link.says.add(wire("R,2,60,00,-"));

        assertEquals(
                "warning: silent: nothing came from /dev/ttyTest for 5 s; press its reset button, check the cable, and flash"
                        + " its sketch anew",
                nextTold());
        assertEquals("ok: heard on /dev/ttyTest at 115200 baud, porchlight dialect", nextTold());
    }

    @Test
    void anUnpluggedBoardIsClosedAndLookedForAgain() throws InterruptedException {
        ByHand first = start(OptionalInt.of(115_200), DialectChoice.PORCHLIGHT);
        first.says.add(wire("R,1,0,00,-"));
        nextTold();
        first.says.add("gone");

        assertEquals("failed: unplugged: /dev/ttyTest is gone; plug the board in again", nextTold());
        ByHand second = links.poll(5, TimeUnit.SECONDS);
        assertTrue(first.closed);
        second.says.add(wire("R,1,0,00,-"));
        assertEquals("ok: heard on /dev/ttyTest at 115200 baud, porchlight dialect", nextTold());
    }

    @Test
    void damagedLinesAreCountedAndSayNothing() throws InterruptedException {
        ByHand link = start(OptionalInt.of(115_200), DialectChoice.PORCHLIGHT);
        link.says.add(wire("R,1,0,00,-"));
        link.says.add(wire("R,2,60,01,1120").replace("1120", "1130"));
        link.says.add(wire("R,3,120,01,1140"));

        assertEquals(OptionalInt.empty(), readings.take().distanceMm());
        assertEquals(OptionalInt.of(1_140), readings.take().distanceMm());
        while (board.state().goodLines() < 2) {
            Pause.aMoment();
        }
        assertEquals(1, board.state().badLines());
    }

    @Test
    void aFaultIsToldUntilTheBoardSaysThatItIsOver() throws InterruptedException {
        ByHand link = start(OptionalInt.of(115_200), DialectChoice.PORCHLIGHT);
        link.says.add(wire("R,1,60,00,2360"));
        nextTold();

        link.says.add(wire("F,1,no answer from D5: check rangefinder"));
        assertEquals("warning: the board says: no answer from D5: check rangefinder (fault 1)", nextTold());
        link.says.add(wire("C,1"));
        assertEquals("ok: heard on /dev/ttyTest at 115200 baud, porchlight dialect", nextTold());
    }

    @Test
    void allFaultsThatStandAreTold() throws InterruptedException {
        ByHand link = start(OptionalInt.of(115_200), DialectChoice.PORCHLIGHT);
        link.says.add(wire("R,1,60,00,2360"));
        nextTold();

        link.says.add(wire("F,3,motion for 30 minutes"));
        assertEquals("warning: the board says: motion for 30 minutes (fault 3)", nextTold());
        link.says.add(wire("F,1,no answer from D5"));
        assertEquals(
                "warning: the board says: no answer from D5 (fault 1); motion for 30 minutes (fault 3)", nextTold());
        link.says.add(wire("F,1,no answer from D5"));
        link.says.add(wire("C,1"));
        assertEquals("warning: the board says: motion for 30 minutes (fault 3)", nextTold());
    }

    @Test
    void aFaultThatIsNotToldAgainAfterAHelloIsOver() throws InterruptedException {
        ByHand link = start(OptionalInt.of(115_200), DialectChoice.PORCHLIGHT);
        link.says.add(wire("H,1,0.1.0,door,5,cold"));
        nextTold();
        link.says.add(wire("F,1,no answer from D5"));
        link.says.add(wire("F,3,motion for 30 minutes"));
        nextTold();
        nextTold();

        link.says.add(wire("H,1,0.1.0,door,5,cold"));
        link.says.add(wire("F,3,motion for 30 minutes"));
        link.says.add(wire("R,1,60,00,2360"));

        assertEquals("warning: the board says: motion for 30 minutes (fault 3)", nextTold());
    }

    @Test
    void aForeignWireFormatIsToldForAsLongAsItIsSpoken() throws InterruptedException {
        ByHand link = start(OptionalInt.of(115_200), DialectChoice.PORCHLIGHT);
        link.says.add(wire("H,2,9.0.0,door,5,cold"));
        nextTold();
        link.says.add(wire("F,1,no answer from D5"));
        link.says.add(wire("C,1"));
        link.says.add(wire("H,1,0.1.0,door,5,cold"));

        assertEquals("ok: heard on /dev/ttyTest at 115200 baud, porchlight firmware 0.1.0", nextTold());
    }

    @Test
    void aNewerWireFormatIsToldWithBothVersions() throws InterruptedException {
        ByHand link = start(OptionalInt.of(115_200), DialectChoice.PORCHLIGHT);
        link.says.add(wire("H,2,9.0.0,door,5,cold"));

        assertEquals(
                "warning: it speaks version 2 of the wire format, this porchlight version 1; flash the firmware that came"
                        + " with it",
                nextTold());
        assertEquals(Condition.State.WARNING, health.conditions().get(0).state());
    }

    @Test
    void aBoardThatStaysSilentIsOpenedAnewWithoutAWordMore() throws InterruptedException {
        ByHand link = start(OptionalInt.of(115_200), DialectChoice.PORCHLIGHT);
        for (int opening = 0; opening < 5; opening++) {
            link.says.add("pass 5000");
            link.says.add("pass 25000");
            link = links.poll(5, TimeUnit.SECONDS);
        }
        link.says.add(wire("R,1,0,00,-"));

        String silent = nextTold();
        assertTrue(silent.startsWith("warning: silent: nothing came from /dev/ttyTest"), silent);
        assertEquals("ok: heard on /dev/ttyTest at 115200 baud, porchlight dialect", nextTold());
    }

    @Test
    void aBoardThatStartsAnewEachTenSecondsIsToldOnceAndOnceMoreWhenItHolds() throws InterruptedException {
        ByHand link = start(OptionalInt.of(115_200), DialectChoice.PORCHLIGHT);
        link.says.add(wire("H,1,0.1.0,door,3,cold"));
        for (int reset = 0; reset < 30; reset++) {
            runOn(link, 10);
            link.says.add(wire("H,1,0.1.0,door,3,warm"));
        }
        runOn(link, 61);

        assertEquals("ok: heard on /dev/ttyTest at 115200 baud, porchlight firmware 0.1.0", nextTold());
        assertEquals(
                "warning: it starts anew again and again, so it hardly watches; give it a stronger power supply, or look"
                        + " for a loose wire",
                nextTold());
        assertEquals(
                "ok: heard on /dev/ttyTest at 115200 baud, porchlight firmware 0.1.0; steady again, after it started anew 30"
                        + " times",
                nextTold());
        assertTrue(told.isEmpty(), told.toString());
    }

    @Test
    void aBoardThatAnswersAnotherHelloDidNotStartAnew() throws InterruptedException {
        ByHand link = start(OptionalInt.of(115_200), DialectChoice.PORCHLIGHT);
        for (int hello = 0; hello < 10; hello++) {
            link.says.add(wire("H,1,0.1.0,door," + (3 + hello * 10_000) + ",cold"));
            runOn(link, 10);
        }

        assertEquals("ok: heard on /dev/ttyTest at 115200 baud, porchlight firmware 0.1.0", nextTold());
        while (board.state().goodLines() < 110) {
            Pause.aMoment();
        }
        assertTrue(told.isEmpty(), told.toString());
    }

    private void runOn(ByHand link, int seconds) {
        for (int second = 0; second < seconds; second++) {
            link.says.add("pass 1000");
            link.says.add(wire("R,1,0,00,-"));
        }
    }

    @Test
    void aLineThatNeverEndsIsOneBadLineAndTheNextIsHeard() throws InterruptedException {
        ByHand link = start(OptionalInt.of(115_200), DialectChoice.PORCHLIGHT);
        for (int i = 0; i < 1_000; i++) {
            link.says.add("x".repeat(4_000));
        }
        link.says.add("\n" + wire("R,1,0,00,-"));

        nextTold();
        while (board.state().goodLines() < 1) {
            Pause.aMoment();
        }
        assertEquals(1, board.state().badLines());
    }

    @Test
    void nulsJoinedAndHalvedLinesAreBadAndCounted() throws InterruptedException {
        ByHand link = start(OptionalInt.of(115_200), DialectChoice.AUTO);
        String good = wire("R,1,0,01,1120");
        link.says.add("\0\0\0" + good);
        link.says.add(good.replace("1120", "11\u00FF20"));
        link.says.add(good.strip() + good);
        link.says.add(good.substring(0, 8) + "\n");
        link.says.add(good.substring(8));
        link.says.add(wire("R,2,60,00,2360"));

        nextTold();
        while (board.state().goodLines() < 1) {
            Pause.aMoment();
        }
        assertEquals(5, board.state().badLines());
        assertEquals(OptionalInt.of(2_360), readings.take().distanceMm());
        assertTrue(readings.isEmpty(), readings.toString());
    }

    @Test
    void aMistakeOfOursIsToldOnceAndTheBoardIsListenedToAgain() throws InterruptedException {
        int mistakes = 3;
        consumer = reading -> {
            if (mistaken.incrementAndGet() <= mistakes) {
                throw new IllegalStateException("a mistake");
            }
            readings.add(reading);
        };
        ByHand link = start(OptionalInt.of(115_200), DialectChoice.PORCHLIGHT);
        for (int i = 0; i < mistakes; i++) {
            link.says.add(wire("R,1,0,00,-"));
            ByHand next = links.poll(5, TimeUnit.SECONDS);
            assertTrue(link.closed);
            link = next;
        }
        link.says.add(wire("R,1,0,00,-"));

        assertEquals(
                "failed: it broke down and is started again; that is a mistake in Porchlight, please report it:"
                        + " java.lang.IllegalStateException: a mistake",
                nextTold());
        assertEquals("ok: heard on /dev/ttyTest at 115200 baud, porchlight dialect", nextTold());
        assertEquals(1, readings.size());
    }
}
