package dev.porchlight.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.time.Moment;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pictures of 720p, seen twice a second by a clock that is moved. */
class PictureWatchTest {
    private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

    private Moment now = new Moment(Instant.parse("2026-11-23T20:00:00Z"), 0);
    private final PictureWatch watch = new PictureWatch(now);
    private long seq;

    private Optional<String> see(byte[] jpeg) {
        now = now.plus(HALF_A_SECOND);
        seq++;
        return watch.see(new Frame(seq, now, jpeg));
    }

    /** The first thing it says within {@code limit}, while these pictures come in turn. */
    private Optional<String> see(Duration limit, byte[]... pictures) {
        Moment begin = now;
        for (int i = 0; now.since(begin).compareTo(limit) < 0; i++) {
            Optional<String> words = see(pictures[i % pictures.length]);
            if (words.isPresent()) {
                return words;
            }
        }
        return Optional.empty();
    }

    private static byte[] noise(double mean, double deviation, long seed) {
        return Jpegs.encode(Jpegs.noise(1280, 720, mean, deviation, seed));
    }

    /** A porch at night: nothing but noise, and a lamp across the street that is so many pixels wide. */
    private static byte[] lamp(int width, long seed) {
        BufferedImage night = Jpegs.noise(1280, 720, 3, 2, seed);
        Graphics2D g = night.createGraphics();
        g.setColor(new Color(255, 214, 170));
        g.fillOval(900, 200, width, width);
        g.dispose();
        return Jpegs.encode(night);
    }

    @Test
    void theSamePictureFor60SecondsIsFrozenUntilAnotherComes() {
        byte[] picture = Jpegs.ofShade(200);
        see(picture);
        assertEquals(Optional.empty(), see(Duration.ofMillis(59_500), picture));

        assertEquals(
                Optional.of("its picture has not changed at all for 60 s, so the camera is frozen;"
                        + " unplug it and plug it in again, or restart the machine"),
                see(picture));
        assertTrue(see(picture).isPresent());
        assertEquals(Optional.empty(), see(Jpegs.ofShade(201)));
    }

    @Test
    void aPictureThatChangesEveryTenSecondsIsNotFrozen() {
        byte[] one = Jpegs.ofShade(200);
        byte[] other = Jpegs.ofShade(201);
        for (int minute = 0; minute < 5; minute++) {
            assertEquals(Optional.empty(), see(Duration.ofSeconds(10), one));
            assertEquals(Optional.empty(), see(Duration.ofSeconds(10), other));
        }
    }

    @Test
    void aCoveredLensIsToldAfterTenMinutesThoughTheSensorMakesNoise() {
        byte[] one = noise(8, 6, 1);
        byte[] other = noise(8, 6, 2);
        // It is looked at once a minute, so it may have been black for a minute before that is known.
        assertEquals(Optional.empty(), see(Duration.ofMinutes(10), one, other));

        Optional<String> words = see(Duration.ofMinutes(1), one, other);

        assertEquals(
                Optional.of("its picture has been black for 10 minutes;"
                        + " take away what covers the lens, or give the porch a light"),
                words);
        byte[] lit = noise(120, 6, 3);
        byte[] litToo = noise(120, 6, 4);
        boolean even = false;
        Moment light = now;
        while (see(even ? lit : litToo).isPresent()) {
            even = !even;
            assertTrue(now.since(light).compareTo(Duration.ofSeconds(61)) < 0, "it is still called black");
        }
    }

    @Test
    void muchGainMakesMuchNoiseAndTheLensIsCoveredAllTheSame() {
        assertTrue(
                see(Duration.ofMinutes(12), noise(25, 14, 1), noise(25, 14, 2)).isPresent());
    }

    @Test
    void aLampInTheNightIsAPicture() {
        assertEquals(Optional.empty(), see(Duration.ofMinutes(30), lamp(40, 1), lamp(40, 2)));
    }

    @Test
    void aDimGreyPorchIsAPicture() {
        assertEquals(Optional.empty(), see(Duration.ofMinutes(30), noise(50, 5, 1), noise(50, 5, 2)));
    }

    @Test
    void aMomentOfLightBeginsTheTenMinutesAnew() {
        byte[] one = noise(8, 6, 1);
        byte[] other = noise(8, 6, 2);
        assertEquals(Optional.empty(), see(Duration.ofMinutes(8), one, other));
        assertEquals(Optional.empty(), see(Duration.ofMinutes(2), noise(120, 6, 1), noise(120, 6, 2)));

        assertEquals(Optional.empty(), see(Duration.ofMinutes(10), one, other));
        assertTrue(see(Duration.ofMinutes(2), one, other).isPresent());
    }

    @Test
    void aPictureThatCannotBeDecodedIsNotCalledBlack() {
        byte[] one = {(byte) 0xFF, (byte) 0xD8, 1, 2, 3, (byte) 0xFF, (byte) 0xD9};
        byte[] other = {(byte) 0xFF, (byte) 0xD8, 4, 5, 6, (byte) 0xFF, (byte) 0xD9};

        assertEquals(Optional.empty(), see(Duration.ofMinutes(15), one, other));
    }
}
