package dev.porchlight.camera;

import java.util.Optional;

/** Width and height of a JPEG in pixels, read from its frame header without decoding it. */
public record PictureSize(int width, int height) {
    /** Empty if there is no frame header where one belongs (ITU-T T.81, B.2.2). */
    public static Optional<PictureSize> of(byte[] jpeg) {
        int at = 2;
        while (at + 9 < jpeg.length && (jpeg[at] & 0xFF) == 0xFF) {
            int marker = jpeg[at + 1] & 0xFF;
            if (marker == 0xFF) {
                at++;
                continue;
            }
            boolean isFrameHeader =
                    marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
            if (isFrameHeader) {
                return Optional.of(new PictureSize(unsigned16(jpeg, at + 7), unsigned16(jpeg, at + 5)));
            }
            at += 2 + unsigned16(jpeg, at + 2);
        }
        return Optional.empty();
    }

    private static int unsigned16(byte[] bytes, int at) {
        return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
    }
}
