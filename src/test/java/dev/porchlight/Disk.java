package dev.porchlight;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** A small disk of its own: a tmpfs, or an ext4 in a file. Skips the test, with the reason, where none can be mounted. */
public final class Disk implements AutoCloseable {
    private final Path path;

    private Disk(Path path) {
        this.path = path;
    }

    /** @param options such as {@code size=24m,nr_inodes=200} */
    public static Disk inMemory(Path path, String options) throws IOException {
        Files.createDirectories(path);
        return mounted(path, "mount", "-t", "tmpfs", "-o", options, "tmpfs", path.toString());
    }

    static Disk ext4(Path path, Path image) throws IOException {
        Files.createDirectories(path);
        Optional<String> refused = run("mkfs.ext4", "-q", image.toString(), "48m");
        Assumptions.assumeTrue(refused.isEmpty(), () -> "skipped: no ext4 can be made here: " + refused.get());
        return mounted(path, "mount", "-o", "loop,errors=remount-ro", image.toString(), path.toString());
    }

    private static Disk mounted(Path path, String... command) throws IOException {
        Optional<String> refused = run(command);
        if (refused.isPresent()) {
            System.out.println("skipped: no disk can be mounted here: " + refused.get());
        }
        Assumptions.assumeTrue(refused.isEmpty(), () -> "no disk can be mounted here: " + refused.get());
        return new Disk(path);
    }

    public Path path() {
        return path;
    }

    /** Fills it to the last byte. */
    public Path fillUp() throws IOException {
        Path filler = path.resolve("filler");
        try (var out = Files.newOutputStream(filler)) {
            for (int block = 1 << 16; block >= 1; block /= 16) {
                fill(out, new byte[block]);
            }
        }
        return filler;
    }

    private static void fill(java.io.OutputStream out, byte[] block) {
        try {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            // so much for blocks of this size
        }
    }

    /** Uses up its inodes with empty files in one folder. */
    Path useUpInodes() throws IOException {
        Path folder = Files.createDirectories(path.resolve("many"));
        try {
            for (int i = 0; i < 100_000; i++) {
                Files.createFile(folder.resolve("f" + i));
            }
        } catch (IOException e) {
            return folder;
        }
        throw new IOException("this disk has more inodes than a test can use up");
    }

    void remount(String options) throws IOException {
        must("mount", "-o", "remount," + options, path.toString());
    }

    void unmount() throws IOException {
        must("umount", "-l", path.toString());
    }

    static void must(String... command) throws IOException {
        Optional<String> refused = run(command);
        if (refused.isPresent()) {
            throw new IOException(String.join(" ", command) + ": " + refused.get());
        }
    }

    /** What it complained of; empty if it did its work. */
    static Optional<String> run(String... command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return Optional.of(e.getMessage());
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.onExit().join().exitValue() == 0
                ? Optional.empty()
                : Optional.of(List.of(command).get(0) + ": " + said);
    }

    @Override
    public void close() throws IOException {
        run("umount", "-l", path.toString());
    }
}
