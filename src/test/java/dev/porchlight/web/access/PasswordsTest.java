package dev.porchlight.web.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    /** Made by Python's hashlib.pbkdf2_hmac. */
    private static final String OF_PYTHON =
            "$pbkdf2-sha256$i=1000$AAECAwQFBgcICQoLDA0ODw$myGSKPOFEB6LXmU1g1VJp43lmI+iZV6hhbkjoC10NWo";

    private final Passwords quick = new Passwords(1_000, Duration.ofMillis(20));

    @Test
    void aHashHoldsItsParametersAndASaltOfItsOwn() throws Exception {
        Passwords real = new Passwords();

        String kept = real.hash("four words in a row");

        assertTrue(kept.matches("\\$pbkdf2-sha256\\$i=600000\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}"), kept);
        assertTrue(real.isRight("four words in a row", Optional.of(kept)));
        assertFalse(real.isOutdated(kept));
        assertFalse(quick.hash("the same").equals(quick.hash("the same")));
    }

    @Test
    void anotherProgramsHashIsUnderstood() throws Exception {
        assertTrue(quick.isRight("Grüße an die Tür", Optional.of(OF_PYTHON)));
        assertFalse(quick.isRight("Grüße an die Tuer", Optional.of(OF_PYTHON)));
    }

    @Test
    void aLetterTypedAsTwoSignsIsTheSame() throws Exception {
        assertTrue(quick.isRight("Gru\u0308ße an die Tu\u0308r", Optional.of(OF_PYTHON)));
    }

    @Test
    void aHashOfOtherParametersIsOutdated() throws Exception {
        assertTrue(new Passwords(2_000, Duration.ofSeconds(5)).isOutdated(quick.hash("four words in a row")));
    }

    @Test
    void nothingIsRightWhereThereIsNoUser() throws Exception {
        assertFalse(quick.isRight("", Optional.empty()));
        assertFalse(quick.isRight("four words in a row", Optional.of("damaged")));
    }

    @Test
    void onlyOneIsWorkedAtAndTheNextIsSentAwayAlsoForAnUnknownUser() throws Exception {
        String kept = quick.hash("four words in a row");
        quick.oneAtATime().acquire();

        RefusedException known =
                assertThrows(RefusedException.class, () -> quick.isRight("four words in a row", Optional.of(kept)));
        RefusedException unknown =
                assertThrows(RefusedException.class, () -> quick.isRight("four words in a row", Optional.empty()));

        assertEquals("Too many people are signing in at this moment; try again in half a minute.", known.getMessage());
        assertEquals(known.getMessage(), unknown.getMessage());
        assertEquals(Optional.of(Duration.ofSeconds(30)), known.waitFor());
        quick.oneAtATime().release();
        assertTrue(quick.isRight("four words in a row", Optional.of(kept)));
    }
}
