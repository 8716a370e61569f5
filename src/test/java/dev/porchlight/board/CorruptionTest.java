package dev.porchlight.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.board.Heard.Bad;
import dev.porchlight.board.Heard.Told;
import dev.porchlight.time.Moment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A million good lines, each damaged as a serial line damages bytes.
 *
 * <p>CRC-16/CCITT surely finds up to three flipped bits of the payload, and whatever happens within two neighbouring
 * bytes of it, so also a replaced byte and swapped neighbours. It is not sure, but 65,535 times of 65,536, about a burst
 * over three bytes (a UART sends the lowest bit first, the checksum takes the highest), flips in both payload and checksum
 * (which is sent as hex digits), and a lost or a doubled byte, which shifts all that was before it. Most of what passes is
 * refused or says the same nevertheless: flags have two digits, fields their number and numbers their greatest, and nobody
 * reads the sequence and the milliseconds. What is left is a distance, or a word of a hello or an answer, without one of
 * its digits. Of 30,000,000 damaged readings, 3,750,000 of each kind, 8 told another distance, all of a lost byte, and none
 * told other flags. The checksum cannot do better. What does is that the engine believes a distance only when the next
 * reading agrees; motion, which it believes at once, is a flag.
 */
@Timeout(120)
class CorruptionTest {
    private static final int LINES = 1_000_000;

    /** One line of eight loses a byte, one doubles a byte. */
    private static final double EXPECTED = LINES / 4 / 65_536.0;

    private static final Moment NOW = new Moment(Instant.EPOCH, 0);

    private final PorchlightDialect dialect = new PorchlightDialect();
    private final List<Heard> heard = new ArrayList<>();
    private final LineDecoder decoder = new LineDecoder(this::line);
    private long bad;

    private static byte[] good(Random random) {
        String payload =
                switch (random.nextInt(20)) {
                    case 0 ->
                        "H,1,0.1." + random.nextInt(30) + ",front-door," + random.nextInt(Integer.MAX_VALUE) + ",cold";
                    case 1 -> "A,range_max_cm," + (1 + random.nextInt(400));
                    case 2 -> "F,1,no echo for 60 s";
                    default ->
                        String.format(
                                Locale.ROOT,
                                "R,%d,%d,%02X,%s",
                                random.nextInt(65_536),
                                random.nextInt(Integer.MAX_VALUE),
                                random.nextInt(32),
                                random.nextInt(5) == 0 ? "-" : 1 + random.nextInt(4_500));
                };
        return String.format("$%s*%04X\n", payload, Crc16.of(payload, 0, payload.length()))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void line(String line) {
        Heard one = dialect.read(line, NOW);
        if (one instanceof Bad) {
            bad++;
        } else {
            heard.add(one);
        }
    }

    private void feed(byte[] bytes) {
        decoder.feed(bytes, bytes.length);
    }

    private static Heard meaning(byte[] line) {
        return new PorchlightDialect().read(new String(line, StandardCharsets.US_ASCII).strip(), NOW);
    }

    private static List<Boolean> flags(Reading reading) {
        return List.of(reading.motion(), reading.near(), reading.warmUp(), reading.learning(), reading.ranged());
    }

    /** The same kind of line, and for a reading the same flags, but with another number or word. */
    private static boolean isSlip(Heard one, Heard original) {
        return (one instanceof Told told && original instanceof Told sent)
                ? flags(told.reading()).equals(flags(sent.reading()))
                : one.getClass() == original.getClass();
    }

    @Test
    void aMillionDamagedLinesAreRefusedAndCounted() {
        long seed = 1;
        Random random = new Random(seed);
        List<Damage> damages = List.of(Damage.values());
        List<String> slips = new ArrayList<>();
        List<String> falsehoods = new ArrayList<>();
        long uncounted = 0;
        for (int i = 0; i < LINES; i++) {
            Damage damage = damages.get(i % damages.size());
            byte[] line = good(random);
            Heard original = meaning(line);
            heard.clear();
            long badBefore = bad + decoder.refused();

            feed(damage.to(line, random));
            // The other lines of the wire, good ones, which damage may have reached into.
            byte[] next = good(random);
            Heard follower = meaning(next);
            feed(next);
            feed(new byte[] {'\n'});

            long counted = bad + decoder.refused() - badBefore;
            for (Heard one : heard) {
                if (one.equals(original) || one.equals(follower)) {
                    continue;
                }
                if (isSlip(one, original)) {
                    slips.add(damage + " made " + one + " of " + original);
                } else {
                    falsehoods.add(damage + " made " + one + " of " + original);
                }
            }
            if (counted == 0 && heard.size() < 2) {
                uncounted++;
            }
        }
        System.out.println(LINES + " damaged lines, seed " + seed + ": " + (bad + decoder.refused()) + " refused, "
                + falsehoods.size() + " heard as something else, " + slips.size() + " with another number or word "
                + slips);

        assertEquals(List.of(), falsehoods);
        assertTrue(slips.size() <= EXPECTED, slips.size() + " slips");
        assertEquals(0, uncounted, "a lost line that was not counted as bad");
        assertTrue(bad + decoder.refused() > LINES / 2);
    }
}
