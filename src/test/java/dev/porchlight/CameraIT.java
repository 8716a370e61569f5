package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.time.Pause;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A camera program that hangs as rpicam-vid is known to, worse even: it ignores SIGINT and SIGTERM. */
@Timeout(150)
class CameraIT {
    private static final long BACK_MILLIS = 20_000;

    private static final String SCRIPT = """
            #!/bin/sh
            trap '' INT TERM
            if [ ! -e hang ]; then
              i=0
              while [ $i -lt 30 ]; do cat first.jpg; sleep 0.1; i=$((i+1)); done
              date +%s%3N > hang.part
              mv hang.part hang
              while :; do sleep 1; done
            fi
            while cat second.jpg; do sleep 0.1; done
            """;

    @TempDir
    private Path folder;

    private byte[] picture(String name, Color colour) throws IOException {
        BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(colour);
        g.fillOval(40, 40, 160, 160);
        g.dispose();
        Path file = folder.resolve(name);
        ImageIO.write(image, "jpeg", file.toFile());
        return Files.readAllBytes(file);
    }

    @Test
    void aCameraThatHangsIsReplacedAndVisitsAreKeptMeanwhile() throws Exception {
        picture("first.jpg", Color.RED);
        byte[] second = picture("second.jpg", Color.GREEN);
        Path program = folder.resolve("camera.sh");
        Files.writeString(program, SCRIPT);
        assertTrue(program.toFile().setExecutable(true));
        try (Host host = Host.run(folder, """
                data: data
                web: {port: 0, login: false}
                plugins: []
                cameras: [{name: door, source: command, command: [%s]}]
                visits: {record: [photo]}
                """.formatted(program))) {
            host.await(Pattern.compile("camera.sh gives pictures, 320x240"));
            while (!Files.exists(folder.resolve("hang"))) {
                Pause.aMoment();
            }
            long hang = Long.parseLong(Files.readString(folder.resolve("hang")).strip());

            host.await(Pattern.compile("camera door: .* gives no more pictures"));
            String status = host.get("/api/v1/status").body();
            assertEquals(
                    program + " gives no more pictures and was stopped; check the camera's cable and power if this"
                            + " goes on; it is tried again by itself, and visits are kept without a picture meanwhile",
                    Host.find(status, "\"part\":\"camera door\",\"state\":\"failed\",\"words\":\"([^\"]*)\"")
                            .orElse(status));
            String visit = host.post("/api/v1/visits").body();
            assertEquals(
                    program + " gives no more pictures and was stopped;"
                            + " check the camera's cable and power if this goes on",
                    Host.find(visit, "\"problem\":\"([^\"]*)\"").orElse(visit));
            assertTrue(!visit.contains("\"photo\":{"), visit);

            while (!visit.contains("\"photo\":{")) {
                visit = host.post("/api/v1/visits").body();
            }
            long back = System.currentTimeMillis() - hang;
            System.out.println("frames again " + back + " ms after the hang began");
            assertTrue(back <= BACK_MILLIS, back + " ms");
            byte[] photo = host.getBytes(
                    Host.find(visit, "\"photo\":\\{\"url\":\"([^\"]+)\"").orElseThrow());
            assertTrue(endsLike(photo, second), "the photo is not of the second run");

            while (!host.get("/api/v1/status").body().contains("\"part\":\"camera door\",\"state\":\"ok\"")) {
                Pause.aMoment();
            }
            assertEquals(List.of(), zombiesOf(host.pid()));
            List<ProcessHandle> programs = programsOf(host.pid(), program);
            assertEquals(1, programs.size(), "more than the second run is left");
            assertEquals(
                    1,
                    host.output()
                            .lines()
                            .filter(line -> line.contains("camera door: ") && line.contains("no more pictures"))
                            .count(),
                    host.output());

            assertEquals(130, host.interrupt());
            assertFalse(programs.get(0).isAlive(), "the camera program outlives the host");
        }
    }

    /** The picture's own data is at the end; before it the host puts the time. */
    private static boolean endsLike(byte[] photo, byte[] picture) {
        int tail = picture.length / 2;
        return Arrays.equals(photo, photo.length - tail, photo.length, picture, picture.length - tail, picture.length);
    }

    private static List<String> zombiesOf(long host) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .map(CameraIT::stat)
                    .filter(stat -> stat.contains(") Z " + host + " "))
                    .toList();
        }
    }

    private static String stat(Path process) {
        try {
            return Files.readString(process.resolve("stat"));
        } catch (IOException e) {
            return "it is gone by now";
        }
    }

    private static List<ProcessHandle> programsOf(long host, Path program) {
        return ProcessHandle.of(host)
                .orElseThrow()
                .children()
                .filter(child -> child.info().arguments().stream()
                        .flatMap(Arrays::stream)
                        .anyMatch(program.toString()::equals))
                .toList();
    }
}
