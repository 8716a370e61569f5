package dev.porchlight;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.porchlight.board.PtyBoard;
import dev.porchlight.engine.Ffprobe;
import dev.porchlight.engine.NumberedPictures;
import dev.porchlight.time.Pause;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clips of a camera whose frames carry their number, made by the packaged program and asked of ffprobe and Chromium. */
@Timeout(600)
class ClipIT {
    private static final Path EMPTY = Path.of("test/resources/classic-walk-to-the-door.txt");
    private static final double FRAME_MS = 1_000.0 / 15;

    /** How many clips are looked through frame by frame; more of them in the continuous build. */
    private static final int CLIPS = Integer.getInteger("clips", 12);

    private static final int KILLS = Integer.getInteger("kills", 3);
    private static final int AT_ONCE = 4;

    /** Shows one numbered picture after the other, at 15 frames a second. */
    private static final String CAMERA = """
            import struct, sys, time
            data = open("pictures.bin", "rb").read()
            pictures, at = [], 0
            while at < len(data):
                size = struct.unpack(">i", data[at:at + 4])[0]
                pictures.append(data[at + 4:at + 4 + size])
                at += 4 + size
            due, n = time.monotonic(), 0
            while True:
                sys.stdout.buffer.write(pictures[n % len(pictures)])
                sys.stdout.buffer.flush()
                n += 1
                due += 1 / 15
                time.sleep(max(0, due - time.monotonic()))
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void pictures() throws IOException {
        Files.writeString(folder.resolve("camera.py"), CAMERA);
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(
                folder.resolve("pictures.bin"), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)))) {
            for (int number = 0; number < NumberedPictures.COUNT; number++) {
                byte[] jpeg = NumberedPictures.jpeg(number);
                out.writeInt(jpeg.length);
                out.write(jpeg);
            }
        }
    }

    private static String config(String boards, String visits) {
        return """
                home: {time_zone: UTC}
                data: data
                web: {port: 0, login: false}
                plugins: []
                boards: [%s]
                cameras: [{name: door, source: command, command: [python3, camera.py]}]
                visits: {%s}
                """.formatted(boards, visits);
    }

    private List<Path> clips(String name) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("data/media"))) {
            return all.filter(path -> path.getFileName().toString().equals(name))
                    .sorted()
                    .toList();
        }
    }

    /** Looks on until the camera has shown so many frames. */
    private static void awaitFrames(Host host, int count) throws Exception {
        for (int seq = 0; seq < count; seq++) {
            assertEquals(200, host.get("/live/door.jpg?after=" + seq).statusCode());
        }
    }

    /** No frame is missing and none is there twice. */
    private static void assertEachFollowsTheOther(Path clip) throws Exception {
        List<Integer> numbers = Ffprobe.numbers(clip);
        assertTrue(numbers.size() > 2, clip + " has " + numbers.size() + " frames");
        for (int i = 1; i < numbers.size(); i++) {
            assertEquals(
                    (numbers.get(i - 1) + 1) % NumberedPictures.COUNT,
                    numbers.get(i),
                    clip + " frame " + i + ": " + numbers);
        }
    }

    @Test
    void aVisitIsSeenFromSixSecondsBeforeItsTrigger() throws Exception {
        try (PtyBoard board = PtyBoard.start(9_600, EMPTY, 1);
                Host host = Host.run(
                        folder,
                        config(
                                "{name: door, port: %s, baud: 9600, dialect: classic}".formatted(board.port()),
                                "rule: either, quiet: 500ms"))) {
            host.await(Pattern.compile("gives pictures"));
            board.send("Distance: 233\r\n".repeat(20).getBytes(StandardCharsets.US_ASCII));
            host.await(Pattern.compile("heard on"));
            awaitFrames(host, 100);
            long trigger = System.currentTimeMillis();
            board.send("Distance: 80\r\n111\r\n".getBytes(StandardCharsets.US_ASCII));
            host.await(Pattern.compile("has its clip"));

            Path clip = clips("clip.mp4").get(0);
            assertEquals("h264,yuv420p", Ffprobe.stream(clip, "codec_name,pix_fmt"));
            assertTrue(Ffprobe.isFastStart(clip));
            assertEachFollowsTheOther(clip);
            String visit = host.get("/api/v1/visits/" + host.taken().get(0)).body();
            Instant start =
                    Instant.parse(Host.find(visit, "\"start\":\"([^\"]+)\"").orElseThrow());
            Instant end = Instant.parse(Host.find(visit, "\"end\":\"([^\"]+)\"").orElseThrow());
            assertTrue(Math.abs(start.toEpochMilli() - trigger) < 1_000, start + " was triggered at " + trigger);
            double firstMs = Double.parseDouble(
                    Host.find(visit, "\"start_ms\":(-?[0-9]+)").orElseThrow());
            assertTrue(firstMs <= -6_000 && firstMs > -6_000 - 2 * FRAME_MS, "the first frame is at " + firstMs);
            List<Double> times = Ffprobe.times(clip);
            double played = times.get(times.size() - 1);
            double expected = end.toEpochMilli() - start.toEpochMilli() - firstMs;
            assertEquals(expected, played, FRAME_MS + 2, "its length");
            try (Browser browser = Browser.open(host.address(), folder.resolve("profile"), true)) {
                browser.go("/visits/" + host.taken().get(0));
                browser.assertPlaysAndSeeks("video");
                browser.assertQuiet();
            }
        }
    }

    /** Every program of this machine but ffmpeg and its kin. */
    private Path programsWithoutFfmpeg() throws IOException {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        for (String place : new String[] {"/usr/local/bin", "/usr/bin", "/bin"}) {
            try (Stream<Path> all = Files.list(Path.of(place))) {
                for (Path program : all.toList()) {
                    Path link = programs.resolve(program.getFileName());
                    if (!link.getFileName().toString().startsWith("ff") && !Files.exists(link, NOFOLLOW_LINKS)) {
                        Files.createSymbolicLink(link, program);
                    }
                }
            }
        }
        return programs;
    }

    @Test
    void withoutFfmpegTheClipIsPlayedByTheGallery() throws Exception {
        Map<String, String> environment = Map.of("PATH", programsWithoutFfmpeg().toString());
        try (Host host = Host.runIn(environment, folder, config("", "preroll: 1s, quiet: 500ms"))) {
            awaitFrames(host, 20);
            host.post("/api/v1/visits");
            host.await(Pattern.compile("clips: ffmpeg is missing, so clips stay as they were recorded"));
            String id = host.taken().get(0);
            while (!host.get("/api/v1/visits/" + id).body().contains("clip.mkv")) {
                Pause.aMoment();
            }
            try (Browser browser = Browser.open(host.address(), folder.resolve("profile"), true)) {
                browser.go("/visits/" + id);
                browser.assertFilmPlaysAndSeeks();
                browser.assertQuiet();
            }
        }
    }

    @Test
    void noFrameIsMissingOrDoubledWhileOthersWatchAndClipsAreMade() throws Exception {
        List<InputStream> viewers = new ArrayList<>();
        try (Host host = Host.run(folder, config("", "quiet: 700ms, preroll: 1s"))) {
            host.await(Pattern.compile("gives pictures"));
            for (int i = 0; i < 20; i++) {
                URLConnection viewer =
                        URI.create(host.address() + "live/door.mjpeg").toURL().openConnection();
                viewers.add(viewer.getInputStream());
                Thread reader = new Thread(() -> drain(viewers.get(viewers.size() - 1)));
                reader.setDaemon(true);
                reader.start();
            }
            for (int made = 0; made < CLIPS; made += AT_ONCE) {
                for (int i = 0; i < AT_ONCE; i++) {
                    assertEquals(201, host.post("/api/v1/visits").statusCode());
                }
                host.awaitCount(Pattern.compile("visit .* ended"), made + AT_ONCE);
            }
            host.awaitCount(Pattern.compile("has its clip"), CLIPS);
            assertEquals(130, host.interrupt());
        } finally {
            for (InputStream viewer : viewers) {
                viewer.close();
            }
        }
        List<Path> clips = clips("clip.mp4");
        assertEquals(CLIPS, clips.size());
        for (Path clip : clips) {
            assertEachFollowsTheOther(clip);
        }
        assertEquals(List.of(), clips("clip.part.mkv"));
        PorchFiles.assertSound(folder);
        System.out.println(CLIPS + " clips, no frame missing or doubled");
    }

    private static void drain(InputStream viewer) {
        byte[] some = new byte[1 << 16];
        try {
            while (viewer.read(some) >= 0) {
                // it only watches
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    @Test
    void aVisitThatWasCutByAKillHasItsClip() throws Exception {
        Random random = new Random();
        List<Long> killedAt = new ArrayList<>();
        String config = config("", "quiet: 20s, preroll: 1s");
        for (int i = 0; i < KILLS; i++) {
            try (Host host = Host.run(folder, config)) {
                host.await(Pattern.compile("gives pictures"));
                assertEquals(201, host.post("/api/v1/visits").statusCode());
                // Until the pre-roll is written, some ms after the photo, a kill leaves the photo only.
                long until = System.nanoTime() + (100 + random.nextInt(2_400)) * 1_000_000L;
                while (System.nanoTime() < until) {
                    host.get("/livez");
                }
                ProcessHandle.of(host.pid())
                        .ifPresent(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
                killedAt.add(System.currentTimeMillis());
                host.kill9();
            }
        }
        try (Host host = Host.run(folder, config)) {
            host.awaitCount(Pattern.compile("has its clip"), 1);
            String visits = host.get("/api/v1/visits?limit=100").body();
            List<String> ends = Pattern.compile("\"end\":\"([^\"]+)\"")
                    .matcher(visits)
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            assertEquals(KILLS, ends.size(), visits);
            for (int i = 0; i < KILLS; i++) {
                long missing =
                        killedAt.get(KILLS - 1 - i) - Instant.parse(ends.get(i)).toEpochMilli();
                assertTrue(missing <= 2_000, "visit " + i + " misses " + missing + " ms");
            }
            while (clips("clip.mp4").size() < KILLS) {
                host.get("/livez");
            }
            assertEquals(130, host.interrupt());
        }
        List<Path> clips = clips("clip.mp4");
        for (Path clip : clips) {
            assertEachFollowsTheOther(clip);
        }
        PorchFiles.assertSound(folder);
        System.out.println(KILLS + " visits cut by kill -9, each with its clip");
    }
}
