package dev.porchlight.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.InMemory;
import dev.porchlight.api.Alert;
import dev.porchlight.library.Delivery;
import dev.porchlight.library.Delivery.State;
import dev.porchlight.library.Told;
import dev.porchlight.library.Visit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a lane does as time passes. */
@Timeout(60)
class LaneTest {
    @TempDir(factory = InMemory.class)
    private Path folder;

    private Lanes lanes;

    private void open(String... sinks) throws Exception {
        lanes = new Lanes(folder, sinks);
    }

    @AfterEach
    void close() throws IOException {
        lanes.close();
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void whileTheFarSideIsAwayOneTryNowAndThenIsEnoughAndThenAllComeOneASecond() throws Exception {
        open("me");
        lanes.answer = sink -> "later connection refused";
        for (int i = 0; i < 20; i++) {
            lanes.take();
            lanes.pass(seconds(30));
        }
        assertTrue(lanes.heard.size() < 10, lanes.heard.size() + " tries in 10 minutes");
        lanes.heard.clear();
        lanes.answer = sink -> "ok fine";

        lanes.pass(Duration.ofMinutes(5));
        assertEquals(1, lanes.heard.size());
        for (int i = 1; i < 20; i++) {
            lanes.pass(seconds(1));
            assertEquals(i + 1, lanes.heard.size());
        }
        List<Instant> starts = lanes.heard.stream()
                .map(one -> one.alert().visit().orElseThrow().start())
                .toList();
        assertEquals(starts.stream().sorted(java.util.Comparator.reverseOrder()).toList(), starts);
    }

    @Test
    void whatJustHappenedComesAtOnceAlsoBetweenWhatWaited() throws Exception {
        open("me");
        lanes.answer = sink -> "later connection refused";
        lanes.take();
        lanes.take();
        lanes.answer = sink -> "ok fine";
        lanes.pass(seconds(60));
        lanes.heard.clear();

        Visit fresh = lanes.take();

        assertEquals(List.of("visit.started " + fresh.id()), lanes.heardBy("me"));
    }

    @Test
    void aPauseThatTheFarSideAsksForIsHonoured() throws Exception {
        open("me");
        lanes.answer = sink -> "120 429 Too Many Requests";
        Visit visit = lanes.take();
        lanes.answer = sink -> "ok fine";
        lanes.take();
        lanes.pass(seconds(119));

        assertEquals(1, lanes.heard.size());
        assertEquals("429 Too Many Requests", lanes.delivery(visit, "me").words());
        lanes.pass(seconds(1));
        lanes.pass(seconds(1));
        assertEquals(3, lanes.heard.size());
    }

    @Test
    void aPauseWithoutEndIsAnHour() throws Exception {
        open("me");
        lanes.answer = sink -> "1000000000 503 Service Unavailable";
        lanes.take();
        lanes.answer = sink -> "ok fine";
        lanes.pass(Duration.ofMinutes(59));
        assertEquals(1, lanes.heard.size());

        lanes.pass(Duration.ofMinutes(1));

        assertEquals(2, lanes.heard.size());
    }

    @Test
    void anAlertIsGivenUpAfter42HoursInTheFarSidesOwnWords() throws Exception {
        open("me");
        lanes.answer = sink -> "later 500 out of order";
        Visit visit = lanes.take();
        Instant begin = lanes.now;
        while (lanes.delivery(visit, "me").state() == State.PENDING) {
            lanes.pass(Duration.ofMinutes(10));
        }

        Delivery given = lanes.delivery(visit, "me");
        assertEquals(State.GIVEN_UP, given.state());
        assertEquals("500 out of order", given.words());
        Duration tried = Duration.between(begin, given.done().orElseThrow());
        assertTrue(tried.compareTo(Duration.ofHours(42)) >= 0 && tried.compareTo(Duration.ofHours(45)) < 0, "" + tried);
        assertTrue(given.tries() < 40, given.tries() + " tries");
    }

    @Test
    void aRefusedPasswordIsTriedHourlyAndNotWithEachVisit() throws Exception {
        open("me", "desk");
        lanes.answer = sink -> sink.equals("me") ? "broken 535 wrong password" : "ok fine";
        for (int i = 0; i < 30; i++) {
            lanes.take();
            lanes.pass(Duration.ofMinutes(4));
        }

        assertEquals("failed: 535 wrong password; it is tried again hourly", lanes.words("sink me"));
        assertTrue(lanes.heardBy("me").size() <= 3, lanes.heardBy("me").size() + " tries in 2 hours");
        assertEquals(30, lanes.heardBy("desk").size());
        assertEquals(30, lanes.library.deliveries().waiting("me"));
    }

    @Test
    void aClockThatIsPutBackHoldsUpNothing() throws Exception {
        open("me");
        lanes.answer = sink -> "later away";
        lanes.take();
        lanes.answer = sink -> "ok fine";

        lanes.putClockBack(Duration.ofHours(3));
        lanes.pass(seconds(5));

        assertEquals(2, lanes.heard.size());
    }

    @Test
    void quietHoursEndWithOneDigest() throws Exception {
        open("me, quiet_hours: '22:00-07:00'", "desk");
        lanes.pass(Duration.ofHours(10)); // 23:00 in Berlin
        Visit first = lanes.take();
        lanes.pass(Duration.ofHours(1));
        Visit second = lanes.take();

        assertEquals(List.of(), lanes.heardBy("me"));
        assertEquals(2, lanes.heardBy("desk").size());
        assertEquals(
                "held back by quiet hours, comes in the digest at 07:00",
                lanes.delivery(first, "me").words());

        lanes.pass(Duration.ofHours(7));

        assertEquals(List.of("digest"), lanes.heardBy("me"));
        Alert digest = lanes.heard.stream()
                .map(Lanes.Heard::alert)
                .filter(alert -> alert.type().equals("digest"))
                .findFirst()
                .orElseThrow();
        assertEquals("Front door: 2 alerts were held back", digest.title());
        assertEquals("2026-11-27 00:00:00: motion, 1.12 m\n2026-11-26 23:00:00: motion, 1.12 m", digest.text());
        assertEquals(State.DELIVERED, lanes.delivery(second, "me").state());
        assertEquals("in the digest: fine", lanes.delivery(second, "me").words());
        Visit day = lanes.take();
        assertEquals(List.of("digest", "visit.started " + day.id()), lanes.heardBy("me"));
    }

    @Test
    void moreThanAtMostComeInADigest() throws Exception {
        open("me, at_most: 3/hour");
        for (int i = 0; i < 10; i++) {
            lanes.take();
            lanes.pass(Duration.ofMinutes(1));
        }
        assertEquals(3, lanes.heardBy("me").size());
        Visit last = lanes.take();
        assertEquals(
                "held back since at most 3/hour are sent, comes in the digest at 14:00",
                lanes.delivery(last, "me").words());

        lanes.pass(Duration.ofMinutes(50));

        assertEquals("digest", lanes.heardBy("me").get(3));
        assertEquals(4, lanes.heardBy("me").size());
        assertEquals(0, lanes.library.deliveries().waiting("me"));
    }

    @Test
    void whatIsHeldBackSurvivesARestart() throws Exception {
        open("me, quiet_hours: '13:00-14:00'");
        lanes.take();
        lanes.close();
        lanes = new Lanes(folder, "me, quiet_hours: '13:00-14:00'");
        assertEquals(List.of(), lanes.heardBy("me"));

        lanes.pass(Duration.ofHours(1));

        assertEquals(List.of("digest"), lanes.heardBy("me"));
    }

    @Test
    void eachTryOfAnAlertHasItsId() throws Exception {
        open("me");
        lanes.answer = sink -> "later away";
        lanes.take();
        lanes.outbox.close();
        lanes.library.close();
        lanes.open();
        lanes.answer = sink -> "ok fine";
        lanes.pass(Duration.ofMinutes(1));

        assertEquals(3, lanes.heard.size());
        assertEquals(
                1,
                lanes.heard.stream()
                        .map(one -> one.alert().id())
                        .collect(Collectors.toSet())
                        .size());
    }

    @Test
    void whatIsSentAgainComesAtOnceWhateverTheGateAndTheHoursSay() throws Exception {
        open("me, quiet_hours: '13:00-14:00'");
        Visit visit = lanes.take();
        assertEquals(List.of(), lanes.heardBy("me"));

        lanes.outbox.sendAgain(lanes.delivery(visit, "me").id());
        lanes.settle();

        assertEquals(List.of("visit.started " + visit.id()), lanes.heardBy("me"));
        lanes.outbox.sendAgain(lanes.delivery(visit, "me").id());
        lanes.settle();
        assertEquals(2, lanes.heardBy("me").size());
        assertEquals(State.DELIVERED, lanes.delivery(visit, "me").state());
        lanes.pass(Duration.ofHours(1));
        assertEquals(2, lanes.heardBy("me").size());
    }

    @Test
    void aTestReachesAlsoASinkThatIsStoppedAndThenAllThatWaitedFollows() throws Exception {
        open("me");
        lanes.answer = sink -> "broken 535 wrong password";
        Visit visit = lanes.take();
        SinkDesk.Test failed = lanes.outbox.test("me");
        assertEquals(State.GIVEN_UP, failed.outcome().get().state());
        assertEquals("535 wrong password", failed.outcome().get().words());
        lanes.answer = sink -> "ok fine";

        SinkDesk.Test test = lanes.outbox.test("me");

        assertEquals("fine", test.outcome().get().words());
        lanes.pass(seconds(1));
        assertEquals(State.DELIVERED, lanes.delivery(visit, "me").state());
        assertEquals("ok: ready", lanes.words("sink me"));
    }

    @Test
    void eachSinkSaysWhatWaitsAndHowItFared() throws Exception {
        open("me", "desk");
        lanes.answer = sink -> sink.equals("me") ? "later connection refused" : "ok fine";
        lanes.take();

        SinkState me = lanes.outbox.states().get(0);
        SinkState desk = lanes.outbox.states().get(1);

        assertEquals(1, me.waiting());
        assertEquals("connection refused", me.past().errorWords());
        assertEquals(lanes.now.plusSeconds(5), me.nextTry().orElseThrow());
        assertEquals(lanes.now, desk.past().success().orElseThrow());
        assertEquals(0, desk.waiting());
        Told told = lanes.outbox.told(lanes.now.minusSeconds(60));
        assertEquals(1, told.arrived());
        assertEquals(List.of(new Told.Lot("me", 1, "connection refused")), told.waiting());
    }
}
