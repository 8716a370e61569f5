package dev.porchlight.web.access;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.web.access.Delays.Attempt;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DelaysTest {
    private static final Attempt ANNA = new Attempt("192.168.1.7", "anna", false);

    private final MovedClock clock = new MovedClock();
    private final Delays delays = new Delays(clock.clock());

    private void fail(Attempt attempt, int times) throws RefusedException {
        for (int i = 0; i < times; i++) {
            delays.begin(attempt);
        }
    }

    private Duration refused(Attempt attempt) {
        return assertThrows(RefusedException.class, () -> delays.begin(attempt))
                .waitFor()
                .orElseThrow();
    }

    @Test
    void fiveFailuresCostHalfAMinuteAndEachFurtherOneTwiceAsMuchUpToAQuarterOfAnHour() throws Exception {
        fail(ANNA, 5);

        for (int seconds : new int[] {30, 60, 120, 240, 480, 900, 900}) {
            assertEquals(Duration.ofSeconds(seconds), refused(ANNA));
            clock.pass(Duration.ofSeconds(seconds));
            delays.begin(ANNA);
        }
    }

    @Test
    void theSentenceSaysHowLong() throws Exception {
        fail(ANNA, 5);

        RefusedException e = assertThrows(RefusedException.class, () -> delays.begin(ANNA));

        assertEquals("There were too many wrong tries; wait 30 seconds, then try again.", e.getMessage());
    }

    @Test
    void anAttemptInsideTheDelayDoesNotLengthenIt() throws Exception {
        fail(ANNA, 5);
        clock.pass(Duration.ofSeconds(29));
        assertEquals(Duration.ofSeconds(1), refused(ANNA));
        clock.pass(Duration.ofSeconds(1));

        assertDoesNotThrow(() -> delays.begin(ANNA));
    }

    @Test
    void everythingIsForgottenAfterAQuarterOfAnHour() throws Exception {
        fail(ANNA, 5);
        clock.pass(Duration.ofSeconds(30).plus(Delays.FORGOTTEN));

        fail(ANNA, 5);
        assertEquals(Duration.ofSeconds(30), refused(ANNA));
    }

    @Test
    void anAccountIsGuardedFromManyAddresses() throws Exception {
        for (int i = 0; i < 5; i++) {
            delays.begin(new Attempt("10.0.0." + i, "anna", false));
        }

        assertEquals(Duration.ofSeconds(30), refused(new Attempt("10.0.0.99", "anna", false)));
        assertDoesNotThrow(() -> delays.begin(new Attempt("10.0.0.99", "bert", false)));
    }

    @Test
    void anAddressIsGuardedOverManyAccounts() throws Exception {
        for (int i = 0; i < 5; i++) {
            delays.begin(new Attempt("10.0.0.1", "user" + i, false));
        }

        assertEquals(Duration.ofSeconds(30), refused(new Attempt("10.0.0.1", "another", false)));
    }

    @Test
    void allAddressesOfOneIpv6NetworkCountAsOne() throws Exception {
        for (int i = 1; i <= 5; i++) {
            delays.begin(new Attempt("2001:db8:1:2::" + i, "user" + i, false));
        }

        assertEquals(Duration.ofSeconds(30), refused(new Attempt("[2001:db8:1:2:3:4:5:6]", "another", false)));
        assertDoesNotThrow(() -> delays.begin(new Attempt("2001:db8:1:3::1", "another", false)));
    }

    @Test
    void noMoreThanTwentyAMinuteAreTriedInAll() throws Exception {
        for (int i = 0; i < 20; i++) {
            delays.begin(new Attempt("10.0.0." + i, "user" + i, false));
        }

        Attempt next = new Attempt("10.0.1.1", "another", false);
        assertEquals(Duration.ofMinutes(1), refused(next));
        assertDoesNotThrow(() -> delays.begin(new Attempt("10.0.1.2", "anna", true)));
        clock.pass(Duration.ofMinutes(1));
        assertDoesNotThrow(() -> delays.begin(next));
    }

    @Test
    void anAccountIsNeverLockedForAnAddressWithAGoodSession() throws Exception {
        for (int i = 0; i < 5; i++) {
            delays.begin(new Attempt("10.0.0." + i, "anna", false));
        }

        Attempt known = new Attempt("192.168.1.7", "anna", true);
        fail(known, 5);
        assertEquals(Duration.ofSeconds(30), refused(known));
    }

    @Test
    void nothingThatOthersDoLocksTheMachinesOwnConsole() throws Exception {
        fail(ANNA, 5);
        for (int i = 0; i < 15; i++) {
            delays.begin(new Attempt("10.0.0." + i, "user" + i, false));
        }

        Attempt console = new Attempt("::1", "anna", false);
        delays.begin(console);
        delays.succeeded(console);
        assertDoesNotThrow(() -> fail(new Attempt("127.0.0.1", "anna", false), 20));
        assertEquals(Duration.ofMinutes(1), refused(console), "a proxy that says nothing comes from here too");
        clock.pass(Duration.ofMinutes(1));
        assertDoesNotThrow(() -> delays.begin(console));
    }

    @Test
    void aRightPasswordForgivesTheAccountButNotAGuestsAddress() throws Exception {
        Attempt guest = new Attempt("192.168.1.7", "guest", false);
        fail(ANNA, 4);
        delays.begin(guest);
        delays.succeeded(guest);
        delays.begin(ANNA);

        assertEquals(Duration.ofSeconds(30), refused(new Attempt("192.168.1.7", "bert", false)));
    }

    @Test
    void aTryWithoutVerdictDoesNotCount() throws Exception {
        for (int i = 0; i < 100; i++) {
            delays.begin(ANNA);
            delays.undo(ANNA);
        }

        assertEquals(0, delays.kept());
    }

    @Test
    void aJumpOfTheClockChangesNothing() throws Exception {
        fail(ANNA, 5);
        clock.jump(Duration.ofDays(365));

        assertEquals(Duration.ofSeconds(30), refused(ANNA));
    }

    @Test
    void aFloodOfAddressesAndNamesIsKeptBounded() throws Exception {
        for (int i = 0; i < 3 * Delays.MOST_KEPT; i++) {
            clock.pass(Duration.ofSeconds(3));
            delays.begin(new Attempt("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), "user" + i, false));
        }

        assertTrue(delays.kept() <= 2 * Delays.MOST_KEPT, delays.kept() + " kept");
        assertTrue(delays.kept() > Delays.MOST_KEPT, delays.kept() + " kept");
    }

    @Test
    void aNeighbourInTheSameIpv6NetworkDoesNotDelayAnAddressWithAGoodSession() throws Exception {
        fail(new Attempt("2001:db8::bad", "x", false), 5);

        assertDoesNotThrow(() -> delays.begin(new Attempt("2001:db8::7", "anna", true)));
    }

    @Test
    void whoComesInBehindADelayDoesNotBeginItAnew() throws Exception {
        fail(ANNA, 5);
        clock.pass(Duration.ofSeconds(30));
        delays.begin(ANNA);
        delays.succeeded(ANNA);

        assertDoesNotThrow(() -> delays.begin(ANNA));
    }
}
