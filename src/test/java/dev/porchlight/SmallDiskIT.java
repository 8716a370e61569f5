package dev.porchlight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program with its camera and ffmpeg on a disk of 200 MB, and visits of some 3 MB without end. */
@Timeout(600)
class SmallDiskIT {
    /** A third more than there is room for; more of them in the continuous build. */
    private static final int VISITS = Integer.getInteger("disk.visits", 27);

    /** What something else keeps on the disk, in MB; nothing in the continuous build. */
    private static final int FILLED = Integer.getInteger("disk.filled", 120);

    private static final int AT_ONCE = 3;
    private static final int STARRED = 2;

    private static final String CAMERA = """
            import sys, time
            pictures = [open("picture%d.jpg" % i, "rb").read() for i in range(3)]
            n = 0
            while True:
                sys.stdout.buffer.write(pictures[n % 3])
                sys.stdout.buffer.flush()
                n += 1
                time.sleep(0.2)
            """;

    @TempDir
    private Path temp;

    /** A picture that no codec makes small. */
    private static void noise(Path file, long seed) throws IOException {
        BufferedImage image = new BufferedImage(960, 720, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam finest = writer.getDefaultWriteParam();
        finest.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        finest.setCompressionQuality(0.98F);
        try (var out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), finest);
        } finally {
            writer.dispose();
        }
    }

    private static void star(Host host, String id) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(host.address().resolve("/api/v1/visits/" + id))
                                .header("Content-Type", "application/json")
                                .method("PATCH", HttpRequest.BodyPublishers.ofString("{\"kept\": true}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private static List<String> kept(Host host) throws Exception {
        List<String> ids = new ArrayList<>();
        var each = Pattern.compile("\"id\":\"([0-9A-Z]{26})\"")
                .matcher(host.get("/api/v1/visits?limit=200").body());
        while (each.find()) {
            ids.add(each.group(1));
        }
        return ids;
    }

    private static List<Path> files(Path home, String part) throws IOException {
        try (Stream<Path> all = Files.walk(home.resolve("data"))) {
            return all.filter(path -> path.getFileName().toString().contains(part))
                    .toList();
        }
    }

    @Test
    void visitsWithoutEndFindRoomAndTheStarredOnesStay() throws Exception {
        try (Disk disk = Disk.inMemory(temp.resolve("disk"), "size=200m")) {
            Path home = disk.path();
            for (int i = 0; i < 3; i++) {
                noise(home.resolve("picture" + i + ".jpg"), i);
            }
            Files.write(home.resolve("filled"), new byte[FILLED * 1_000_000]);
            Files.writeString(home.resolve("camera.py"), CAMERA);
            List<String> taken;
            List<String> kept;
            try (Host host = Host.run(home, """
                    home: {time_zone: UTC}
                    data: data
                    web: {port: 0, login: false}
                    plugins: []
                    cameras: [{name: door, source: command, command: [python3, camera.py]}]
                    visits: {record: [photo, clip], preroll: 1s, quiet: 300ms}
                    """)) {
                host.await(Pattern.compile("gives pictures"));
                for (int made = 0; made < VISITS; made += AT_ONCE) {
                    for (int i = 0; i < AT_ONCE; i++) {
                        assertEquals(201, host.post("/api/v1/visits").statusCode());
                    }
                    host.awaitCount(Pattern.compile("has its clip"), made + AT_ONCE);
                    if (made == 0) {
                        for (String id : host.taken().subList(0, STARRED)) {
                            star(host, id);
                        }
                    }
                }
                taken = new ArrayList<>(host.taken());
                kept = kept(host);
                String newest = host.get("/api/v1/visits/" + taken.get(taken.size() - 1))
                        .body();
                assertTrue(newest.contains("clip.mp4"), newest);
                assertEquals(130, host.interrupt());
                String said = host.output().replaceAll(".* DEBUG .*", "");
                assertFalse(said.contains("no space") || said.contains("is full") || said.contains("without"), said);
            }

            List<String> expected =
                    new ArrayList<>(taken.subList(taken.size() - (kept.size() - STARRED), taken.size()));
            Collections.reverse(expected);
            expected.addAll(List.of(taken.get(1), taken.get(0)));
            assertEquals(expected, kept);
            assertTrue(kept.size() > 5 && kept.size() < VISITS - 5, kept.size() + " are kept");
            assertEquals(List.of(), files(home, ".part"));
            assertEquals(kept.size(), files(home, "photo.jpg").size());
            PorchFiles.assertSound(home);
            System.out.println(VISITS + " visits with their clips on a disk of 200 MB: the newest "
                    + (kept.size() - STARRED) + " and " + STARRED + " starred ones are kept, "
                    + files(home, "clip.mp4").size() + " clips, "
                    + home.toFile().getUsableSpace() / 1_000_000 + " MB are free");
        }
    }
}
