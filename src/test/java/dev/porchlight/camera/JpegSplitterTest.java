package dev.porchlight.camera;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JpegSplitterTest {
    private static final int READ = 1 << 16;

    private final List<byte[]> frames = new ArrayList<>();
    private final JpegSplitter splitter = new JpegSplitter(frames::add);
    private final byte[] one = Jpegs.ofShade(10);
    private final byte[] two = Jpegs.withThumbnailInside(Jpegs.ofShade(200));

    private void feed(byte[] bytes) {
        splitter.feed(bytes, bytes.length);
    }

    private void assertFrames(byte[]... expected) {
        assertEquals(expected.length, frames.size());
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], frames.get(i));
        }
    }

    @Test
    void cutsWhereverTheReadsHappenToEnd() {
        byte[] stream = Jpegs.joined(one, two, one);
        for (int size = 1; size < 400; size += 7) {
            frames.clear();
            for (int at = 0; at < stream.length; at += size) {
                feed(Arrays.copyOfRange(stream, at, Math.min(stream.length, at + size)));
            }
            assertFrames(one, two, one);
        }
        assertEquals(0, splitter.broken());
    }

    @Test
    void anEndMarkerInsideAThumbnailEndsNothing() {
        feed(two);

        assertFrames(two);
    }

    @Test
    void aFrameIsThereWithItsLastByteAndNotBefore() {
        splitter.feed(one, one.length - 1);
        assertFrames();

        feed(new byte[] {one[one.length - 1]});

        assertFrames(one);
    }

    @Test
    void garbageBetweenPicturesIsSkipped() {
        feed(Jpegs.joined(
                "--boundary\r\nContent-Type: image/jpeg\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                one,
                new byte[500],
                two));

        assertFrames(one, two);
    }

    @Test
    void aPictureCutShortIsDroppedAndCountedAndTheNextOneIsGood() {
        feed(Jpegs.joined(Arrays.copyOf(one, one.length - 20), two));

        assertFrames(two);
        assertEquals(1, splitter.broken());
    }

    @Test
    void aPictureWithoutEndIsDroppedAtTheBound() {
        byte[] endless = Arrays.copyOf(Arrays.copyOf(one, one.length - 2), JpegSplitter.MAX_LENGTH + 10);
        feed(endless);
        feed(two);

        assertFrames(two);
        assertEquals(1, splitter.broken());
    }

    @Test
    void restartAndFillMarkersBelongToThePicture() {
        byte[] odd = Jpegs.joined(
                new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xFF, (byte) 0xDA, 0, 3, 1},
                new byte[] {5, (byte) 0xFF, 0, 6, (byte) 0xFF, (byte) 0xD3, 7, (byte) 0xFF, (byte) 0xD9});
        feed(odd);

        assertFrames(odd);
    }

    @Test
    void noiseMakesNoTroubleAndTheNextPictureIsFound() {
        Random random = new Random(1);
        byte[] noise = new byte[1_000_000];
        random.nextBytes(noise);
        feed(noise);
        feed(one);
        feed(one);
        feed(one);

        assertTrue(!frames.isEmpty());
        assertArrayEquals(one, frames.get(frames.size() - 1));
    }

    /** The most memory it took meanwhile, in bytes. */
    private int feedInReads(byte[] bytes) {
        int most = 0;
        for (int at = 0; at < bytes.length; at += READ) {
            feed(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + READ)));
            most = Math.max(most, splitter.capacity());
        }
        return most;
    }

    @Test
    void aFrameOf50MegabytesTakesBoundedMemoryAndGivesItBack() {
        int before = splitter.capacity();
        int most = feedInReads(Jpegs.joined(Arrays.copyOf(one, one.length - 2), new byte[50_000_000]));

        for (int i = 0; i < 10; i++) {
            feed(two);
        }

        assertTrue(most > before && most <= JpegSplitter.MAX_LENGTH + READ, most + " bytes taken");
        assertEquals(before, splitter.capacity());
        assertEquals(10, frames.size());
        assertEquals(1, splitter.broken());
    }

    @Test
    void aGiantFullOfBeginningsTakesBoundedMemoryToo() {
        // A segment of so many bytes ends at the segment of another beginning, and so on.
        byte[] beginning = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE1, (byte) 0xFF, (byte) 0xFA};
        byte[] giant = new byte[20_000_000];
        for (int at = 0; at + beginning.length < giant.length; at += beginning.length) {
            System.arraycopy(beginning, 0, giant, at, beginning.length);
        }
        int most = feedInReads(giant);
        feed(new byte[70_000]);
        feed(one);

        assertTrue(most > 1_000_000 && most <= JpegSplitter.MAX_LENGTH + READ, most + " bytes taken");
        assertFrames(one);
    }

    @Test
    void halfPicturesAreDroppedAndCountedAndTheWholeOnesBetweenAreGood() {
        byte[] half = Arrays.copyOf(one, one.length - 100);
        feed(Jpegs.joined(half, two, half, half, one, half, two));

        assertFrames(two, one, two);
        assertEquals(4, splitter.broken());
    }

    @Test
    void aBeginningAndAnEndAreNoPictureYet() {
        feed(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9});
        feed(one);

        assertFrames(one);
        assertEquals(1, splitter.broken());
    }
}
