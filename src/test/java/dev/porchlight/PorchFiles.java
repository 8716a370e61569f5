package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.porchlight.library.Check;
import dev.porchlight.library.DataFolder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import javax.imageio.ImageIO;

/** A folder with the configuration of a house with a classic board on a pty, a camera program and a sink. */
final class PorchFiles {
    /** Shows the same picture for ever, twenty times a second. */
    private static final String CAMERA = """
            import sys, time
            picture = open(sys.argv[1], "rb").read()
            while True:
                sys.stdout.buffer.write(picture)
                sys.stdout.buffer.flush()
                time.sleep(0.05)
            """;

    private PorchFiles() {}

    static void write(Path folder, String port) throws IOException {
        ImageIO.write(
                new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB),
                "jpeg",
                folder.resolve("picture.jpg").toFile());
        Files.writeString(folder.resolve("camera.py"), CAMERA);
        Files.createDirectories(folder.resolve("album"));
        Files.writeString(folder.resolve("porchlight.yaml"), """
                home: {time_zone: UTC}
                data: data
                web: {port: 0, login: false}
                plugins: []
                boards: [{name: door, port: %s, baud: 9600, dialect: classic}]
                cameras: [{name: door, source: command, command: [python3, camera.py, picture.jpg]}]
                visits: {record: [photo], quiet: 200ms, preroll: 1s}
                sinks: [{name: album, type: disk, folder: album}]
                """.formatted(port));
    }

    /** The same proof that {@code porchlight check} gives, without starting a Java for it. */
    static List<String> wrongIn(Path folder) throws IOException {
        try (Check check = Check.of(DataFolder.lookInto(folder.resolve("data")), ZoneOffset.UTC, false, words -> {})) {
            return check.run().wrong();
        }
    }

    static void assertSound(Path folder) throws IOException {
        assertEquals(List.of(), wrongIn(folder));
    }
}
