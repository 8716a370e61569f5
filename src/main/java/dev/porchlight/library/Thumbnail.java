package dev.porchlight.library;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code thumb.jpg}: a visit's picture at most 480 px wide. It can always be made again, so it is not synchronised and
 * no row names it; a half one, left by a power cut, is told by its missing end and made anew. One at a time is made, so
 * that many phones at once do not fill the memory with big pictures.
 */
final class Thumbnail {
    private static final Logger log = LoggerFactory.getLogger(Thumbnail.class);
    private static final int WIDTH = 480;
    private static final Object ONE_AT_A_TIME = new Object();

    private Thumbnail() {}

    static byte[] of(Path folder, MediaFile picture) throws IOException {
        Path file = folder.resolve(MediaFolder.THUMBNAIL);
        Path from = folder.resolve(picture.file());
        if (Files.exists(file) && !(picture.role() == Role.BEST && isOlder(file, from))) {
            byte[] kept = Files.readAllBytes(file);
            if (isWhole(kept)) {
                return kept;
            }
        }
        byte[] made;
        synchronized (ONE_AT_A_TIME) {
            made = scale(Files.readAllBytes(from));
            keep(made, file);
        }
        return made;
    }

    /** Then it shows the trigger's photo, and there is a better one since. */
    private static boolean isOlder(Path thumbnail, Path picture) throws IOException {
        return Files.exists(picture)
                && Files.getLastModifiedTime(thumbnail).compareTo(Files.getLastModifiedTime(picture)) < 0;
    }

    /** On a full or read-only disk it is made again when it is looked at again. */
    private static void keep(byte[] made, Path file) {
        if (file.toFile().getParentFile().getUsableSpace() < made.length + Reserve.SIZE) {
            return;
        }
        try {
            Path part = file.resolveSibling(MediaFolder.HALF_THUMBNAIL);
            try {
                Files.write(part, made);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            log.debug("{} cannot be kept", file, e);
        }
    }

    private static boolean isWhole(byte[] jpeg) {
        int n = jpeg.length;
        return n > 4 && jpeg[n - 2] == (byte) 0xFF && jpeg[n - 1] == (byte) 0xD9;
    }

    /** Every second, third, ... pixel is enough to come near; the rest is done smoothly. */
    static byte[] scale(byte[] jpeg) throws IOException {
        BufferedImage near = readNear(jpeg);
        int width = Math.min(WIDTH, near.getWidth());
        int height = Math.max(1, Math.round((float) near.getHeight() * width / near.getWidth()));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = small.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(near, 0, 0, width, height, null);
        g.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream(32_768);
        ImageIO.write(small, "jpeg", out);
        return out.toByteArray();
    }

    private static BufferedImage readNear(byte[] jpeg) throws IOException {
        ImageIO.setUseCache(false);
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(jpeg))) {
            reader.setInput(in, true, true);
            ImageReadParam how = reader.getDefaultReadParam();
            int step = Math.max(1, reader.getWidth(0) / (2 * WIDTH));
            how.setSourceSubsampling(step, step, 0, 0);
            return reader.read(0, how);
        } finally {
            reader.dispose();
        }
    }
}
