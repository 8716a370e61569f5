package dev.porchlight.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.library.Delivery;
import dev.porchlight.library.Visit;
import dev.porchlight.time.Pause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sinks that are changed in the configuration of a running house. */
@Timeout(30)
class ChangedSinksTest {
    @TempDir
    private Path folder;

    private Lanes lanes;

    @BeforeEach
    void open() throws Exception {
        lanes = new Lanes(folder, "me");
    }

    @AfterEach
    void close() throws IOException {
        lanes.close();
    }

    @Test
    void aNewSinkIsOwedWhatHappensFromNowOn() throws Exception {
        Visit before = lanes.take();
        lanes.goBy("me", "you");
        Visit after = lanes.take();

        assertEquals(List.of("visit.started " + after.id()), lanes.heardBy("you"));
        assertEquals(List.of("visit.started " + before.id(), "visit.started " + after.id()), lanes.heardBy("me"));
        assertEquals("ok: ready", lanes.words("sink you"));
    }

    @Test
    void whatIsOwedToASinkThatIsTakenOutIsGivenUpInTenMinutesAndNobodySpeaksOfItAnyMore() throws Exception {
        lanes.answer = sink -> "later it is away";
        Visit visit = lanes.take();
        lanes.goBy("you");
        lanes.pass(Duration.ofMinutes(9));
        lanes.outbox.giveUpForTheGone();
        assertEquals(Delivery.State.PENDING, lanes.delivery(visit, "me").state());
        lanes.pass(Duration.ofMinutes(1));
        lanes.outbox.giveUpForTheGone();

        Delivery owed = lanes.delivery(visit, "me");
        assertEquals(Delivery.State.GIVEN_UP, owed.state());
        assertEquals("the sink was taken out of the configuration", owed.words());
        assertEquals("", lanes.words("sink me"));
        lanes.answer = sink -> "ok fine";
        lanes.take();
        assertEquals(1, lanes.heardBy("me").size());
        assertEquals(1, lanes.heardBy("you").size());
    }

    @Test
    void aSinkThatComesBackIsPaidWhatItIsOwed() throws Exception {
        lanes.answer = sink -> "later it is away";
        Visit visit = lanes.take();
        lanes.answer = sink -> "ok fine";
        lanes.goBy(); // as when the file is saved half done
        lanes.goBy("me");
        lanes.pass(Duration.ofMinutes(11));
        lanes.outbox.giveUpForTheGone();

        assertEquals(Delivery.State.DELIVERED, lanes.delivery(visit, "me").state());
    }

    @Test
    void aSinkThatStaysAsItIsIsLeftAlone() throws Exception {
        lanes.take();
        List<String> closed = new CopyOnWriteArrayList<>();
        lanes.closing = closed::add;
        lanes.goBy("me", "you");
        lanes.take();
        assertEquals(List.of(), closed);
        lanes.goBy("me, time_limit: 59s", "you");
        assertEquals(List.of("me"), closed);
    }

    @Test
    void aRefusedPasswordIsNotTriedBecauseSomethingElseWasChanged() throws Exception {
        lanes.answer = sink -> "broken it refuses the password";
        lanes.take();
        lanes.goBy("me", "you");
        assertEquals(1, lanes.heardBy("me").size());
    }

    @Test
    void whatAPluginThrowsUndeclaredEndsNothing() throws Exception {
        lanes.answer = sink -> {
            throw sneakily(new Exception("not declared") {
                private static final long serialVersionUID = 1;

                @Override
                public String getMessage() {
                    throw new IllegalStateException("hostile");
                }
            });
        };
        Visit visit = lanes.take();
        Delivery owed = lanes.delivery(visit, "me");
        assertEquals(Delivery.State.PENDING, owed.state());
        assertTrue(owed.words().startsWith("the plugin failed: dev.porchlight"), owed.words());
        lanes.closing = sink -> {
            throw sneakily(new Exception("not declared"));
        };
        lanes.answer = sink -> "ok fine";
        lanes.goBy("me, time_limit: 59s");
        assertEquals(Delivery.State.DELIVERED, lanes.delivery(visit, "me").state());
    }

    /** As languages without checked exceptions do. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneakily(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void aCorrectedPasswordIsTriedAtOnce() throws Exception {
        lanes.answer = sink -> "broken it refuses the password";
        lanes.take();
        lanes.answer = sink -> "ok fine";
        lanes.pass(Duration.ofMinutes(5));
        assertEquals(1, lanes.heardBy("me").size(), "not before its hour, or before something is changed");

        lanes.goBy("me, time_limit: 59s");
        assertEquals(2, lanes.heardBy("me").size());
        assertEquals("ok: ready", lanes.words("sink me"));
    }

    @Test
    void quietHoursBeginAndEndWithTheConfiguration() throws Exception {
        lanes.goBy("me, quiet_hours: '00:00-23:59'");
        lanes.take();
        assertEquals(List.of(), lanes.heardBy("me"));

        lanes.goBy("me");
        Visit loud = lanes.take();
        assertEquals(List.of("visit.started " + loud.id()), lanes.heardBy("me"));
    }

    @Test
    void aSinkThatFailsToCloseIsOpenedAnewAllTheSame() throws Exception {
        lanes.take();
        lanes.closing = sink -> {
            throw new LinkageError("half of it is missing");
        };
        lanes.goBy("me, time_limit: 59s");
        lanes.take();
        assertEquals(2, lanes.heardBy("me").size());
    }

    @Test
    void aSinkThatHangsAsItClosesIsInterruptedAndOpenedAnew() throws Exception {
        lanes.goBy("me, time_limit: 1s");
        lanes.take();
        lanes.closing = sink -> {
            lanes.closing = again -> {};
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
        };
        lanes.goBy("me");
        lanes.take();
        assertEquals(2, lanes.heardBy("me").size());
    }

    @Test
    void aSinkThatHangsWhileItIsTakenOutIsHeardOfNoMore() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch back = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        lanes.answer = sink -> {
            called.countDown();
            while (back.getCount() > 0) {
                Pause.aMoment(); // and minds no interruption
            }
            return "ok fine";
        };
        lanes.closing = sink -> closed.countDown();
        lanes.takeOnly();
        called.await();
        lanes.goBy("you");
        back.countDown();
        closed.await();
        assertEquals("", lanes.words("sink me"));
    }
}
