package dev.porchlight.disk;

import dev.porchlight.api.Alert;
import dev.porchlight.api.Attempt;
import dev.porchlight.api.Media;
import dev.porchlight.api.Receipt;
import dev.porchlight.api.Sink;
import dev.porchlight.api.SinkBrokenException;
import dev.porchlight.api.VisitSummary;
import dev.porchlight.kit.FileName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Copies each finished picture of a visit, and the sensor log of a day, into a folder. A copy is on the disk, complete,
 * before the alert counts as delivered; a name that is taken is never overwritten; the same picture is never kept twice, however often its alert
 * comes.
 */
final class DiskSink implements Sink {
    private static final int MOST_OF_ONE_NAME = 10_000;
    private static final int CHUNK = 1 << 16;

    private final Path folder;
    private final FileName fileName;
    private final boolean links;
    private final Optional<Stick> stick;
    private final Optional<KeptFiles> keptFiles;

    /**
     * @param stick if the folder is on a disk that comes and goes
     * @param keptFiles if files are removed when their days are over
     */
    DiskSink(Path folder, FileName fileName, boolean links, Optional<Stick> stick, Optional<KeptFiles> keptFiles) {
        this.folder = folder;
        this.fileName = fileName;
        this.links = links;
        this.stick = stick;
        this.keptFiles = keptFiles;
    }

    @Override
    public Receipt deliver(Alert alert, Attempt attempt) throws IOException, SinkBrokenException, InterruptedException {
        if (alert.visit().isEmpty() && !alert.type().equals(Alert.LOG_DAILY)) {
            return new Receipt("nothing to keep of " + alert.type());
        }
        if (alert.media().isEmpty()) {
            return new Receipt("there is no file to keep");
        }
        if (stick.isPresent()) {
            FileChannel held = stick.get().hold();
            try {
                return keepAll(alert);
            } finally {
                held.close();
            }
        }
        makeFolder();
        return keepAll(alert);
    }

    private Receipt keepAll(Alert alert) throws IOException, SinkBrokenException, InterruptedException {
        List<String> kept = new ArrayList<>();
        for (Media media : alert.media()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            kept.add(
                    alert.visit().isPresent()
                            ? keep(media, alert.visit().get())
                            : keep(media, "readings_" + withoutEnding(media.file()), ".csv", alert.id()));
        }
        if (keptFiles.isPresent()) {
            for (String name : kept) {
                keptFiles.get().add(alert.at(), name);
            }
            keptFiles.get().removeOld(alert.at());
        }
        return new Receipt("kept as " + String.join(", ", kept));
    }

    /** A folder whose parent is missing is a disk that is not there; making it would fill the wrong one. */
    private void makeFolder() throws IOException, SinkBrokenException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new IOException("folder " + parent + " is not there; mount its disk, or make the folder");
        }
        try {
            Files.createDirectory(folder);
            sync(parent);
        } catch (FileAlreadyExistsException e) {
            throw new SinkBrokenException(folder + " is a file, not a folder; name another 'folder'", e);
        } catch (AccessDeniedException e) {
            throw new SinkBrokenException(
                    "folder " + folder + " may not be made; make it and give it to the user that runs porchlight", e);
        }
    }

    private static String withoutEnding(Path file) {
        return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    }

    private String keep(Media media, VisitSummary visit) throws IOException, SinkBrokenException {
        return keep(media, fileName.of(visit, media.role()), FileName.endingOf(media), visit.id());
    }

    private String keep(Media media, String name, String ending, String id) throws IOException, SinkBrokenException {
        Path aside = folder.resolve("." + id + "-" + media.role() + ".part");
        try {
            for (int i = 1; i <= MOST_OF_ONE_NAME; i++) {
                Path target = folder.resolve(i == 1 ? name + ending : name + " (" + i + ")" + ending);
                if (Files.exists(target)) {
                    if (Files.size(target) == media.size() && Files.mismatch(target, media.file()) < 0) {
                        return target.getFileName().toString();
                    }
                } else if (put(media, aside, target)) {
                    return target.getFileName().toString();
                }
            }
        } catch (AccessDeniedException e) {
            throw new SinkBrokenException(
                    "folder " + folder + " may not be written; give it to the user that runs porchlight", e);
        } finally {
            Files.deleteIfExists(aside);
        }
        throw new SinkBrokenException(
                "there are " + MOST_OF_ONE_NAME + " files named " + name + "; put the time into 'file_name'");
    }

    /** False if the name was taken in the meantime: linking, unlike renaming, never replaces. */
    private boolean put(Media media, Path aside, Path target) throws IOException, SinkBrokenException {
        try {
            if (links) {
                link(media, target);
            } else {
                copy(media, aside);
                linkOrCopyName(aside, target);
            }
            sync(folder);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private void link(Media media, Path target) throws IOException, SinkBrokenException {
        try {
            Files.createLink(target, media.file());
        } catch (FileAlreadyExistsException | AccessDeniedException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            throw new SinkBrokenException(
                    "the pictures cannot be linked into " + folder
                            + ": it is on another disk than the data folder; set 'link: false'",
                    e);
        }
    }

    /** FAT and some network disks have no hard links; there the name is taken first, then filled by renaming. */
    private static void linkOrCopyName(Path aside, Path target) throws IOException {
        try {
            Files.createLink(target, aside);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            Files.createFile(target);
            Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void copy(Media media, Path aside) throws IOException {
        Files.deleteIfExists(aside);
        try (FileChannel from = FileChannel.open(media.file(), StandardOpenOption.READ);
                FileChannel to = FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            long copied = 0;
            while (from.read(chunk) >= 0) {
                chunk.flip();
                while (chunk.hasRemaining()) {
                    copied += to.write(chunk);
                }
                chunk.clear();
            }
            if (copied != media.size()) {
                throw new IOException(media.file() + " has " + copied + " bytes instead of " + media.size());
            }
            to.force(true);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    @Override
    public void close() {
        // nothing is held open between two alerts
    }
}
