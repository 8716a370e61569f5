package dev.porchlight.camera;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.porchlight.config.CameraConfig;
import dev.porchlight.config.CameraConfig.SourceChoice;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
        return new CameraConfig("door", source, 320, 240, 15, rotate, List.of(), Optional.empty(), url, command);
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
