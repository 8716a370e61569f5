package dev.porchlight.camera;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The V4L2 capture devices of this machine. A camera's first node is its picture, the others are its meta data; a Pi's
 * own codecs and image processors show up as video devices too and are passed over by name.
 */
public final class VideoDevices {
    private static final List<String> NOT_CAMERAS = List.of("bcm2835", "rpi", "pisp", "unicam", "codec");

    private final Path dev;
    private final Path sysfs;

    /**
     * @param dev {@code /dev}
     * @param sysfs {@code /sys/class/video4linux}
     */
    public VideoDevices(Path dev, Path sysfs) {
        this.dev = dev;
        this.sysfs = sysfs;
    }

    /** The first one by its lasting name, so that it is found again after it was plugged in elsewhere. */
    public Optional<String> first() throws IOException {
        Path byId = dev.resolve("v4l/by-id");
        Optional<Path> lasting = list(byId)
                .filter(path -> path.toString().endsWith("-video-index0"))
                .findFirst();
        if (lasting.isPresent()) {
            return lasting.map(Path::toString);
        }
        return list(sysfs)
                .filter(VideoDevices::isCamera)
                .map(entry -> dev.resolve(entry.getFileName().toString()).toString())
                .findFirst();
    }

    private static boolean isCamera(Path entry) {
        String name = read(entry.resolve("name"));
        return read(entry.resolve("index")).equals("0") && NOT_CAMERAS.stream().noneMatch(name::contains);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static Stream<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted(Comparator.naturalOrder()).toList().stream();
        }
    }
}
