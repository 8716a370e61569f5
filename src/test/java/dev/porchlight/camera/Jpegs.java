package dev.porchlight.camera;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Real JPEGs to feed to what is tested. */
final class Jpegs {
    private Jpegs() {}

    static byte[] ofShade(int shade) {
        return of(64, 48, shade);
    }

    static byte[] of(int width, int height, int shade) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(new Color(shade, 255 - shade, 128));
        g.fillOval(shade % 30, 5, 30, 30);
        g.dispose();
        return encode(image);
    }

    /** What a real sensor gives in grey: everywhere this bright, with noise that deviates by so much. */
    static BufferedImage noise(int width, int height, double mean, double deviation, long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int value = (int) Math.round(mean + deviation * random.nextGaussian());
                image.setRGB(x, y, 0x010101 * Math.max(0, Math.min(255, value)));
            }
        }
        return image;
    }

    static byte[] encode(BufferedImage image) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "jpeg", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The picture with an APP1 segment that holds a whole small picture, as cameras write it. */
    static byte[] withThumbnailInside(byte[] jpeg) {
        byte[] thumbnail = of(8, 8, 7);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        int length = thumbnail.length + 2;
        out.write(0xFF);
        out.write(0xE1);
        out.write(length >> 8);
        out.write(length);
        out.writeBytes(thumbnail);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
