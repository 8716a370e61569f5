package dev.porchlight.doctor;

import dev.porchlight.camera.VideoDevices;
import dev.porchlight.config.CameraConfig;
import dev.porchlight.health.Condition;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a camera gives pictures; where it does not run, whether it is there and may be used. */
record CameraLook(CameraConfig camera, Machine machine, Conditions conditions) implements Look {
    private static final Pattern LISTED = Pattern.compile("(?m)^\\s*0 : (\\S+)");
    private static final int CONNECT_MILLIS = 3_000;

    @Override
    public String what() {
        return "camera " + camera.name();
    }

    @Override
    public List<Finding> look() throws IOException, InterruptedException {
        Optional<Condition> running = conditions.of(what());
        return List.of(running.isPresent() ? Finding.of(running.get()) : atRest());
    }

    private Finding atRest() throws IOException, InterruptedException {
        return switch (camera.source()) {
            case AUTO -> auto();
            case RPICAM ->
                ribbon().map(this::ribbon)
                        .orElseGet(() -> Finding.mendedBy(
                                what(),
                                "no camera is known at the ribbon cable; it must be seated while the power is off",
                                "sudo apt-get install -y rpicam-apps"));
            case V4L2 -> device(machine.at(usbDevice()));
            case URL -> network(camera.url().orElseThrow());
            case COMMAND -> command(camera.command().get(0));
            case SIMULATED -> Finding.works(what(), "is drawn by porchlight itself");
        };
    }

    private Finding auto() throws IOException, InterruptedException {
        Optional<String> ribbon = ribbon();
        if (ribbon.isPresent()) {
            return ribbon(ribbon.get());
        }
        Optional<String> usb = devices().first();
        return usb.isPresent()
                ? device(Path.of(usb.get()))
                : Finding.broken(
                        what(),
                        "no camera was found",
                        "plug in a USB camera; or a Pi camera, and: sudo apt-get install -y rpicam-apps");
    }

    /** The name of the camera at the ribbon cable. */
    private Optional<String> ribbon() throws InterruptedException {
        for (String program : List.of("rpicam-hello", "libcamera-hello")) {
            Matcher listed =
                    LISTED.matcher(machine.say(program, "--list-cameras").orElse(""));
            if (listed.find()) {
                return Optional.of(listed.group(1));
            }
        }
        return Optional.empty();
    }

    private Finding ribbon(String name) {
        return Finding.works(what(), name + " is at the ribbon cable");
    }

    private VideoDevices devices() {
        return new VideoDevices(machine.at("/dev"), machine.at("/sys/class/video4linux"));
    }

    private String usbDevice() throws IOException {
        return camera.device().isPresent()
                ? camera.device().get()
                : devices()
                        .first()
                        .map(device -> machine.shown(Path.of(device)))
                        .orElse("/dev/video0");
    }

    private Finding device(Path device) {
        String shown = machine.shown(device);
        if (!Files.exists(device)) {
            return Finding.broken(
                    what(), shown + " is not there", "plug the camera in; v4l2-ctl --list-devices names it");
        }
        return Files.isReadable(device)
                ? Finding.works(what(), shown + " is there and may be used")
                : Finding.mendedBy(
                        what(),
                        "user " + machine.user() + " may not use " + shown,
                        "sudo usermod -aG video " + machine.user());
    }

    private Finding network(String address) {
        try {
            return network(new URI(address));
        } catch (URISyntaxException e) {
            // Its message has the password in it.
            return Finding.broken(
                    what(),
                    "its 'url' is no address",
                    "correct it; in a name or password write %20 for a space, and likewise for [ ] { } ^ |");
        }
    }

    private Finding network(URI url) {
        int port = url.getPort() > 0
                ? url.getPort()
                : switch (String.valueOf(url.getScheme())) {
                    case "http" -> 80;
                    case "https" -> 443;
                    case "rtsps" -> 322;
                    default -> 554;
                };
        String place = url.getHost() + ":" + port;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(String.valueOf(url.getHost()), port), CONNECT_MILLIS);
            return Finding.works(what(), place + " answers");
        } catch (IOException e) {
            return Finding.broken(
                    what(),
                    "nobody answers at " + place,
                    "look at the camera's power and network, and check its 'url'");
        }
    }

    private Finding command(String program) throws InterruptedException {
        return machine.say("sh", "-c", "command -v \"$1\"", "sh", program).isPresent()
                ? Finding.works(what(), program + " is there")
                : Finding.broken(
                        what(), "the program " + program + " is not there", "install it, or correct 'command'");
    }
}
