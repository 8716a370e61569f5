package dev.porchlight.camera;

import dev.porchlight.config.CameraConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The frame source of each kind of camera, as the command line of the program that gives its frames. */
public final class FrameSources {
    /** Where Linux lists its devices; another folder in tests. */
    private final VideoDevices devices;

    public FrameSources() {
        this(new VideoDevices(Path.of("/dev"), Path.of("/sys/class/video4linux")));
    }

    FrameSources(VideoDevices devices) {
        this.devices = devices;
    }

    /** @throws IllegalArgumentException for {@code simulated}, which is no program */
    public FrameSource of(CameraConfig camera) {
        return switch (camera.source()) {
            case AUTO -> source("the camera found", () -> auto(camera));
            case RPICAM -> source("the Pi camera", () -> rpicam(camera, rpicamProgram()));
            case V4L2 -> source(camera.device().orElse("the USB camera"), () -> v4l2(camera, device(camera)));
            case URL -> source(withoutPassword(camera.url().orElseThrow()), () -> url(camera));
            case COMMAND -> source(camera.command().get(0), () -> filtered(camera, camera.command()));
            case SIMULATED -> throw new IllegalArgumentException("a simulated camera is no program");
        };
    }

    private static FrameSource source(String description, ProcessSource.CommandLine commandLine) {
        return new ProcessSource(description, commandLine, Patience.USUAL);
    }

    private static CameraCommand filtered(CameraConfig camera, List<String> program) throws IOException {
        return camera.care().isNothing()
                ? CameraCommand.of(program)
                : new CameraCommand(program, PictureFilter.between(ffmpeg(), camera.care()));
    }

    private CameraCommand auto(CameraConfig camera) throws IOException, InterruptedException {
        Optional<String> hello = Tool.firstOnPath("rpicam-hello", "libcamera-hello");
        if (hello.isPresent() && Tool.ask(hello.get(), "--list-cameras").contains("Available cameras")) {
            return rpicam(camera, rpicamProgram());
        }
        Optional<String> device = devices.first();
        if (device.isPresent()) {
            return v4l2(camera, device.get());
        }
        throw new IOException(
                "no camera was found: plug in a USB camera, or a Pi camera and install rpicam-apps, or set"
                        + " 'source' of camera " + camera.name() + "; without any camera, try: porchlight demo");
    }

    private static String rpicamProgram() throws IOException {
        return Tool.firstOnPath("rpicam-vid", "libcamera-vid")
                .orElseThrow(() -> new IOException("neither rpicam-vid nor libcamera-vid is installed; install it with:"
                        + " sudo apt-get install -y rpicam-apps"));
    }

    /** The Pi's own hardware turns a picture upside down for nothing; whatever more is wanted is done behind it. */
    private static CameraCommand rpicam(CameraConfig camera, String program) throws IOException {
        boolean isDoneInside = camera.care().isAtMostUpsideDown();
        List<String> command = new ArrayList<>(List.of(
                program,
                "--codec",
                "mjpeg",
                "--nopreview",
                "--timeout",
                "0",
                "--flush",
                "--width",
                Integer.toString(camera.width()),
                "--height",
                Integer.toString(camera.height()),
                "--framerate",
                Integer.toString(camera.fps()),
                "--rotation",
                Integer.toString(isDoneInside ? camera.care().rotate() : 0),
                "--output",
                "-"));
        command.addAll(camera.args());
        return isDoneInside ? CameraCommand.of(command) : filtered(camera, command);
    }

    private String device(CameraConfig camera) throws IOException {
        return camera.device().isPresent()
                ? camera.device().get()
                : devices.first()
                        .orElseThrow(
                                () -> new IOException("there is no USB camera; plug one in, or name its 'device'"));
    }

    private static CameraCommand v4l2(CameraConfig camera, String device) throws IOException, InterruptedException {
        String formats = Tool.ask(ffmpeg(), "-hide_banner", "-f", "v4l2", "-list_formats", "all", "-i", device);
        if (formats.contains("No such file")) {
            throw new IOException(device + " is not there; plug the camera in, or correct 'device'");
        }
        boolean givesMjpeg = formats.contains("mjpeg");
        List<String> command = new ArrayList<>(List.of(ffmpeg(), "-hide_banner", "-nostdin", "-loglevel", "warning"));
        command.addAll(List.of("-f", "v4l2"));
        if (givesMjpeg) {
            command.addAll(List.of("-input_format", "mjpeg"));
        }
        command.addAll(List.of(
                "-framerate", Integer.toString(camera.fps()), "-video_size", camera.width() + "x" + camera.height()));
        command.addAll(camera.args());
        command.addAll(List.of("-i", device));
        command.addAll(
                givesMjpeg && camera.care().isNothing() ? copy() : encode(camera, PictureFilter.of(camera.care())));
        return CameraCommand.of(command);
    }

    private static CameraCommand url(CameraConfig camera) throws IOException, InterruptedException {
        String url = camera.url().orElseThrow();
        List<String> reading = new ArrayList<>();
        if (url.startsWith("rtsp:") || url.startsWith("rtsps:")) {
            reading.addAll(List.of("-rtsp_transport", "tcp"));
        }
        reading.addAll(camera.args());
        reading.addAll(List.of("-i", url));
        List<String> asking = new ArrayList<>(List.of(
                "ffprobe",
                "-v",
                "error",
                "-select_streams",
                "v:0",
                "-show_entries",
                "stream=codec_name",
                "-of",
                "csv"));
        asking.addAll(reading);
        boolean givesMjpeg =
                Tool.ask(asking.toArray(String[]::new)).lines().anyMatch(line -> line.equals("stream,mjpeg"));
        // Not with -fflags nobuffer: that throws the key frame away that ffmpeg looks at first, and pictures are grey
        // until
        // the next one comes.
        List<String> command = new ArrayList<>(
                List.of(ffmpeg(), "-hide_banner", "-nostdin", "-loglevel", "warning", "-analyzeduration", "1000000"));
        command.addAll(reading);
        command.addAll(
                givesMjpeg && camera.care().isNothing()
                        ? copy()
                        : encode(
                                camera,
                                "fps=" + camera.fps() + ",scale=" + camera.width() + ":-2"
                                        + (camera.care().isNothing() ? "" : "," + PictureFilter.of(camera.care()))));
        return CameraCommand.of(command);
    }

    private static String ffmpeg() throws IOException {
        return Tool.firstOnPath("ffmpeg")
                .orElseThrow(() ->
                        new IOException("ffmpeg is not installed; install it with: sudo apt-get install -y ffmpeg"));
    }

    private static List<String> copy() {
        return List.of("-an", "-c:v", "copy", "-f", "mjpeg", "-flush_packets", "1", "pipe:1");
    }

    /** Quality 4 of 2-31: a 720p frame has some 100 kB. */
    private static List<String> encode(CameraConfig camera, String filter) {
        List<String> command = new ArrayList<>(List.of("-an", "-c:v", "mjpeg", "-q:v", "4", "-threads", "1"));
        if (!filter.isEmpty()) {
            command.addAll(List.of("-vf", filter));
        }
        command.addAll(List.of("-r", Integer.toString(camera.fps()), "-f", "mjpeg", "-flush_packets", "1", "pipe:1"));
        return command;
    }

    private static String withoutPassword(String url) {
        return url.replaceFirst("//[^/@]*@", "//");
    }
}
