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
}
