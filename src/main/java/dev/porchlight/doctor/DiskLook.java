package dev.porchlight.doctor;

import dev.porchlight.config.CameraConfig;
import dev.porchlight.config.HouseConfig;
import dev.porchlight.library.DiskTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Whether the disk is quick enough for photos and clips. */
record DiskLook(HouseConfig house) implements Look {
    /** A JPEG of 1280x720 has some 100 kB (at the quality that is asked of USB cameras). */
    private static final double BYTES_A_PIXEL = 100_000 / (1_280.0 * 720);

    /** Photo, its folder, the folder above and the catalog (src/bench/README.md). */
    private static final int SYNCS_A_PHOTO = 4;

    /** A clip is made safe each second: beyond this, much of that second is spent waiting. */
    private static final Duration SLOWEST = Duration.ofMillis(250);

    /** So that what else is written does not make clips lose frames. */
    private static final int SPARE = 2;

    /** Measuring must not be what fills it. */
    private static final long LEAST_FREE = 50_000_000;

    @Override
    public String what() {
        return "disk speed";
    }

    @Override
    public List<Finding> look() throws IOException {
        Path folder = FolderRights.existing(house.data());
        if (!Files.isWritable(folder) || Files.getFileStore(folder).getUsableSpace() < LEAST_FREE) {
            return List.of(Finding.open(what(), "not measured, since " + folder + " has no room to write in"));
        }
        try {
            return List.of(judge(DiskSpeed.measure(folder)));
        } catch (IOException e) {
            return List.of(Finding.broken(
                    what(),
                    DiskTrouble.of(e)
                            .map(trouble -> trouble.words(folder))
                            .orElse(folder + " cannot be written: " + e.getMessage())));
        }
    }

    Finding judge(DiskSpeed speed) {
        double needed =
                house.cameras().stream().mapToDouble(DiskLook::bytesASecond).sum();
        double syncMillis = speed.sync().toNanos() / 1e6;
        String words = String.format(
                Locale.ROOT,
                "a photo is safe within some %.0f ms; clips need %.1f MB/s and have %.0f",
                Math.ceil(syncMillis * SYNCS_A_PHOTO),
                needed / 1e6,
                speed.bytesASecond() / 1e6);
        return speed.sync().compareTo(SLOWEST) <= 0 && speed.bytesASecond() >= SPARE * needed
                ? Finding.works(what(), words)
                : Finding.broken(
                        what(),
                        words + ": too slow, clips will miss frames",
                        "use a card marked A1 or A2, set 'data' to a folder on a USB disk, or lower 'fps'");
    }

    private static double bytesASecond(CameraConfig camera) {
        return camera.width() * (double) camera.height() * camera.fps() * BYTES_A_PIXEL;
    }
}
