package dev.porchlight.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExifTest {
    private static final OffsetDateTime AT = OffsetDateTime.parse("2026-11-23T07:15:02.123+01:00");

    private static byte[] photo() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "jpeg", out);
        return Exif.into(out.toByteArray(), AT, OptionalInt.of(1_120), "Haustür: motion");
    }

    @Test
    void thePictureStaysAPicture() throws IOException {
        assertNotNull(ImageIO.read(new ByteArrayInputStream(photo())));
    }

    @Test
    void anotherProgramReadsDateTimeAndDistance(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/exiftool")),
                "skipped: exiftool is not installed (sudo apt-get install -y libimage-exiftool-perl)");
        Path file = Files.write(folder.resolve("photo.jpg"), photo());

        Process exiftool = new ProcessBuilder(
                        "exiftool",
                        "-validate",
                        "-s3",
                        "-DateTimeOriginal",
                        "-SubSecTimeOriginal",
                        "-OffsetTimeOriginal",
                        "-SubjectDistance",
                        "-ImageDescription",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(exiftool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(
                """
                2026:11:23 07:15:02
                123
                +01:00
                1.12 m
                Haustür: motion
                """.strip(),
                said.lines()
                        .filter(line -> !line.startsWith("OK") && !line.contains("arning"))
                        .reduce((a, b) -> a + "\n" + b)
                        .orElse(""));
    }
}
