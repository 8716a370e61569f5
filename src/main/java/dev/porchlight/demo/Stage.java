package dev.porchlight.demo;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Paints a scene as a JPEG. The garden is painted once and copied; a scene like the one before gives the same bytes
 * again. Used by one thread.
 */
final class Stage {
    private static final float QUALITY = 0.82f;

    private final Perspective eye;
    private final Light light;
    private final BufferedImage garden;
    private final BufferedImage canvas;
    private final BufferedImage foreground;
    private Optional<Scene> shown = Optional.empty();
    private byte[] jpeg = {};

    Stage(int width, int height, Light light) {
        this.eye = new Perspective(width, height);
        this.light = light;
        this.garden = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        this.canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        this.foreground = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB_PRE);
        Backdrop backdrop = new Backdrop(eye, light);
        Graphics2D back = smooth(garden);
        backdrop.paint(back);
        back.dispose();
        Graphics2D front = smooth(foreground);
        backdrop.paintForeground(front);
        front.dispose();
    }

    Light light() {
        return light;
    }

    private static Graphics2D smooth(BufferedImage image) {
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        return g;
    }

    /** The whole picture, from FFD8 to FFD9. */
    byte[] show(Scene scene) throws IOException {
        if (!shown.equals(Optional.of(scene))) {
            Graphics2D g = smooth(canvas);
            g.drawImage(garden, 0, 0, null);
            if (scene.visitor().isPresent()) {
                Figure.paint(g, scene, eye, light);
            }
            g.drawImage(foreground, 0, 0, null);
            g.dispose();
            jpeg = encode(canvas);
            shown = Optional.of(scene);
        }
        return jpeg;
    }

    private static byte[] encode(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream(160_000);
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(QUALITY);
            writer.setOutput(stream);
            writer.write(
                    writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), how),
                    new IIOImage(image, null, null),
                    how);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
