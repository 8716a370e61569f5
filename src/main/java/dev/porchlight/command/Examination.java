package dev.porchlight.command;

import dev.porchlight.config.BoardConfig;
import dev.porchlight.config.CameraConfig;
import dev.porchlight.config.CameraConfig.SourceChoice;
import dev.porchlight.config.HouseConfig;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at the machine that a house is to run on, and changes nothing. Every question to a program has a time limit, and no
 * serial port is opened, for that could reset a board in use.
 */
final class Examination {
    private static final String SERIAL_PORTS = "tty{ACM,USB}[0-9]*";
    private static final List<String> ENCODERS = List.of("libx264", "h264_v4l2m2m");

    private final HouseConfig house;
    private final Path root;
    private final Program programs;
    private final String user = System.getProperty("user.name", "?");

    /** A program of the machine, asked a short question. */
    interface Program {
        /** What it says; empty if it is not there or says nothing within its time. */
        Optional<String> say(String... command) throws InterruptedException;
    }

    /** @param root of the file system, {@code /} */
    Examination(HouseConfig house, Path root, Program programs) {
        this.house = house;
        this.root = root;
        this.programs = programs;
    }

    List<Finding> findings() throws IOException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.works("Java", Runtime.version().toString()));
        for (BoardConfig board : house.boards()) {
            findings.add(port(board));
        }
        if (house.boards().stream().anyMatch(this::mayUseSerial0)) {
            findings.add(serial0());
        }
        for (CameraConfig camera : house.cameras()) {
            findings.add(camera(camera));
        }
        findings.add(ffmpeg());
        findings.add(data());
        findings.add(clock());
        return findings;
    }

    private Finding port(BoardConfig board) throws IOException {
        String what = "board " + board.name();
        List<Path> ports = board.port().equals(BoardConfig.AUTO) ? ports() : List.of(inRoot(board.port()));
        Optional<Path> there = ports.stream().filter(Files::exists).findFirst();
        if (there.isEmpty()) {
            return Finding.broken(
                    what,
                    board.port().equals(BoardConfig.AUTO) ? "no serial port is there" : board.port() + " is not there",
                    "plug the board in; then ls -l /dev/serial/by-id names it");
        }
        Path port = there.get();
        return Files.isReadable(port) && Files.isWritable(port)
                ? Finding.works(what, shown(port) + " is there and may be used")
                : Finding.broken(
                        what,
                        shown(port) + " may not be used by user " + user,
                        "sudo usermod -aG dialout " + user + ", then sign in anew");
    }

    private List<Path> ports() throws IOException {
        List<Path> ports = new ArrayList<>();
        if (Files.isDirectory(inRoot("/dev"))) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(inRoot("/dev"), SERIAL_PORTS)) {
                found.forEach(ports::add);
            }
        }
        ports.add(inRoot("/dev/serial0"));
        return ports;
    }

    private boolean mayUseSerial0(BoardConfig board) {
        return board.port().equals(BoardConfig.AUTO) || board.port().equals("/dev/serial0");
    }

    /** The pins' own port of a Raspberry Pi: a login console on it talks into the board. */
    private Finding serial0() throws IOException {
        Path port = inRoot("/dev/serial0");
        if (!Files.exists(port)) {
            return Finding.open("/dev/serial0", "this machine has no serial port on its pins, or it is switched off");
        }
        String device = port.toRealPath().getFileName().toString();
        if (console(device)) {
            return Finding.broken(
                    "/dev/serial0",
                    "a login console is on it and would talk into the board",
                    "sudo raspi-config nonint do_serial_cons 1 && sudo reboot");
        }
        return device.equals("ttyS0")
                ? Finding.open(
                        "/dev/serial0",
                        "Bluetooth has the better port; for 115200 baud add dtoverlay=disable-bt to"
                                + " /boot/firmware/config.txt")
                : Finding.works("/dev/serial0", "no login console is on it");
    }

    private boolean console(String device) throws IOException {
        for (String file : List.of("/boot/firmware/cmdline.txt", "/boot/cmdline.txt", "/proc/cmdline")) {
            Path words = inRoot(file);
            if (Files.isReadable(words)
                    && Files.readString(words).matches("(?s).*\\bconsole=(serial0|" + device + ")\\b.*")) {
                return true;
            }
        }
        return false;
    }

    private Finding camera(CameraConfig camera) throws InterruptedException {
        String what = "camera " + camera.name();
        if (camera.source() == SourceChoice.V4L2
                || (camera.source() == SourceChoice.AUTO
                        && programs.say("rpicam-vid", "--version").isEmpty())) {
            Path device = inRoot(camera.device().orElse("/dev/video0"));
            if (!Files.exists(device)) {
                return Finding.broken(
                        what, shown(device) + " is not there", "plug the camera in; v4l2-ctl --list-devices names it");
            }
            return Files.isReadable(device)
                    ? Finding.works(what, shown(device) + " is there and may be used")
                    : Finding.broken(
                            what,
                            shown(device) + " may not be used by user " + user,
                            "sudo usermod -aG video " + user + ", then sign in anew");
        }
        if (camera.source() == SourceChoice.RPICAM || camera.source() == SourceChoice.AUTO) {
            String cameras = programs.say("rpicam-hello", "--list-cameras").orElse("");
            return cameras.contains("0 :")
                    ? Finding.works(what, "rpicam knows a camera")
                    : Finding.broken(
                            what,
                            "rpicam knows no camera",
                            "sudo apt install rpicam-apps, look at the ribbon cable, and reboot");
        }
        return Finding.open(what, "its source is not looked at from here");
    }

    private Finding ffmpeg() throws InterruptedException {
        Optional<String> encoders = programs.say("ffmpeg", "-hide_banner", "-encoders");
        if (encoders.isEmpty()) {
            return Finding.broken(
                    "ffmpeg",
                    "it is not there, so clips stay large and play in the gallery only",
                    "sudo apt install ffmpeg");
        }
        List<String> known = ENCODERS.stream().filter(encoders.get()::contains).toList();
        return known.isEmpty()
                ? Finding.broken("ffmpeg", "it can make no H.264", "sudo apt install --reinstall ffmpeg")
                : Finding.works("ffmpeg", "encodes H.264 with " + String.join(" or ", known));
    }

    private Finding data() throws IOException {
        Path folder = house.data().toAbsolutePath();
        Path there = folder;
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        if (!Files.isWritable(there)) {
            return Finding.broken(
                    "data folder",
                    there + " may not be written by user " + user,
                    "sudo install -d -o " + user + " " + folder);
        }
        long free = Files.getFileStore(there).getUsableSpace();
        String words = folder + " has " + free / 1_000_000 + " MB free";
        return free >= house.retention().minFree()
                ? Finding.works("data folder", words)
                : Finding.broken(
                        "data folder",
                        words + ", less than retention.min_free",
                        "make room on that disk, or set data: to a larger one");
    }

    private Finding clock() throws InterruptedException {
        Optional<String> synchronised = programs.say("timedatectl", "show", "-p", "NTPSynchronized", "--value");
        if (synchronised.isEmpty()) {
            return Finding.open("clock", "there is no timedatectl that could say whether it is set");
        }
        return synchronised.get().strip().equals("yes")
                ? Finding.works("clock", "set by a time server")
                : Finding.broken("clock", "not set by a time server", "sudo timedatectl set-ntp true");
    }

    private Path inRoot(String path) {
        return root.resolve(path.replaceFirst("^/", ""));
    }

    private String shown(Path path) {
        return "/" + root.relativize(path);
    }
}
