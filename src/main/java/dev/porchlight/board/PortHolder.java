package dev.porchlight.board;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which other program has a serial port open, as far as this user may see (proc(5)). */
final class PortHolder {
    private static final Path PROCESSES = Path.of("/proc");

    private PortHolder() {}

    /** Such as {@code minicom (process 1234)}; empty if nobody is seen to hold it. */
    static Optional<String> of(Path port) {
        String self = Long.toString(ProcessHandle.current().pid());
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (!process.endsWith(self) && holds(process, port)) {
                    return Optional.of(Files.readString(process.resolve("comm")).strip() + " (process "
                            + process.getFileName() + ")");
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return Optional.empty(); // it ended while it was looked at
        }
        return Optional.empty();
    }

    private static boolean holds(Path process, Path port) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path file : files) {
                if (isLinkTo(file, port)) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return false; // another user's process, or one that just ended
        }
        return false;
    }

    private static boolean isLinkTo(Path file, Path port) {
        try {
            return Files.readSymbolicLink(file).equals(port);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }
}
