package dev.porchlight.engine;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures that show a number below 600 as white squares on black, 4 by 3: readable after any encoding. */
public final class NumberedPictures {
    public static final int COUNT = 600;

    private NumberedPictures() {}

    /** @param width even or odd, at least 64 */
    public static byte[] jpeg(int number, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        for (int bit = 0; bit < 12; bit++) {
            if ((number >> bit & 1) == 1) {
                g.fillRect(bit % 4 * width / 4, bit / 4 * height / 3, width / 4, height / 3);
            }
        }
        g.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }

    /** A picture of noise, which an encoder has much to do with: some 300 kB. */
    static byte[] noise() throws IOException {
        BufferedImage image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(5);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }

    public static byte[] jpeg(int number) throws IOException {
        return jpeg(number, 64, 48);
    }
}
