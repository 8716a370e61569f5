package dev.porchlight.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A disk that comes and goes: a USB stick, a NAS. It is known by a file with an id, so that neither the empty folder it is
 * mounted on, nor another disk in its place, is ever written to.
 */
final class Stick {
    static final String ID_FILE = ".porchlight-id";

    private static final int MAX_ID = 100;

    private final Path folder;
    private final Path remembered;

    /**
     * @param folder on the disk
     * @param remembered where the id is kept meanwhile, on the disk of the data folder
     */
    Stick(Path folder, Path remembered) {
        this.folder = folder.toAbsolutePath();
        this.remembered = remembered;
    }

    /**
     * Makes sure that it is there, and begins with it if it is the first.
     *
     * @return open on the disk as long as it is written to: nobody can unmount it meanwhile
     * @throws IOException with a sentence: it is not there, or it is another one
     */
    FileChannel hold() throws IOException {
        expectMounted();
        if (!Files.exists(remembered)) {
            begin();
        }
        return openId();
    }

    /**
     * Makes sure that it is there, and changes nothing on it.
     *
     * @throws IOException with a sentence: it is not there, or it is another one
     */
    void look() throws IOException {
        expectMounted();
        if (Files.exists(remembered)) {
            openId().close();
        }
    }

    private void expectMounted() throws IOException {
        Path place = Files.isDirectory(folder) ? folder : folder.getParent();
        if (place == null || !Files.isDirectory(place)) {
            throw new IOException("the disk of " + folder + " is not there; plug it in and mount it");
        }
        if (device(place).equals(device(existing(remembered)))) {
            throw new IOException("nothing is mounted at " + place
                    + ", so its alerts wait; plug the disk in and mount it, or set 'removable: false'");
        }
    }

    /** The nearest folder above it that is there. */
    private static Path existing(Path path) {
        Path there = path.toAbsolutePath().getParent();
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }

    private FileChannel openId() throws IOException {
        String known = Files.readString(remembered).strip();
        try (FileChannel id = FileChannel.open(folder.resolve(ID_FILE), StandardOpenOption.READ)) {
            if (id.size() <= MAX_ID
                    && Files.readString(folder.resolve(ID_FILE)).strip().equals(known)) {
                return FileChannel.open(folder.resolve(ID_FILE), StandardOpenOption.READ);
            }
        } catch (NoSuchFileException e) {
            throw another("has no " + ID_FILE, e);
        }
        throw another("has another " + ID_FILE, null);
    }

    private IOException another(String why, NoSuchFileException cause) {
        return new IOException(
                "the disk at " + folder + " is not the one that was there before: it " + why
                        + "; mount that one, or remove " + remembered + " to begin with this one",
                cause);
    }

    private static Object device(Path path) throws IOException {
        return Files.getAttribute(path, "unix:dev");
    }

    /** The disk first: without it there is nothing to remember. */
    private void begin() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder);
        }
        Path file = folder.resolve(ID_FILE);
        if (!Files.exists(file)) {
            write(file, UUID.randomUUID() + "\n");
        }
        write(remembered, Files.readString(file));
    }

    private static void write(Path file, String words) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel out = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            out.write(java.nio.charset.StandardCharsets.UTF_8.encode(words));
            out.force(true);
        }
        Files.move(aside, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
