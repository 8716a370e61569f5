package dev.porchlight.camera;

import dev.porchlight.time.Moment;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices pictures that are worth nothing though they keep coming: always the same one, or black. It is told each frame
 * of one run of a camera, on the thread they come on, and has no clock of its own.
 */
final class PictureWatch {
    private static final Logger log = LoggerFactory.getLogger(PictureWatch.class);

    /** A sensor's noise makes each picture another one, even of a porch where nothing moves. */
    static final Duration FROZEN = Duration.ofSeconds(60);

    static final Duration BLACK = Duration.ofMinutes(10);

    /** Decoding every eighth pixel of 720p took 4 ms on a 2-core x86 machine; a Pi 3 needs some ten times that. */
    static final Duration LOOK = Duration.ofMinutes(1);

    private static final int EVERY = 8;
    private static final int LUMAS = 256;

    /** Of 255: a covered sensor has 0 to 30, with all the gain it adds; a porch under a street lamp 50 and more. */
    private static final double DARK = 32;

    /** A covered sensor's noise deviates by 15 at most, and one pixel in 2,000 is 3.3 deviations above the mean. */
    private static final double NOISE = 60;

    private static final int BRIGHTEST = 2_000;

    private byte[] before = {};
    private Moment changed;
    private Moment looked;
    private Optional<Moment> darkSince = Optional.empty();

    PictureWatch(Moment begin) {
        this.changed = begin;
        this.looked = begin;
    }

    /** What is wrong with the pictures, and what to do, as a sentence; empty if nothing is. */
    Optional<String> see(Frame frame) {
        boolean same = Arrays.equals(before, frame.jpeg());
        before = frame.jpeg();
        if (!same) {
            changed = frame.at();
        }
        if (!isYounger(looked, LOOK, frame)) {
            looked = frame.at();
            darkSince = isBlack(frame.jpeg()) ? Optional.of(darkSince.orElse(frame.at())) : Optional.empty();
        }
        if (!isYounger(changed, FROZEN, frame)) {
            return Optional.of("its picture has not changed at all for " + FROZEN.toSeconds()
                    + " s, so the camera is frozen; unplug it and plug it in again, or restart the machine");
        }
        if (darkSince.isPresent() && !isYounger(darkSince.get(), BLACK, frame)) {
            return Optional.of("its picture has been black for " + BLACK.toMinutes()
                    + " minutes; take away what covers the lens, or give the porch a light");
        }
        return Optional.empty();
    }

    private static boolean isYounger(Moment moment, Duration age, Frame now) {
        return now.at().since(moment).compareTo(age) < 0;
    }

    /** Dark, and nothing in it stands out of the noise: one lamp in the night is a picture. */
    private static boolean isBlack(byte[] jpeg) {
        try {
            int[] counts = lumas(jpeg);
            long pixels = 0;
            long sum = 0;
            for (int luma = 0; luma < LUMAS; luma++) {
                pixels += counts[luma];
                sum += (long) luma * counts[luma];
            }
            double mean = (double) sum / pixels;
            return mean < DARK && brightest(counts, pixels / BRIGHTEST) < mean + NOISE;
        } catch (IOException | RuntimeException e) {
            log.debug("a picture could not be looked at", e);
            return false;
        }
    }

    /** The luma that no more than {@code some} pixels are above. */
    private static int brightest(int[] counts, long some) {
        int luma = LUMAS - 1;
        for (long above = counts[luma]; above <= some && luma > 0; above += counts[luma]) {
            luma--;
        }
        return luma;
    }

    /** How many pixels there are of each luma; of every eighth pixel of every eighth row. */
    private static int[] lumas(byte[] jpeg) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(jpeg))) {
            reader.setInput(in, true, true);
            ImageReadParam how = reader.getDefaultReadParam();
            how.setSourceSubsampling(EVERY, EVERY, 0, 0);
            // Not converted to RGB: the first band of a JPEG is its luma (JFIF 1.02).
            Raster raster = reader.readRaster(0, how);
            int[] counts = new int[LUMAS];
            int[] row = new int[raster.getWidth()];
            for (int y = 0; y < raster.getHeight(); y++) {
                for (int luma : raster.getSamples(0, y, raster.getWidth(), 1, 0, row)) {
                    counts[luma]++;
                }
            }
            return counts;
        } finally {
            reader.dispose();
        }
    }
}
