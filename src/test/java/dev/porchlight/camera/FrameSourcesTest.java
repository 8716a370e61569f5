package dev.porchlight.camera;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.porchlight.config.CameraConfig;
import dev.porchlight.config.CameraConfig.SourceChoice;
import dev.porchlight.config.PictureCare;
import dev.porchlight.config.PictureCare.Area;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sources against what is really on this machine: ffmpeg, an HTTP camera on loopback, no camera at all. */
@Timeout(60)
class FrameSourcesTest {
    @TempDir
    private Path folder;

    private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();

    private FrameSources sources() {
        return new FrameSources(new VideoDevices(folder.resolve("dev"), folder.resolve("sys")));
    }

    private static CameraConfig camera(SourceChoice source, int rotate, Optional<String> url, List<String> command) {
        return camera(source, PictureCare.turned(rotate), url, command);
    }

    private static CameraConfig camera(
            SourceChoice source, PictureCare care, Optional<String> url, List<String> command) {
        return new CameraConfig("door", source, 320, 240, 15, care, false, List.of(), Optional.empty(), url, command);
    }

    private byte[] firstFrameOf(FrameSource source) throws InterruptedException {
        Thread thread = new Thread(() -> {
            try {
                source.run(frames::add);
            } catch (IOException e) {
                frames.add(e.getMessage().getBytes(StandardCharsets.UTF_8));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        byte[] first = frames.poll(30, TimeUnit.SECONDS);
        thread.interrupt();
        thread.join(15_000);
        return first;
    }

    @Test
    void anMjpegCameraOnTheNetworkIsCopiedByteForByte() throws Exception {
        byte[] picture = Jpegs.of(320, 240, 77);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "multipart/x-mixed-replace; boundary=frame");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 2_000; i++) {
                    out.write(("--frame\r\nContent-Type: image/jpeg\r\nContent-Length: " + picture.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
                    out.write(picture);
                    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                // the viewer has seen enough
            }
        });
        server.setExecutor(task -> new Thread(task).start());
        server.start();
        try {
            String url = "http://user:secret@127.0.0.1:" + server.getAddress().getPort() + "/video";
            FrameSource source = sources().of(camera(SourceChoice.URL, 0, Optional.of(url), List.of()));

            assertArrayEquals(picture, firstFrameOf(source));
            assertTrue(!source.describe().contains("secret"), source.describe());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anyOtherVideoIsEncodedAndTurned() throws Exception {
        Path video = folder.resolve("video.mkv");
        Process made = new ProcessBuilder(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc=size=640x480:rate=15:duration=2",
                        "-c:v",
                        "mpeg4",
                        video.toString())
                .inheritIO()
                .start();
        assertEquals(0, made.waitFor());

        byte[] frame =
                firstFrameOf(sources().of(camera(SourceChoice.URL, 90, Optional.of(video.toString()), List.of())));

        assertEquals(Optional.of(new PictureSize(240, 320)), PictureSize.of(frame));
    }

    @Test
    void aCommandIsRunAsItIs() throws Exception {
        Path picture = folder.resolve("picture.jpg");
        Files.write(picture, Jpegs.ofShade(9));

        byte[] frame = firstFrameOf(
                sources().of(camera(SourceChoice.COMMAND, 0, Optional.empty(), List.of("cat", picture.toString()))));

        assertArrayEquals(Jpegs.ofShade(9), frame);
    }

    /** White all over but for a red corner on the left at the top, a quarter of it. */
    private Path redCorner() throws IOException {
        BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, 320, 240);
        g.setColor(Color.RED);
        g.fillRect(0, 0, 160, 120);
        g.dispose();
        return Files.write(folder.resolve("corner.jpg"), Jpegs.encode(image));
    }

    /** The colours at the middles of the four quarters, row by row. */
    private static String quarters(byte[] jpeg) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
        if (image == null) {
            return new String(jpeg, StandardCharsets.UTF_8);
        }
        StringBuilder colours = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            Color colour = new Color(
                    image.getRGB(image.getWidth() * (1 + 2 * (i % 2)) / 4, image.getHeight() * (1 + 2 * (i / 2)) / 4));
            colours.append(colour.getRed() < 90 ? "black " : colour.getGreen() < 130 ? "red " : "white ");
        }
        return image.getWidth() + "x" + image.getHeight() + " "
                + colours.toString().strip();
    }

    @ParameterizedTest
    @CsvSource({
        "90, , , 240x320 white red white white",
        "180, , , 320x240 white white white red",
        "270, , , 240x320 white white red white",
        "0, 0 0 50 100, , 160x240 red red white white",
        "0, , 0 0 50 50, 320x240 black white white white",
        "90, 50 0 50 100, 0 50 100 50, 120x320 red red black black"
    })
    void whateverTheProgramItsPictureIsTurnedThenCroppedThenBlackened(
            int rotate, String crop, String privacy, String seen) throws Exception {
        PictureCare care = new PictureCare(
                rotate,
                Optional.ofNullable(crop).map(FrameSourcesTest::area),
                privacy == null ? List.of() : List.of(area(privacy)));
        Path picture = redCorner();
        Path video = folder.resolve("video.mkv");
        String making = "ffmpeg -v error -loop 1 -i " + picture + " -t 1 -r 15 -c:v mpeg4 -q:v 2 " + video;
        assertEquals(
                0, new ProcessBuilder(making.split(" ")).inheritIO().start().waitFor());
        String forEver = "while cat " + picture + "; do sleep 0.05; done";

        assertEquals(
                seen,
                quarters(firstFrameOf(sources()
                        .of(camera(SourceChoice.COMMAND, care, Optional.empty(), List.of("sh", "-c", forEver))))));
        assertEquals(
                seen,
                quarters(firstFrameOf(
                        sources().of(camera(SourceChoice.URL, care, Optional.of(video.toString()), List.of())))));
    }

    private static Area area(String percent) {
        int[] numbers =
                Stream.of(percent.split(" ")).mapToInt(Integer::parseInt).toArray();
        return new Area(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    @Test
    void withoutAnyCameraTheDemoIsNamed() {
        FrameSource source = sources().of(camera(SourceChoice.AUTO, 0, Optional.empty(), List.of()));

        String words =
                assertThrows(IOException.class, () -> source.run(frames::add)).getMessage();

        assertTrue(words.startsWith("no camera was found: plug in a USB camera"), words);
        assertTrue(words.endsWith("porchlight demo"), words);
    }

    @Test
    void aUsbCameraIsFoundByItsLastingNameAndAPisOwnDevicesArePassedOver() throws IOException {
        VideoDevices devices = new VideoDevices(folder.resolve("dev"), folder.resolve("sys"));
        device("video10", "bcm2835-codec-decode", "0");
        device("video2", "USB camera: USB camera", "1");
        device("video3", "USB camera: USB camera", "0");
        assertEquals(Optional.of(folder.resolve("dev/video3").toString()), devices.first());

        Path byId = Files.createDirectories(folder.resolve("dev/v4l/by-id"));
        Files.createFile(byId.resolve("usb-046d_C270-video-index1"));
        Files.createFile(byId.resolve("usb-046d_C270-video-index0"));

        assertEquals(Optional.of(byId.resolve("usb-046d_C270-video-index0").toString()), devices.first());
    }

    private void device(String node, String name, String index) throws IOException {
        Path entry = Files.createDirectories(folder.resolve("sys").resolve(node));
        Files.writeString(entry.resolve("name"), name + "\n");
        Files.writeString(entry.resolve("index"), index + "\n");
    }
}
