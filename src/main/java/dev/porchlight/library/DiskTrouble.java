package dev.porchlight.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a disk complains of, told from the system's message (strerror(3)), in words for the owner. */
public enum DiskTrouble {
    FULL("No space left on device|Disk quota exceeded"),
    READ_ONLY("Read-only file system"),
    FAILING("Input/output error|Structure needs cleaning|Bad message|Stale file handle");

    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT = 4;
    private static final int MOUNT_OPTIONS = 5;

    /** With this much room left it is not the bytes that are missing. */
    private static final long SOME_BYTES = 8_000_000;

    private final String messages;

    DiskTrouble(String messages) {
        this.messages = messages;
    }

    /** Empty if it is no trouble of a disk. */
    public static Optional<DiskTrouble> of(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String said = String.valueOf(cause.getMessage());
            for (DiskTrouble trouble : values()) {
                if (said.matches("(?s).*(" + trouble.messages + ").*")) {
                    return Optional.of(trouble);
                }
            }
        }
        return Optional.empty();
    }

    /** What an input/output error means there: Linux makes a disk read-only after the first one. */
    static DiskTrouble behindAnError(Path folder) {
        return isReadOnly(folder) ? READ_ONLY : FAILING;
    }

    /** Whether it was mounted so, or made so by Linux after an error ({@code emergency_ro}, proc(5) mountinfo). */
    static boolean isReadOnly(Path folder) {
        try {
            Path real = folder.toRealPath();
            String options = "";
            int longest = -1;
            for (String line : Files.readAllLines(MOUNTS)) {
                String[] fields = line.split(" ", -1);
                String point = fields[MOUNT_POINT].replace("\\040", " ");
                if (real.startsWith(point) && point.length() >= longest) {
                    longest = point.length();
                    options = "," + fields[MOUNT_OPTIONS] + "," + fields[fields.length - 1] + ",";
                }
            }
            return options.contains(",ro,") || options.contains(",emergency_ro,");
        } catch (IOException e) {
            return false;
        }
    }

    /** @param folder on the disk in question */
    public String words(Path folder) {
        return switch (this) {
            case FULL ->
                freeBytes(folder) > SOME_BYTES
                        ? "no more files fit on the disk of " + folder + ", though it has room for bytes: it is out of"
                                + " inodes (df -i shows it); remove many small files"
                        : "the disk of " + folder + " is full (df -h shows it); make room on it";
            case READ_ONLY ->
                "the disk of " + folder + " is read-only; if nobody made it so, Linux did after an error (dmesg tells):"
                        + " copy the card and replace it";
            case FAILING ->
                "the disk of " + folder + " answers with errors: the card is failing; copy it while it can be read, and"
                        + " replace it";
        };
    }

    private static long freeBytes(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }
}
