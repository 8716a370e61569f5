package dev.porchlight.doctor;

import dev.porchlight.config.HouseConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether the data folder may be written, and has room. */
record DataLook(HouseConfig house, FolderRights rights) implements Look {
    @Override
    public String what() {
        return "data folder";
    }

    @Override
    public List<Finding> look() throws IOException, InterruptedException {
        Path folder = house.data().toAbsolutePath();
        Optional<Finding> trouble = rights.trouble(what(), folder);
        if (trouble.isPresent()) {
            return List.of(trouble.get());
        }
        long free = Files.getFileStore(FolderRights.existing(folder)).getUsableSpace();
        String has = folder + " has " + bytes(free);
        return List.of(
                free >= house.retention().minFree()
                        ? Finding.works(what(), has + " free")
                        : Finding.broken(
                                what(),
                                has + " free, less than the "
                                        + bytes(house.retention().minFree()) + " of 'min_free'",
                                "make room on that disk, or set 'data' to a folder on a larger one"));
    }

    private static String bytes(long bytes) {
        return bytes < 10_000_000_000L ? bytes / 1_000_000 + " MB" : bytes / 1_000_000_000 + " GB";
    }
}
